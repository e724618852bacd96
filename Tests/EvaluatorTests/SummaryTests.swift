import Evaluator
import Market
import Numerics
import Testing

@Suite struct `A strict summary` {
  @Test func `leaves out the trade of forty days ago in the example of section 5.1`() {
    let trades = [
      trade(daysAgo: 20, 0.01), trade(daysAgo: 10, -0.02), trade(daysAgo: 5, 0.015),
      trade(daysAgo: 40, 0.5),
    ]
    let summary = Summary(of: trades, from: noon.adding(days: -30), to: noon)
    #expect(summary.trades == 3)
    #expect(isClose(summary.winRate, 2.0 / 3))
    #expect(isClose(summary.profitTotal, 0.005))
    #expect(isClose(summary.maxDrawdown, 0.02 / 1.01))
    #expect(isClose(summary.calmar, 0.2525))
  }

  @Test func `counts a trade at both ends of the window and none beyond them`() {
    var window = TradeWindow(at: noon.adding(days: -40))
    let first = StrictTrade(
      entryAt: noon.adding(days: -30), exitAt: noon, profitFraction: 0.01)
    let taken1 = window.record(first)
    #expect(taken1)
    window.advance(to: noon.adding(nanoseconds: -1))
    #expect(window.summary?.trades == 0)
    window.advance(to: noon)
    #expect(window.summary?.trades == 1)
    window.advance(to: noon.adding(nanoseconds: 1))
    #expect(window.summary?.trades == 0)
  }

  @Test func `refuses a trade that is out of order and changes nothing`() {
    var window = TradeWindow(at: noon)
    let taken2 = window.record(trade(daysAgo: 2, 0.01))
    #expect(taken2)
    let before = window
    let taken3 = window.record(trade(daysAgo: 3, 0.01))
    #expect(!taken3)
    let taken4 = window.record(trade(daysAgo: 1, .nan))
    #expect(!taken4)
    let taken5 = window.record(
      StrictTrade(entryAt: noon, exitAt: noon.adding(seconds: -1), profitFraction: 0))
    #expect(!taken5)
    #expect(window == before)
    #expect(
      TradeWindow(at: noon, trades: [trade(daysAgo: 1, 0), trade(daysAgo: 2, 0)]) == nil)
  }

  @Test func `is missing with more trades than are kept, until they would have left`() {
    var window = TradeWindow(at: noon)
    for number in 0..<Int64(TradeWindow.mostTrades) {
      let at = noon.adding(seconds: number)
      window.advance(to: at)
      let taken6 = window.record(StrictTrade(entryAt: at, exitAt: at, profitFraction: 0.0001))
      #expect(taken6)
    }
    #expect(window.summary?.trades == TradeWindow.mostTrades)
    let next = noon.adding(seconds: Int64(TradeWindow.mostTrades))
    window.advance(to: next)
    let taken7 = window.record(StrictTrade(entryAt: next, exitAt: next, profitFraction: 0.0001))
    #expect(taken7)
    #expect(window.summary == nil)
    #expect(window.trades.count == TradeWindow.mostTrades)
    let full = CandleCoverage(expected: 1, present: 1)
    #expect(
      SummaryReading(of: window, hasParameters: true, hasCaughtUp: true, coverage: full)
        == .missing(.tooManyTrades))
    #expect(SummaryAbsence.tooManyTrades.name == "too_many_trades")
    let restored = TradeWindow(
      at: window.now, trades: window.trades, forgottenEntryAt: window.forgottenEntryAt)
    #expect(restored == window)
    #expect(restored?.summary == nil)
    window.advance(to: noon.adding(days: 30))
    #expect(window.summary == nil)
    window.advance(to: noon.adding(days: 30).adding(nanoseconds: 1))
    #expect(window.summary?.trades == TradeWindow.mostTrades)
  }

  @Test func `is missing for the first reason that applies`() {
    let window = TradeWindow(at: noon)
    func reading(_ parameters: Bool, _ caughtUp: Bool, _ present: Int64) -> SummaryReading {
      SummaryReading(
        of: window, hasParameters: parameters, hasCaughtUp: caughtUp,
        coverage: CandleCoverage(expected: 10, present: present))
    }
    #expect(reading(false, false, 0) == .missing(.parametersMissing))
    #expect(reading(true, false, 0) == .missing(.notCaughtUp))
    #expect(reading(true, true, 8) == .missing(.coverageLow))
    #expect(
      reading(true, true, 9)
        == .known(SummaryFigures(trades: 0, calmar: 0, profitTotal: 0)))
    let unknown = CandleCoverage(expected: 0, present: 0)
    #expect(
      SummaryReading(of: window, hasParameters: true, hasCaughtUp: true, coverage: unknown)
        == .missing(.coverageLow))
  }

  @Test(arguments: UInt64(1)...12)
  func `kept step by step equals the one of all trades, bit by bit`(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var window = TradeWindow(at: noon)
    var all: [StrictTrade] = []
    var now = noon
    var entry = noon
    var exit = noon
    var mostSeen = 0
    var drops = 0
    var before = 0
    for _ in 0..<1_500 {
      // Ties now and then, short steps mostly, at times a gap of days.
      let steps: [UInt64] = [1, 3_600, 20_000, 40_000, 900_000]
      now = now.adding(seconds: Int64(random.next(below: steps[Int(random.next(below: 5))])))
      window.advance(to: now)
      if random.next(below: 4) > 0 {
        entry = max(entry, now.adding(seconds: -Int64(random.next(below: 200_000))))
        exit = max(exit, entry, now.adding(seconds: Int64(random.next(below: 3)) * 600 - 600))
        let trade = StrictTrade(
          entryAt: entry, exitAt: exit,
          profitFraction: (Double(random.next(below: 2_001)) - 1_000) / 77_777)
        let taken8 = window.record(trade)
        #expect(taken8)
        all.append(trade)
      }
      let recomputed = Summary(of: all, from: now.adding(days: -30), to: now)
      try #require(window.summary == recomputed, "seed \(seed), \(now.nanoseconds)")
      mostSeen = max(mostSeen, recomputed.trades)
      if recomputed.trades < before { drops += 1 }
      before = recomputed.trades
    }
    // The series must have had what it is about.
    #expect(mostSeen > 5 && drops > 20)
    #expect(TradeWindow(at: now, trades: window.trades) == window)
    #expect(TradeWindow(at: now, trades: window.trades)?.summary == window.summary)
  }

  private func trade(daysAgo: Int64, _ profit: Double) -> StrictTrade {
    let entry = noon.adding(days: -daysAgo)
    return StrictTrade(
      entryAt: entry, exitAt: entry.adding(seconds: 3_600), profitFraction: profit)
  }
}
