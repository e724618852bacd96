import Market
import TestSupport
import Testing

@Suite struct `A source of stored candles` {
  @Test func `names what the vectors say, or nothing`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "valkey_spec") { vector, _ in
      let source = ValkeyCandleSource(text: try vector["input"].text())
      let expected = vector["expect"]
      let name = try vector["name"].text()
      guard !expected.isNull else {
        #expect(source == nil, "\(name)")
        return
      }
      #expect(source?.instrument.name == (try expected["instrument"].text()), "\(name)")
      #expect(
        source?.range.start.milliseconds == (try expected["from_ms"].integer()), "\(name)")
      #expect(source?.range.end.milliseconds == (try expected["to_ms"].integer()), "\(name)")
    }
  }

  @Test(arguments: [
    "valkey:EUR_USD:2026-01-01:2026-01-02:", "redis:EUR_USD:2026-01-01:2026-01-02",
    "valkey:EUR_XAU:2026-01-01:2026-01-02", "valkey:EUR_USD:1767225600:1767225600",
    "valkey:EUR_USD:2116-02-20:2116-02-20", "valkey:EUR_USD:1969-12-31:2026-01-01", "",
  ])
  func `is not written otherwise`(text: String) {
    #expect(ValkeyCandleSource(text: text) == nil)
  }
}
