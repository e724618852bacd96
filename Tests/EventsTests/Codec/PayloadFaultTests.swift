import Events
import ExampleRecorder
import Market
import SchemaGen
import Testing

@Suite struct `A payload with a fault` {
  private static let refusal = RawFrame.refusal

  @Test func `is none without the fault`() {
    #expect(fault(in: Self.refusal) == nil)
    #expect(fault(in: .quote) == nil)
  }

  @Test func `says that bytes are left`() {
    #expect(fault(in: Self.refusal.with { $0.body += [0] }) == .trailingBytes)
  }

  @Test func `says that it is cut off`() {
    #expect(fault(in: Self.refusal.with { $0.body = [3] }) == .truncated)
    #expect(fault(in: Self.refusal.with { $0.body = [] }) == .truncated)
  }

  @Test func `says that a number is not in its shortest form`() {
    #expect(fault(in: Self.refusal.with { $0.body = [0x83, 0x00, 7] }) == .overlongVarint)
  }

  @Test func `says that a label is unknown`() {
    #expect(fault(in: Self.refusal.with { $0.body = [3, 9] }) == .unknownLabel)
    #expect(fault(in: Self.refusal.with { $0.body = [3, 255] }) == .unknownLabel)
  }

  @Test func `says that an instrument is beyond the last`() {
    let body = Layout.varint(65_536) + [7]
    #expect(fault(in: Self.refusal.with { $0.body = body }) == .outOfRange)
  }

  @Test func `says that a presence bit belongs to no field`() throws {
    let schemas = try House.schemas()
    for kind in EventKind.allCases {
      let schema = try #require(schemas.events.first { $0.name == kind.name })
      let used = schema.optionals.count
      guard used % 8 != 0 else { continue }
      for bit in used % 8..<8 {
        var values = SampleValues(.everyday)
        var body = try PayloadSample(
          schema, of: schemas, minor: schema.minor, values: &values
        ) { _, _ in true }.body
        body[used / 8] |= 1 << UInt8(bit)
        #expect(fault(in: RawFrame(kind, body)) == .outOfRange, "\(kind), bit \(bit)")
      }
    }
  }

  @Test func `says that a count is more than a number holds`() {
    let merged = [0b10_0000, 1] + Layout.varint(UInt64(Int64.max) + 1)
    #expect(fault(in: RawFrame.quote.with { $0.body = merged }) == .outOfRange)
  }

  @Test(arguments: [UInt64(1) << 62, 1 << 63, .max])
  func `says that an instant is invalid`(nanoseconds: UInt64) {
    let stop = RawFrame(.runStopped, [1, 0] + Layout.fixed64(nanoseconds))
    #expect(fault(in: stop) == .invalidTime)
  }

  @Test func `says that a truth value is neither 0 nor 1`() {
    #expect(reading([2]) { $0.flag() }.fault == .outOfRange)
  }

  @Test(arguments: [(2, 65), (1, 66), (255, 255)] as [(UInt8, UInt8)])
  func `says that a pin holds more than it can`(older: UInt8, fill: UInt8) {
    let bytes = [UInt8](repeating: 0, count: 32) + [older, fill]
    #expect(reading(bytes) { $0.pin() }.fault == .outOfRange)
  }
}

@Suite struct `A text in a payload` {
  private func listed(_ name: [UInt8], count: UInt64? = nil) -> RawFrame {
    RawFrame(.instrumentListed, [0, 5] + Layout.varint(count ?? UInt64(name.count)) + name)
  }

  private func rejected(_ head: [UInt8]) -> RawFrame {
    RawFrame(.rowRejected, [0, 1, 0] + Layout.varint(UInt64(head.count)) + head)
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0x80], [0x41, 0xFE],
    ] as [[UInt8]])
  func `must be UTF-8`(bytes: [UInt8]) {
    #expect(fault(in: listed(bytes)) == .notText)
  }

  @Test func `may be any bytes where the schema says bytes`() {
    #expect(fault(in: rejected([0xFF, 0xC0, 0x80])) == nil)
  }

  @Test(arguments: ["", "EUR_USD", "\0", "Zürich 1 € 😀 \u{10FFFF}"])
  func `may be any UTF-8`(text: String) throws {
    let decoded = try decode(listed(Array(text.utf8)).bytes)
    #expect(decoded.fields.last?.text == text)
  }

  @Test func `may have 65,536 bytes and no more`() throws {
    let longest = [UInt8](repeating: 0x41, count: Text.longest)
    #expect(fault(in: listed(longest)) == nil)
    #expect(fault(in: rejected(longest)) == nil)
    #expect(fault(in: listed(longest + [0x41])) == .outOfRange)
    #expect(fault(in: rejected(longest + [0x41])) == .outOfRange)
  }

  @Test func `may not claim more bytes than there are`() {
    #expect(fault(in: listed([0x41], count: 2)) == .truncated)
    #expect(fault(in: listed([], count: 65_536)) == .truncated)
    #expect(fault(in: listed([], count: .max)) == .outOfRange)
  }

  @Test func `longer than 65,536 bytes is never written`() async {
    await #expect(processExitsWith: .failure) {
      var arena = ByteBuffer()
      let text = arena.intern([UInt8](repeating: 0x41, count: Text.longest + 1))
      var buffer = ByteBuffer()
      buffer.append(text, from: arena)
    }
  }
}
