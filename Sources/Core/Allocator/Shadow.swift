import Evaluator
import Market
import Strategy

/// The strategy run beside the market for one instrument: no orders, unlimited capital.
///
///     candle ────────────────────▶ is held until its metrics come
///     metrics of the held candle ▶ the harness takes a step; a trade that ended enters the window
///     next candle, none came ────▶ the step is taken without them
///
/// A pure fold of candles and metrics: rounds look at it and change nothing. Source: trading-system.md,
/// sections 5.1 and 12.
struct Shadow: Sendable {
  var harness: Harness
  var window = TradeWindow(at: .zero)
  var coverage: SessionCoverage
  var history: SummaryHistory
  /// The candle whose metrics have not come yet.
  var held: HarnessCandle?
  /// The open of the first candle under these rules; nil: none yet.
  var begunAt: Timestamp?
  /// The coverage as the newest round left it, while no candle has come for a day: so that each round looks
  /// only at what is new. It follows from `coverage` and the time, and is no part of the state.
  private var ahead: SessionCoverage?
  /// The newest trade and how many there were since the reducer was made, for whoever collects them. No part
  /// of the state.
  private(set) var newestTrade: Trade?
  private(set) var tradesSeen: UInt64 = 0
  let key: String

  init(rules: HarnessRules, floors: FloorLimits, historyCapacity: Int) {
    harness = Harness(rules: rules)
    coverage = SessionCoverage(
      calendar: rules.calendar, home: rules.home, granularity: rules.bar, at: .zero)
    history = SummaryHistory(
      limits: floors, capacity: historyCapacity, parameters: rules.parameters)
    key = rules.parameters.key
  }

  var rules: HarnessRules { harness.rules }

  /// Takes in a candle of the run's own source.
  mutating func receive(_ candle: HarnessCandle) {
    settle()
    guard candle.openAt.nanoseconds % rules.bar.nanoseconds == 0 else { return }
    count(candleAt: candle.openAt)
    if begunAt == nil { begunAt = candle.openAt }
    held = candle
  }

  /// Counts a candle for the coverage, whoever built it.
  mutating func count(candleAt openAt: Timestamp) {
    ahead = nil
    coverage.record(openAt: openAt)
  }

  /// Takes in metrics; those of another candle than the held one are not of this shadow's candles.
  mutating func receive(_ metrics: MetricSnapshot, ofCandleAt openAt: Timestamp) {
    guard held?.openAt == openAt else { return }
    harness.record(metrics)
    settle()
  }

  /// Takes the step of the held candle.
  private mutating func settle() {
    guard let candle = held else { return }
    held = nil
    let step = harness.step(candle)
    window.advance(to: candle.openAt.adding(nanoseconds: rules.bar.nanoseconds))
    guard let trade = step.trade else { return }
    newestTrade = trade
    tradesSeen += 1
    // The harness ends trades in order, and at finite prices above zero.
    let isTaken = window.record(trade.strict)
    precondition(isTaken, "the trades of a harness come in order")
  }

  /// What the thirty days before an instant came to.
  ///
  /// - Parameter now: Not before the close of the newest candle.
  func finding(at now: Timestamp, leastCoverage: Double) -> ShadowFinding {
    // Without a candle there is nothing to look through.
    guard begunAt != nil else {
      return ShadowFinding(reading: .missing(.notCaughtUp), summary: nil, coverage: 0)
    }
    var window = window
    window.advance(to: now)
    var coverage = ahead ?? coverage
    let counts = coverage.coverage(at: now)
    let start = now.adding(nanoseconds: -window.nanoseconds)
    let reading = SummaryReading(
      of: window, hasParameters: true, hasCaughtUp: begunAt.map { $0 <= start } ?? false,
      coverage: counts, leastCoverage: leastCoverage)
    guard case .known = reading else {
      return ShadowFinding(reading: reading, summary: nil, coverage: counts.share)
    }
    return ShadowFinding(reading: reading, summary: window.summary, coverage: counts.share)
  }
}

extension Shadow {
  /// Remembers how far a round has looked, once no candle has come for a day.
  mutating func lookAhead(to now: Timestamp) {
    guard let newest = harness.state.newestOpenAt,
      now.nanoseconds - newest.nanoseconds > 86_400 * nanosecondsPerSecond
    else { return }
    var coverage = ahead ?? coverage
    _ = coverage.coverage(at: now)
    ahead = coverage
  }
}

/// What a round finds in a shadow.
struct ShadowFinding {
  var reading: SummaryReading
  /// nil: `reading` says why.
  var summary: Summary?
  /// nil: no bar of the thirty days was open.
  var coverage: Double?

  /// That of an instrument without parameters.
  static let none = ShadowFinding(
    reading: .missing(.parametersMissing), summary: nil, coverage: nil)
}
