import Market
import TestSupport
import Testing

@Suite struct `Pages of a range of candles` {
  @Test func `are those of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "pages") { vector, _ in
      let input = vector["input"]
      let granularity = try #require(
        Granularity(seconds: try input["granularity_ms"].integer() / 1_000))
      let pages = CandlePages(
        of: TimeSpan(
          start: instant(milliseconds: try input["start"].integer()),
          end: instant(milliseconds: try input["end"].integer())),
        granularity: granularity, mostCandles: try input["max_count"].integer())
      let expected = try vector["expect"].list().map { try $0.integers() }
      #expect(
        pages.map { [$0.start.milliseconds, $0.end.milliseconds] } == expected,
        "\(vector["name"])")
    }
  }

  @Test func `are nine for thirty days of minutes`() throws {
    let range = TimeSpan(start: try instant("2026-01-01"), end: try instant("2026-01-31"))
    #expect(Array(CandlePages(of: range, granularity: .m1)).count == 9)
  }

  @Test func `end where time ends, without a trap`() {
    let range = TimeSpan(
      start: Timestamp(nanoseconds: .max - 10), end: Timestamp(nanoseconds: .max))
    #expect(Array(CandlePages(of: range, granularity: .d1)) == [range])
  }
}
