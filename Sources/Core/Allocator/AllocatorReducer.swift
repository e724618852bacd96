import Configuration
import Evaluator
public import Events
public import Market
import Strategy

/// Decides which instruments deserve capital: a shadow of each says whether its gate opens, and the best
/// that are open share the weights.
///
///     candle, then its metrics ─▶ the instrument's shadow takes a step; nothing is emitted
///     timer evaluate ───────────▶ emits gates-published for all instruments
///     timer allocate ───────────▶ emits allocation-published or allocation-held
///     timer summary ────────────▶ emits summary-computed of one instrument
///     gates-published ──────────▶ its own: gates, counters and cooldowns are taken from it
///     allocation-published ─────▶ its own: weights in force, and that this is no first boot
///     summary-computed ─────────▶ its own: enters the history that floors follow from
///
/// Nothing is armed before the first candle that is not priming. Without applied settings nothing is emitted.
/// It takes no quotes. Source: trading-system.md, sections 5 and 6.
public struct AllocatorReducer: Reducer {
  var settingsText = ""
  var isConfigured = false
  var rules = AllocatorRules.standard
  /// As the newest opening says.
  var barSeconds: Int64 = 60
  var buildsCandles = true
  var instruments: [AllocatorInstrument] = []
  /// Traded instruments that are listed, in the order of `INSTRUMENTS`.
  var universe: [Int] = []
  /// Whether the timers of the rounds are armed.
  var isArmed = false
  /// The newest gates; 0 and nil while there are none.
  var gatesSequence: UInt64 = 0
  var gatesAt: Timestamp?
  /// When the weights in force were published; nil: there are none.
  var weightsAt: Timestamp?
  /// Whether weights were ever published on gates in this journal.
  var hasPublished = false

  public static var stateVersion: UInt16 { 2 }

