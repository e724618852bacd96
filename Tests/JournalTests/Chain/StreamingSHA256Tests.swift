import Crypto
import Numerics
import Testing

@Suite struct `SHA-256 by OpenSSL` {
  private static let seeds: [UInt64] = [1, 2, 3, 4]

  @Test(arguments: seeds)
  func `is Core's own, whatever the length and the pieces`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let hash = StreamingSHA256()
    for round in 0..<60 {
      let bytes = (0..<random.next(below: 700)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      hash.restart()
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + Int(random.next(below: 150)))
        bytes[start..<end].withUnsafeBytes { hash.update($0) }
        start = end
      }
      #expect(
        hash.digest() == SHA256.digest(of: bytes),
        "seed \(seed), round \(round): \(bytes.count) bytes")
    }
  }

  @Test func `goes on after a digest was taken`() {
    let hash = StreamingSHA256()
    Array("ab".utf8).withUnsafeBytes { hash.update($0) }
    #expect(hash.digest() == SHA256.digest(of: Array("ab".utf8)))
    #expect(hash.digest() == SHA256.digest(of: Array("ab".utf8)))
    Array("c".utf8).withUnsafeBytes { hash.update($0) }
    #expect(hash.digest() == SHA256.digest(of: Array("abc".utf8)))
  }

  @Test func `takes numbers as little-endian, and digests as they are read`() {
    let hash = StreamingSHA256()
    let digest = SHA256.digest(of: [1])
    hash.update(littleEndian: 0x0102_0304_0506_0708)
    hash.update(digest)
    #expect(hash.digest() == SHA256.digest(of: [8, 7, 6, 5, 4, 3, 2, 1] + digest.bytes))
  }
}
