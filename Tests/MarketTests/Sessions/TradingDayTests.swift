import Market
import Numerics
import Testing

@Suite struct `A trading day` {
  @Test func `begins at 17:00 New York and has the label of the day on which it ends`() throws {
    // The examples of trading-system.md, section 2.1.
    let before = TradingDay(containing: try instant("2026-01-14T21:59:59"))
    #expect(before.text == "2026-01-14")
    #expect(try before.end == instant("2026-01-14T22:00"))
    let after = TradingDay(containing: try instant("2026-01-14T22:00"))
    #expect(after.text == "2026-01-15" && after.span.start == before.end)
  }

  @Test func `has 23 hours in spring and 25 in autumn`() throws {
    func hours(_ text: String) throws -> Int64 {
      let span = TradingDay(containing: try instant(text)).span
      return (span.end.nanoseconds - span.start.nanoseconds) / (3_600 * nanosecondsPerSecond)
    }
    #expect(try hours("2026-03-08T12:00") == 23)
    #expect(try hours("2026-03-09T12:00") == 24)
    #expect(try hours("2026-11-01T12:00") == 25)
  }

  @Test func `follows the one before without a gap for two centuries`() {
    var day = TradingDay(containing: .zero)
    while day.day.year < 2199 {
      let next = TradingDay(containing: day.end)
      guard next.span.start == day.end,
        next.day.daysSinceEpoch == day.day.daysSinceEpoch + 1,
        TradingDay(containing: day.end.adding(nanoseconds: -1)) == day
      else {
        Issue.record("\(day.text) is followed by \(next.text)")
        return
      }
      day = next
    }
    #expect(day.text == "2199-01-01")
  }
}