  public init() {}

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .candleReceived(let candle): take(candle, at: event.at, into: &outbox)
    case .candleClosed(let candle):
      enter(candle.instrument, HarnessCandle(candle), candle.barSeconds)
      arm(at: event.at, into: &outbox)
    case .metricsComputed(let place): note(outbox[place], event.sequence)
    case .gatesPublished(let place): take(outbox[place], outbox.arena, event.sequence, event.at)
    case .allocationPublished(let place): take(outbox[place], outbox.arena, event.at)
    case .summaryComputed(let place): take(outbox[place], outbox.arena)
    // These arm nothing: before the first price the time of a run from files is not known.
    case .instrumentDisabled(let change): mark(change.instrument, isDisabled: true)
    case .instrumentEnabled(let change): mark(change.instrument, isDisabled: false)
    case .runStarted(let place):
      barSeconds = outbox[place].barSeconds
      buildsCandles = outbox[place].candleSource == .ticks
    case .instrumentListed(let listing): list(listing, outbox.arena)
    case .configurationApplied(let place):
      adopt(TradingSettings(outbox[place], arena: outbox.arena))
    default: return
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    guard isConfigured else { return }
    switch timer {
    case .evaluate:
      armRound(.evaluate, every: rules.evaluationInterval, at: at, into: &outbox)
      if isMarketOpen(at: RoundSchedule.base(of: at)) { evaluate(at: at, into: &outbox) }
    case .allocate:
      armRound(.allocate, every: rules.allocationInterval, at: at, into: &outbox)
      if isMarketOpen(at: RoundSchedule.base(of: at)) { allocate(at: at, into: &outbox) }
    case .summary:
      guard universe.contains(instrument.index) else { return }
      armSummary(of: instrument.index, at: at, into: &outbox)
      summarize(instrument.index, at: at, into: &outbox)
    default: return
    }
  }

  // MARK: What is listed and applied

  private mutating func list(_ listing: InstrumentListed, _ arena: borrowing ByteBuffer) {
    guard listing.instrument.index == instruments.count else { return }
    let name = String(decoding: arena[listing.name], as: UTF8.self)
    var row = AllocatorInstrument(Instrument(name: name, digits: Int(listing.digits)))
    if isConfigured { row.adopt(rules) }
    instruments.append(row)
    gather()
  }

  private mutating func adopt(_ settings: TradingSettings) {
    settingsText = settings.canonicalText
    rules = AllocatorRules(settings, bar: bar(of: settings))
    isConfigured = true
    for index in instruments.indices { instruments[index].adopt(rules) }
    gather()
  }

  /// The bar of the opening; candles of another length are not taken, so an unknown one leaves every shadow
  /// behind.
  func bar(of settings: TradingSettings) -> Granularity {
    Granularity(seconds: barSeconds) ?? settings.candleGranularity
  }

  /// Works out the universe. The timers are armed anew for it.
  mutating func gather() {
    let rows = instruments
    universe = rows.indices.filter { rows[$0].place != nil }
    universe.sort { (rows[$0].place ?? 0) < (rows[$1].place ?? 0) }
    isArmed = false
  }

  private mutating func mark(_ instrument: InstrumentID, isDisabled: Bool) {
    guard instrument.index < instruments.count else { return }
    instruments[instrument.index].isDisabled = isDisabled
  }

  // MARK: Candles and metrics

  private mutating func take(
    _ candle: CandleReceived, at now: Timestamp, into outbox: inout Outbox
  ) {
    let isPriming = candle.priming ?? false
    if isPriming || !buildsCandles {
      if let bar = HarnessCandle(candle) { enter(candle.instrument, bar, candle.barSeconds) }
    } else {
      count(candle)
    }
    if !isPriming { arm(at: now, into: &outbox) }
  }

  private mutating func enter(
    _ instrument: InstrumentID, _ candle: HarnessCandle, _ barSeconds: Int64
  ) {
    let index = instrument.index
    guard index < instruments.count, barSeconds == rules.bar.seconds else { return }
    instruments[index].shadow?.receive(candle)
  }

  /// A candle of the other source than the run's counts as coverage only.
  private mutating func count(_ candle: CandleReceived) {
    let index = candle.instrument.index
    guard index < instruments.count, candle.barSeconds == rules.bar.seconds else { return }
    instruments[index].shadow?.count(candleAt: candle.openAt)
  }

  private mutating func note(_ metrics: MetricsComputed, _ sequence: UInt64) {
    let index = metrics.instrument.index
    guard index < instruments.count, instruments[index].place != nil else { return }
    let snapshot = MetricSnapshot(
      asOf: metrics.asOf, isReady: metrics.ready, coherence: metrics.coherence,
      stability: metrics.stability, rupture: metrics.ruptureDefined ? metrics.rupture : nil,
      entropy: metrics.entropy, hazard: metrics.lambdaHazard)
    instruments[index].metrics = snapshot
    instruments[index].metricsSequence = sequence
    instruments[index].shadow?.receive(snapshot, ofCandleAt: metrics.openAt)
  }
}

extension HarnessCandle {
  /// nil: a price is missing.
  fileprivate init?(_ candle: CandleReceived) {
    guard let open = candle.open, let high = candle.high, let low = candle.low,
      let close = candle.close
    else { return nil }
    self.init(
      openAt: candle.openAt, open: open, high: high, low: low, close: close,
      openQuote: RecordedQuote(candle.openBid, candle.openAsk),
      closeQuote: RecordedQuote(candle.closeBid, candle.closeAsk))
  }

  fileprivate init(_ candle: CandleClosed) {
    self.init(
      openAt: candle.openAt, open: candle.open, high: candle.high, low: candle.low,
      close: candle.close, openQuote: RecordedQuote(candle.openBid, candle.openAsk),
      closeQuote: RecordedQuote(candle.closeBid, candle.closeAsk))
  }
}

extension RecordedQuote {
  /// nil: a side was not recorded.
  fileprivate init?(_ bid: Price?, _ ask: Price?) {
    guard let bid, let ask else { return nil }
    self.init(bid: bid, ask: ask)
  }
}
