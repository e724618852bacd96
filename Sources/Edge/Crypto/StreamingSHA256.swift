import COpenSSL
package import Numerics

/// SHA-256 over bytes as they come, by OpenSSL, which uses the processor's own instructions.
///
/// Core has its own `SHA256`; a test holds the two equal.
package final class StreamingSHA256 {
  private let context: OpaquePointer
  private let spare: OpaquePointer
  private let algorithm: OpaquePointer

  package init() {
    guard let context = EVP_MD_CTX_new(), let spare = EVP_MD_CTX_new(),
      let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
    else { preconditionFailure("OpenSSL has no SHA-256 or no memory for it") }
    self.context = context
    self.spare = spare
    self.algorithm = algorithm
    restart()
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_CTX_free(spare)
    EVP_MD_free(algorithm)
  }

  /// Forgets everything given so far.
  package func restart() {
    let began = EVP_DigestInit_ex2(context, algorithm, nil)
    precondition(began == 1, "OpenSSL could not begin a SHA-256")
  }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    let taken = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(taken == 1, "OpenSSL could not continue a SHA-256")
  }

  package func update(_ digest: Digest256) {
    let bytes = (
      digest.first.bigEndian, digest.second.bigEndian, digest.third.bigEndian,
      digest.fourth.bigEndian
    )
    withUnsafeBytes(of: bytes) { update($0) }
  }

  package func update(littleEndian number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { update($0) }
  }

  /// The digest of everything given so far; more may follow.
  package func digest() -> Digest256 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 4) { words in
      let copied = EVP_MD_CTX_copy_ex(spare, context)
      let done = EVP_DigestFinal_ex(spare, UnsafeMutableRawBufferPointer(words).baseAddress, nil)
      precondition(copied == 1 && done == 1, "OpenSSL could not finish a SHA-256")
      return Digest256(
        UInt64(bigEndian: words[0]), UInt64(bigEndian: words[1]), UInt64(bigEndian: words[2]),
        UInt64(bigEndian: words[3]))
    }
  }
}
