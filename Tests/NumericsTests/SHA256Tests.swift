import Testing

@testable import Numerics

/// Known answers: FIPS 180-4 examples and NIST's *SHA256ShortMsg* and *LongMsg* files.
@Suite struct `SHA-256` {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `gives the published digest`(text: String, digest: String) {
    #expect(SHA256.digest(of: Array(text.utf8)).hex == digest)
  }

  @Test func `gives the published digest of a million letters a`() {
    var hash = SHA256()
    let thousand = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)
    for _ in 0..<1_000 { hash.update(thousand) }
    #expect(
      hash.finalized().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `does not mind how the bytes are cut`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for length in 0..<260 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var hash = SHA256()
      var start = 0
      while start < length {
        let end = min(length, start + Int(random.next(below: 90)))
        bytes[start..<end].withUnsafeBytes { hash.update($0) }
        start = end
      }
      #expect(hash.finalized() == SHA256.digest(of: bytes), "seed \(seed), \(length) bytes")
    }
  }

  @Test func `may go on after a digest was taken, each copy on its own`() {
    var hash = SHA256()
    hash.update(Array("ab".utf8))
    let before = hash.finalized()
    var copy = hash
    copy.update(Array("c".utf8))
    #expect(hash.finalized() == before)
    #expect(copy.finalized() == SHA256.digest(of: Array("abc".utf8)))
  }

  /// On a processor without the instructions both ways are one; on the others they must agree.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `comes to the same by instruction and by rounds written out`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for blocks in 0..<24 {
      let offset = Int(random.next(below: 16))
      let bytes = (0..<(64 * blocks + offset)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      var whole = SHA256State()
      var portable = SHA256State()
      bytes.withUnsafeBytes { bytes in
        whole.absorb(bytes, at: offset, blocks: blocks)
        for block in 0..<blocks { portable.absorbPortably(bytes, at: offset + 64 * block) }
      }
      #expect(whole.digest == portable.digest, "seed \(seed), \(blocks) blocks at \(offset)")
    }
  }
}
