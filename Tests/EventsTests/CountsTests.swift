import Events
import Testing

@Suite struct `A list of counts` {
  private func encoded(_ numbers: [Int64]) -> [UInt8] {
    var arena = ByteBuffer()
    _ = arena.intern("before it")
    let counts = arena.intern(counts: numbers)
    var buffer = ByteBuffer()
    buffer.append(counts, from: arena)
    return [UInt8](buffer.bytes)
  }

  private func decoded(_ bytes: [UInt8]) -> (numbers: [Int64], fault: CodecFault?, rest: Int) {
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      var arena = ByteBuffer()
      _ = arena.intern("before it")
      let counts = reader.counts(into: &arena)
      return (arena[counts], reader.fault, bytes.count - reader.offset)
    }
  }

  @Test(
    arguments: [
      [], [0], [1, 2, 3], [127, 128, 16_384, Int64(Int32.max), .max],
      [Int64](repeating: 7, count: 1_024),
    ] as [[Int64]])
  func `comes back from its bytes`(numbers: [Int64]) {
    let found = decoded(encoded(numbers))
    #expect(found.numbers == numbers)
    #expect(found.fault == nil && found.rest == 0)
  }

  @Test func `is a length and that many varints`() {
    #expect(encoded([1, 300]) == [2, 1, 0xAC, 0x02])
  }

  @Test func `is refused when it is too long, cut off, or beyond a signed number`() {
    var long = ByteBuffer()
    long.append(varint: 1_025)
    for _ in 0..<1_025 { long.append(1 as UInt8) }
    #expect(decoded([UInt8](long.bytes)).fault == .outOfRange)
    #expect(decoded([3, 1, 2]).fault == .truncated)
    #expect(decoded([]).fault == .truncated)
    var large = ByteBuffer()
    large.append(varint: 1)
    large.append(varint: 1 << 63)
    #expect(decoded([UInt8](large.bytes)).fault == .outOfRange)
    #expect(decoded([1, 0x80, 0x00]).fault == .overlongVarint)
  }

  @Test func `reads as a list of numbers that JSON may carry`() {
    var arena = ByteBuffer()
    let field = Field("hazard_n", .counts(arena.intern(counts: [91, 48, 0])))
    let shown = field.readable(arena: arena)
    #expect(shown.text == "[91,48,0]")
    #expect(shown.isBare)
  }
}
