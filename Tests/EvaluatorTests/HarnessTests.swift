import Evaluator
import Market
import Strategy
import Testing

@Suite struct `The harness` {
  /// Wednesday 2026-01-14, 13:30 UTC: London and New York are open.
  private let open = Timestamp(nanoseconds: 1_768_397_400 * nanosecondsPerSecond)

  @Test func `fills at the next open and never on the candle of the decision`() throws {
    var run = try Run(open)
    run.rise(13)
    #expect(run.steps.last?.decision == .entry(.long))
    #expect(run.harness.side == .flat)
    run.rise(1)
    #expect(run.harness.side == .long)
    let position = try #require(run.harness.state.position)
    #expect(position.entryAt == run.candles[13].openAt)
    // h = 1.0 ÷ 2 + 0.2 bps.
    #expect(isClose(position.entryPrice, Double(run.candles[13].open.micros) / 1e6 * 1.00007))
  }

  @Test func `buys at a recorded ask and sells at a recorded bid`() throws {
    var run = try Run(open)
    run.halfSpread = 150
    run.rise(14)
    let ask = Double(run.candles[13].open.micros + 150) / 1e6
    #expect(isClose(run.harness.state.position?.entryPrice, ask * 1.00002))
    run.crash(to: 1_090_000, low: 1_089_000)
    run.crash(to: 1_090_000, low: 1_089_000)
    let trade = try #require(run.steps.last?.trade)
    let bid = Double(run.candles[15].open.micros - 150) / 1e6
    #expect(isClose(trade.exitPrice, bid * 0.99998))
  }

  @Test func `expires an entry after more than a bar, on longer bars too`() throws {
    for bar in [Granularity.m1, .m5] {
      var late = try Run(open, bar: bar)
      late.rise(13)
      let before = late.harness.state.history.entryBeforeAt
      late.skip(bars: 2)
      late.rise(1)
      #expect(late.steps.last?.expired == .long)
      #expect(late.harness.state.history.entryBeforeAt == before)
      var inTime = try Run(open, bar: bar)
      inTime.rise(13)
      // Exactly one bar late.
      inTime.skip(bars: 1)
      inTime.rise(1)
      #expect(inTime.steps.last?.expired == nil)
      #expect(inTime.harness.side == .long)
    }
  }

  @Test func `is stopped within the candle, also the candle of its fill, and rests after it`()
    throws
  {
    var run = try Run(open)
    run.rise(13)
    run.crash(to: 1_080_000, low: 1_079_000)
    let step = try #require(run.steps.last)
    let trade = try #require(step.trade)
    #expect(trade.exit == .disasterStop)
    #expect(trade.entryAt == run.candles[13].openAt)
    #expect(trade.exitAt == run.candles[13].openAt.adding(seconds: 60))
    #expect(isClose(trade.exitPrice, trade.entryPrice * 0.985))
    #expect(isClose(trade.profitFraction, -0.015))
    #expect(step.decision == nil)
  }

  @Test func `is stopped at the open when that lies beyond the stop`() throws {
    var run = try Run(open)
    run.rise(14)
    run.price = 1_050_000
    run.crash(to: 1_050_000, low: 1_050_000)
    let trade = try #require(run.steps.last?.trade)
    #expect(trade.exit == .disasterStop)
    #expect(isClose(trade.exitPrice, 1.05 * 0.99993))
  }

  @Test func `ignores a candle that is not newer and one with a price that is none`() throws {
    var run = try Run(open)
    run.rise(5)
    let before = run.harness
    let again = run.harness.step(run.candles[4])
    #expect(again.isIgnored)
    var broken = run.candles[4]
    broken.openAt = broken.openAt.adding(seconds: 60)
    broken.low = Price(micros: 0)
    let refused = run.harness.step(broken)
    #expect(refused.isIgnored)
    #expect(run.harness == before)
  }

  @Test func `goes on from its state as if it had never stopped`() throws {
    var run = try Run(open)
    run.rise(16)
    var resumed = run
    resumed.harness = Harness(rules: run.harness.rules, state: run.harness.state)
    for _ in 0..<20 {
      run.crash(to: run.price - 300, low: run.price - 400)
      resumed.crash(to: resumed.price - 300, low: resumed.price - 400)
    }
    #expect(run.steps == resumed.steps)
    #expect(run.harness.state == resumed.harness.state)
    #expect(run.steps.contains { $0.trade?.exit == .slopeReversal })
  }
}

/// A harness with good metrics and the candles it was given.
private struct Run {
  var harness: Harness
  var candles: [HarnessCandle] = []
  var steps: [HarnessStep] = []
  /// Millionths.
  var price: Int64 = 1_100_000
  /// Millionths; 0: quotes are not recorded.
  var halfSpread: Int64 = 0
  private var at: Timestamp

  init(_ open: Timestamp, bar: Granularity = .m1) throws {
    let parameters = try #require(
      ParameterSet(
        leastCoherence: 0.2, look: 12, thresholdBasisPoints: 2, entryCooldownSeconds: 60,
        exitCooldownSeconds: 60))
    harness = Harness(
      rules: HarnessRules(parameters: parameters, bar: bar, home: [.london, .newYork]))
    at = open
  }

  mutating func rise(_ count: Int) {
    for _ in 0..<count { step(close: price + 100, low: price) }
  }

  mutating func crash(to close: Int64, low: Int64) { step(close: close, low: low) }

  mutating func skip(bars: Int64) {
    at = at.adding(nanoseconds: bars * harness.rules.bar.nanoseconds)
  }

  private mutating func step(close: Int64, low: Int64) {
    var candle = HarnessCandle(
      openAt: at, open: Price(micros: price), high: Price(micros: max(price, close)),
      low: Price(micros: low), close: Price(micros: close))
    if halfSpread > 0 {
      candle.openQuote = quote(price)
      candle.closeQuote = quote(close)
    }
    at = at.adding(nanoseconds: harness.rules.bar.nanoseconds)
    price = close
    harness.record(
      MetricSnapshot(
        asOf: at, isReady: true, coherence: 0.6, stability: 0.6, rupture: 0.1, entropy: 0.5,
        hazard: nil))
    candles.append(candle)
    steps.append(harness.step(candle))
  }

  private func quote(_ mid: Int64) -> RecordedQuote {
    RecordedQuote(bid: Price(micros: mid - halfSpread), ask: Price(micros: mid + halfSpread))
  }
}
