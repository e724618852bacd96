import Evaluator
import Market
import Numerics
import Testing

@Suite struct `Coverage` {
  /// Monday 2026-01-12, 00:00 UTC; winter everywhere that matters.
  private let monday = Timestamp(nanoseconds: 1_768_176_000 * nanosecondsPerSecond)
  private let home: TradingSessions = [.london, .newYork]

  @Test func `is full when no hole is wider than 300 s, and loses a wider one as a whole`() {
    // From the open of London, 08:00: 120 minutes.
    let open = monday.adding(seconds: 8 * 3_600)
    func counts(missing: Range<Int64>) -> CandleCoverage {
      var coverage = made(at: open, days: 1)
      for minute in Int64(0)..<120 where !missing.contains(minute) {
        coverage.record(openAt: open.adding(seconds: minute * 60))
      }
      return coverage.coverage(at: open.adding(seconds: 7_200))
    }
    // The day before was a Sunday without a session of this instrument.
    #expect(counts(missing: 0..<0) == CandleCoverage(expected: 120, present: 120))
    #expect(counts(missing: 30..<35) == CandleCoverage(expected: 120, present: 120))
    #expect(counts(missing: 30..<36) == CandleCoverage(expected: 120, present: 114))
    #expect(counts(missing: 115..<120) == CandleCoverage(expected: 120, present: 120))
    #expect(counts(missing: 114..<120) == CandleCoverage(expected: 120, present: 114))
    #expect(counts(missing: 0..<120).share == 0)
  }

  @Test func `counts five bars of a longer granularity as a hole that is present`() {
    let open = monday.adding(seconds: 8 * 3_600)
    for (gap, present) in [(5, 24), (6, 18)] {
      var coverage = made(at: open, granularity: .m5, days: 1)
      for bar in Int64(0)..<24 where bar < 3 || bar >= 3 + Int64(gap) {
        coverage.record(openAt: open.adding(seconds: bar * 300))
      }
      let counts = coverage.coverage(at: open.adding(seconds: 7_200))
      #expect(counts == CandleCoverage(expected: 24, present: Int64(present)))
    }
  }

  @Test func `does not miss what a closed session leaves out`() {
    var coverage = made(at: monday, days: 7)
    for span in SessionCalendar.standard.openSpans(
      of: home, in: TimeSpan(start: monday, end: monday.adding(days: 7)))
    {
      var at = span.start
      while at < span.end {
        coverage.record(openAt: at)
        at = at.adding(seconds: 60)
      }
    }
    // The weekend passes without a candle.
    let counts = coverage.coverage(at: monday.adding(days: 7))
    #expect(counts.share == 1)
    #expect(counts.expected == 5 * (21 * 60 + 55 - 8 * 60))
  }

  @Test func `refuses a candle that is late, twice there or not on a bar`() {
    var coverage = made(at: monday, days: 1)
    let at = monday.adding(seconds: 9 * 3_600)
    let taken1 = coverage.record(openAt: at)
    #expect(taken1)
    let taken2 = coverage.record(openAt: at)
    #expect(!taken2)
    let taken3 = coverage.record(openAt: at.adding(seconds: -60))
    #expect(!taken3)
    let taken4 = coverage.record(openAt: at.adding(seconds: 61))
    #expect(!taken4)
    _ = coverage.coverage(at: at.adding(days: 2))
    let taken5 = coverage.record(openAt: at.adding(seconds: 60))
    #expect(!taken5)
  }

  @Test(arguments: UInt64(1)...6)
  func `kept step by step equals the one counted from all candles`(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    let granularity: Granularity = seed % 2 == 0 ? .m5 : .m15
    let bar = granularity.seconds
    let days: Int64 = granularity == .m15 ? 8 : 3
    var coverage = made(at: monday, granularity: granularity, days: days)
    var candles: [Int64] = []
    var at = monday
    var now = monday
    var late = 0
    let waits: [UInt64] = [1, 1, 3, 3, 60, 60, 200, 900]
    for step in 0..<300 {
      let skips: [UInt64] = [1, 1, 1, 4, 9, 60, step % 97 == 0 ? 1_500 : 2]
      at = at.adding(
        seconds: bar * Int64(1 + random.next(below: skips[Int(random.next(below: 7))])))
      if coverage.record(openAt: at) { candles.append(at.nanoseconds / granularity.nanoseconds) }
      // Asked now and then, sometimes long after.
      guard random.next(below: 3) == 0 else { continue }
      let wait = Int64(random.next(below: waits[Int(random.next(below: 8))]))
      // Time never goes back: after a long wait, candles come late for a while.
      late += now > at.adding(seconds: bar) ? 1 : 0
      now = max(now, at.adding(seconds: bar * (1 + wait)))
      let expected = recounted(candles, granularity, days: days, at: now)
      let counts = coverage.coverage(at: now)
      // From here on with what an archive has of it.
      let state = coverage.state
      coverage = try #require(
        SessionCoverage(
          calendar: .standard, home: home, granularity: granularity, days: days, state: state))
      #expect(coverage.state == state)
      try #require(counts == expected, "seed \(seed), step \(step)")
    }
    #expect(late > 10 && candles.count > 100)
  }

  @Test func `refuses an archive that cannot be one`() {
    let state = made(at: monday, days: 1).state
    func isTaken(_ change: (inout CoverageState) -> Void) -> Bool {
      var changed = state
      change(&changed)
      return SessionCoverage(
        calendar: .standard, home: home, granularity: .m1, days: 1, state: changed) != nil
    }
    #expect(isTaken { _ in })
    #expect(!isTaken { $0.first = $0.next + 1 })
    #expect(!isTaken { $0.next = $0.first + 1_441 })
    #expect(!isTaken { $0.run = -1 })
    #expect(!isTaken { $0.present = 1 })
    #expect(!isTaken { $0.openWords = [] })
    #expect(!isTaken { $0.presentWords.append(0) })
  }

  private func made(
    at now: Timestamp, granularity: Granularity = .m1, days: Int64
  ) -> SessionCoverage {
    SessionCoverage(
      calendar: .standard, home: home, granularity: granularity, at: now, days: days)
  }

  /// By the words of the rule: open bars one after the other, from a day before the window.
  private func recounted(
    _ candles: [Int64], _ granularity: Granularity, days: Int64, at now: Timestamp
  ) -> CandleCoverage {
    let bar = granularity.nanoseconds
    let there = Set(candles)
    let end = now.nanoseconds / bar
    let first = end - days * 86_400 * nanosecondsPerSecond / bar
    let from = Timestamp(nanoseconds: (first - 86_400 * nanosecondsPerSecond / bar) * bar)
    var counts = CandleCoverage(expected: 0, present: 0)
    for span in SessionCalendar.standard.openSpans(
      of: home, in: TimeSpan(start: from, end: Timestamp(nanoseconds: end * bar)))
    {
      let bars = Array(
        (span.start.nanoseconds + bar - 1) / bar..<(span.end.nanoseconds + bar - 1) / bar)
      for (place, number) in bars.enumerated() where number >= first {
        counts.expected += 1
        var before = place
        while before >= 0, !there.contains(bars[before]) { before -= 1 }
        var after = place
        while after < bars.count, !there.contains(bars[after]) { after += 1 }
        if after - before - 1 <= 5 { counts.present += 1 }
      }
    }
    return counts
  }
}
