import Numerics
import Testing

@Suite struct `A digest` {
  private let bytes = (0..<32).map { UInt8($0 * 7 + 1) }

  @Test func `keeps its bytes and its text`() throws {
    let digest = try #require(Digest256(bytes: bytes))
    #expect(digest.bytes == bytes)
    #expect(digest.hex == Hex.text(of: bytes))
    #expect(Digest256(hex: digest.hex) == digest)
    #expect("\(digest)" == digest.hex)
  }

  @Test func `is 32 bytes, no more and no fewer`() {
    #expect(Digest256(bytes: bytes.dropLast()) == nil)
    #expect(Digest256(bytes: bytes + [0]) == nil)
    #expect(Digest256(hex: String(repeating: "0", count: 63)) == nil)
    #expect(Digest256(hex: String(repeating: "0", count: 66)) == nil)
    #expect(Digest256(hex: String(repeating: "0", count: 64)) == .zero)
  }
}

@Suite struct `Hexadecimal text` {
  @Test func `of a word has sixteen lower-case digits`() {
    #expect(Hex.text(of: 0) == "0000000000000000")
    #expect(Hex.text(of: 0x0123_4567_89ab_cdef) == "0123456789abcdef")
    #expect(Hex.word("0123456789abcdef") == 0x0123_4567_89ab_cdef)
    #expect(Hex.word("ffffffffffffffff") == .max)
  }

  @Test(arguments: ["", "0", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeg"])
  func `of another length or with another letter is no word`(text: String) {
    #expect(Hex.word(text) == nil)
  }

  @Test func `of bytes goes both ways`() {
    #expect(Hex.text(of: [0, 10, 255]) == "000aff")
    #expect(Hex.bytes("000aff") == [0, 10, 255])
    #expect(Hex.bytes("") == [])
  }

  @Test(arguments: ["0", "0g", "0A", " 00", "é0"])
  func `that is odd, upper case or foreign is no bytes`(text: String) {
    #expect(Hex.bytes(text) == nil)
  }
}
