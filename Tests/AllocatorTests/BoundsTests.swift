import Configuration
import Evaluator
import Events
import Market
import PaperRun
import Strategy
import Testing
import Turns

@testable import Allocator

@Suite struct `The allocator's state at its bounds` {
  private let names = [
    "EUR_USD", "USD_JPY", "GBP_USD", "EUR_JPY", "USD_CAD", "NZD_USD", "AUD_USD", "USD_CHF",
  ]

  /// Eight instruments with 4,096 trades and 720 summaries each, and thirty days of minutes.
  private func full() throws -> AllocatorReducer {
    let run = try AllocatorRun(names, bar: .m1)
    var allocator = run.allocator
    for index in allocator.instruments.indices { try fill(&allocator.instruments[index].shadow) }
    return allocator
  }

  private func fill(_ shadow: inout Shadow?) throws {
    let minute = 60 * nanosecondsPerSecond
    let end = PaperRun.wednesday
    var trades: [StrictTrade] = []
    for number in 0..<Int64(TradeWindow.mostTrades) {
      let entry = end.adding(nanoseconds: (number * 10 - 41_000) * minute)
      let exit = entry.adding(nanoseconds: 7 * minute)
      let profit = Double(number % 7 - 3) / 3_000_000
      trades.append(StrictTrade(entryAt: entry, exitAt: exit, profitFraction: profit))
    }
    let window = try #require(TradeWindow(at: end, trades: trades))
    #expect(window.trades.count == TradeWindow.mostTrades)
    shadow?.window = window
    var figures: [SummaryFigures] = []
    for hour in 0..<SummaryHistory.mostEntries {
      let part = Double(hour) / 7
      figures.append(SummaryFigures(trades: 4_000, calmar: part, profitTotal: part))
    }
    let history = try #require(shadow?.history)
    shadow?.history = SummaryHistory(
      limits: history.limits, parameters: history.parameters, newestHour: 491_000, entries: figures)
    for minutes in stride(from: Int64(43_200), to: 0, by: -1) {
      shadow?.coverage.record(openAt: end.adding(nanoseconds: -minutes * minute))
    }
    shadow?.begunAt = end.adding(nanoseconds: -43_200 * minute)
  }

  @Test func `is under two mebibytes, and is read back as it was`() throws {
    let allocator = try full()
    let section = SnapshotSection(
      name: "AllocatorActor", version: AllocatorReducer.stateVersion, of: allocator)
    print("AllocatorActor at its bound: \(section.bytes.count) of 2,097,152 bytes")
    #expect(section.bytes.count < 1 << 20)
    let read = try section.read(into: AllocatorReducer())
    let again = SnapshotSection(
      name: "AllocatorActor", version: AllocatorReducer.stateVersion, of: read)
    #expect(again == section)
  }

  @Test func `gives a summary of 4,096 trades and none of one more`() throws {
    var allocator = try full()
    let end = PaperRun.wednesday
    let id = InstrumentID(0)
    #expect(allocator.shadow(of: id, at: end)?.summary?.trades == TradeWindow.mostTrades)
    let later = end.adding(nanoseconds: 60 * nanosecondsPerSecond)
    let trade = StrictTrade(entryAt: end, exitAt: later, profitFraction: 0.001)
    #expect(allocator.instruments[0].shadow?.window.record(trade) == true)
    let view = try #require(allocator.shadow(of: id, at: later))
    #expect(view.summary == nil && view.isReady)
    let finding = allocator.instruments[0].shadow?.finding(at: later, leastCoverage: 0.9)
    #expect(finding?.reading == .missing(.tooManyTrades))
  }
}

@Suite struct `A shadow` {
  @Test(arguments: [1, 2, 3])
  func `keeps a summary that equals one recomputed from all its trades`(seed: UInt64) throws {
    print("seed \(seed)")
    var run = try AllocatorRun(["EUR_USD", "GBP_USD"], pastDays: 40 + Int64(seed))
    var trades: [StrictTrade] = []
    var number: UInt64 = 0
    for _ in 0..<3 {
      try run.bars(100)
      let shadow = try #require(run.allocator.instruments[0].shadow)
      let now = run.now
      let kept = shadow.finding(at: now, leastCoverage: 0).summary
      let start = now.adding(nanoseconds: -TradeWindow.defaultNanoseconds)
      // What the window keeps, summed up anew.
      #expect(kept == Summary(of: shadow.window.trades, from: start, to: now))
      if let newest = run.allocator.newestTrade(of: InstrumentID(0)), newest.number > number {
        number = newest.number
        trades.append(newest.trade.strict)
      }
    }
    #expect(number > 100 && !trades.isEmpty)
  }

  @Test func `steps without metrics at the next candle when none came`() throws {
    let rules = HarnessRules(
      parameters: try #require(ParameterSet(TradingSettings())), home: .london)
    var shadow = Shadow(rules: rules, floors: FloorLimits(), historyCapacity: 720)
    let price = Price(micros: 1_100_000)
    var openAt = PaperRun.wednesday
    for minute in 0..<3 {
      shadow.receive(
        HarnessCandle(openAt: openAt, open: price, high: price, low: price, close: price))
      #expect(shadow.held?.openAt == openAt)
      #expect(shadow.harness.state.window.closes.count == minute)
      openAt = openAt.adding(nanoseconds: 60 * nanosecondsPerSecond)
    }
    let metrics = MetricSnapshot(
      asOf: openAt, isReady: true, coherence: 0.5, stability: 0.5, rupture: 0.1, entropy: 0.5,
      hazard: nil)
    // Those of a candle that is not held are not taken.
    shadow.receive(metrics, ofCandleAt: openAt)
    #expect(shadow.harness.state.snapshot == nil)
    shadow.receive(metrics, ofCandleAt: openAt.adding(nanoseconds: -60 * nanosecondsPerSecond))
    #expect(shadow.harness.state.snapshot == metrics && shadow.held == nil)
    #expect(shadow.harness.state.window.closes.count == 3)
  }
}
