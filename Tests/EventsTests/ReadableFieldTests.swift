import Events
import Market
import Numerics
import Testing

@Suite struct `A field as people read it` {
  private func readable(_ value: FieldValue) -> ReadableField {
    let arena = ByteBuffer()
    return Field("it", value).readable(arena: arena)
  }

  @Test(
    arguments: [
      (.instrument(InstrumentID(3)), "3"), (.price(Price(micros: 1_386_760)), "1.386760"),
      (.ratio(Ratio(micros: -500_000)), "-0.500000"), (.int(-17), "-17"), (.count(17), "17"),
      (.flag(true), "true"), (.flag(false), "false"),
    ] as [(FieldValue, String)])
  func `is bare when it is a number or a truth value`(value: FieldValue, text: String) {
    let field = readable(value)
    #expect(field.text == text)
    #expect(field.isBare)
  }

  @Test(
    arguments: [
      (.bits(0xAB), "00000000000000ab"), (.label("short_gap"), "short_gap"),
      (.time(Timestamp(nanoseconds: 1_500_000_000)), "1970-01-01T00:00:01.500Z"),
      (.digest(Digest256(1, 0, 0, 0)), "0000000000000001" + String(repeating: "0", count: 48)),
      (
        .pin(Pin(bits: 1, link: 2, r: 3, v: 4, older: 1, fill: 5)),
        "0000000000000001 older 1 link 0000000000000002 r 0000000000000003 v 0000000000000004 fill 5"
      ),
    ] as [(FieldValue, String)])
  func `is quoted when it is anything else`(value: FieldValue, text: String) {
    let field = readable(value)
    #expect(field.text == text)
    #expect(!field.isBare)
  }

  @Test func `shows a text as itself and bytes in hexadecimal`() {
    var arena = ByteBuffer()
    let path = arena.intern("Zürich")
    #expect(Field("path", .text(path)).readable(arena: arena).text == "Zürich")
    #expect(Field("head", .bytes(path)).readable(arena: arena).text == "5ac3bc72696368")
  }

  @Test func `has no text when it is absent`() {
    #expect(readable(.absent).text == nil)
    #expect(readable(.absent).name == "it")
  }

  @Test func `stands in the order of the schema`() {
    let tick = EventBody.tickReceived(
      TickReceived(instrument: InstrumentID(1), ask: Price(micros: 2)))
    let arena = ByteBuffer()
    let fields = tick.readable(arena: arena).prefix(7)
    #expect(
      fields.map(\.name) == [
        "instrument", "bid", "ask", "first_mid", "low_mid", "high_mid", "merged",
      ])
    #expect(fields.map(\.text) == ["1", nil, "0.000002", nil, nil, nil, nil])
  }
}
