import Market
import Numerics
import Testing

@Suite struct `Open hours within a stretch of time` {
  @Test func `are the market's days, cut at both ends`() throws {
    let range = TimeSpan(
      start: try instant("2026-01-14T12:00:00.5"), end: try instant("2026-01-18T23:00:00.25"))
    let spans = Array(SessionCalendar.standard.marketSpans(in: range))
    #expect(
      spans == [
        TimeSpan(start: range.start, end: try instant("2026-01-14T21:55")),
        TimeSpan(start: try instant("2026-01-14T22:05"), end: try instant("2026-01-15T21:55")),
        TimeSpan(start: try instant("2026-01-15T22:05"), end: try instant("2026-01-16T21:55")),
        TimeSpan(start: try instant("2026-01-18T22:05"), end: range.end),
      ])
  }

  @Test func `are the instrument's own, or the market's while session trading is off`() throws {
    let range = TimeSpan(start: try instant("2026-01-14"), end: try instant("2026-01-14T21:55"))
    let home = try #require(TradingSessions.home(of: "USD_JPY"))
    #expect(
      Array(SessionCalendar.standard.openSpans(of: home, in: range)) == [
        TimeSpan(start: range.start, end: try instant("2026-01-14T09:00")),
        TimeSpan(start: try instant("2026-01-14T13:00"), end: range.end),
      ])
    var settings = SessionSettings()
    settings.isSessionTradingEnabled = false
    #expect(Array(try SessionCalendar(settings).openSpans(of: home, in: range)) == [range])
  }

  @Test func `are none in an empty stretch, or in one that ends before it starts`() throws {
    let noon = try instant("2026-01-14T12:00")
    for range in [
      TimeSpan(start: noon, end: noon), TimeSpan(start: noon, end: .zero),
      TimeSpan(start: try instant("2026-01-17"), end: try instant("2026-01-18")),
    ] {
      #expect(Array(SessionCalendar.standard.marketSpans(in: range)) == [])
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `hold exactly the instants whose status is open`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let home = TradingSessions(rawValue: UInt8(1 + random.next(below: 15)))
    let start = Timestamp(nanoseconds: Int64(random.next(below: 1 << 61)))
    let range = TimeSpan(start: start, end: start.adding(minutes: 12 * 1_440))
    let spans = Array(SessionCalendar.standard.openSpans(of: home, in: range))
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.end < $1.start }, "seed \(seed)")
    for _ in 0..<300 {
      let now = start.adding(
        nanoseconds: Int64(random.next(below: UInt64(12 * 86_400 * nanosecondsPerSecond))))
      let status = SessionCalendar.standard.status(of: home, at: now)
      #expect(spans.contains { $0.contains(now) } == status.isOpen, "seed \(seed), \(now)")
    }
  }
}
