import Market
import TestSupport
import Testing

@Suite struct `The coverage of a stretch of time` {
  private func coverage(
    _ times: [Timestamp], _ range: TimeSpan, _ granularity: Granularity = .m1
  ) -> CandleCoverage {
    CandleCoverage(
      times: times, hours: SessionCalendar.standard.marketSpans(in: range),
      granularity: granularity)
  }

  @Test func `is that of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "coverage") { vector, _ in
      let input = vector["input"]
      let found = coverage(
        try input["times"].integers().map { instant(milliseconds: $0) },
        TimeSpan(
          start: instant(milliseconds: try input["start"].integer()),
          end: instant(milliseconds: try input["end"].integer())))
      let expected = vector["expect"]
      let name = try vector["name"].text()
      #expect(found.expected == (try expected["expected"].integer()), "\(name)")
      #expect(found.present == (try expected["present"].integer()), "\(name)")
      let share = try optionalNumber(expected["coverage"])
      #expect((found.share == nil) == (share == nil), "\(name)")
      if let share, let found = found.share { #expect(abs(found - share) <= 1e-9, "\(name)") }
    }
  }

  @Test func `counts a candle once, and none that lies outside or between two minutes`() throws {
    let start = try instant("2026-01-14T21:53")
    let times = [-1, 0, 0, 1, 2, 3, 12, 13].map { start.adding(minutes: $0) }
    let odd = [start.adding(nanoseconds: 1)]
    let range = TimeSpan(start: start, end: start.adding(minutes: 13))
    #expect(coverage(times, range) == CandleCoverage(expected: 3, present: 3))
    #expect(coverage(odd, range) == CandleCoverage(expected: 3, present: 0))
  }

  @Test func `counts the minutes that begin in the stretch`() throws {
    let start = try instant("2026-01-14T12:00:30")
    let range = TimeSpan(start: start, end: try instant("2026-01-14T12:02:00.001"))
    #expect(coverage([], range).expected == 2)
  }

  @Test func `counts bars where they are longer, and an instrument's own hours`() throws {
    let day = TimeSpan(start: try instant("2026-01-14"), end: try instant("2026-01-15"))
    #expect(coverage([], day, .h1).expected == 23)
    #expect(coverage([], day).expected == 1_430)
    let home = try #require(TradingSessions.home(of: "USD_JPY"))
    let own = CandleCoverage(
      times: [], hours: SessionCalendar.standard.openSpans(of: home, in: day), granularity: .m1)
    #expect(own.expected == 9 * 60 + 8 * 60 + 55)
  }
}
