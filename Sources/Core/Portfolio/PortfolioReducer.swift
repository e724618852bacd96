import Configuration
public import Events
import Ledger
public import Market
import Risk
import Strategy

/// Decides orders: gates and limits before them, lots and the kill switch behind them.
///
///     operator.*-requested ──▶ emits order-requested, order-refused, or the fact that was asked for
///     broker.order-* ────────▶ moves the order along its life; a fill moves lots
///     broker.account-observed▶ margin gate, loss limits, kill switch
///     session edge ──────────▶ emits session-changed
///     a candle ──────────────▶ emits exit-proposed for a position that a rule wants closed
///     metrics-computed ──────▶ emits entry-proposed or entry-refused for a flat instrument
///     gates, weights ────────▶ move what the strategy may want; steps follow (`Strategy/`)
///     unknown outcome ───────▶ emits order-lookup-requested until it is settled
///
/// A quote costs no event. Without applied settings nothing is emitted.
/// Source: trading-system.md, sections 7 to 11.
public struct PortfolioReducer: Reducer {
  /// The most orders under way at once.
  static let mostOrders = 1_024

  var settingsText = ""
  var isFromFiles = true
  /// Whether settings were applied.
  var isConfigured = false
  var rules = PortfolioRules.standard
  var board = QuoteBoard()
  var instruments: [PortfolioInstrument] = []
  var orders: [OpenOrder] = []
  /// Number of the newest order.
  var lastOrder: Int64 = 0
  /// Lots opened in the journal.
  var lots: Int64 = 0
  var account = AccountView.unknown
  var accountSequence: UInt64 = 0
  var isReadOnly = false
  var killSwitch = KillSwitch()
  var killOwner = "node"
  var killReason = "first boot"
  var killSequence: UInt64 = 0
  /// Whether a FAULT file lay beside the journal at the newest opening.
  var isFaultPresent = false
  var marginGate = MarginGate()
  var marginSequence: UInt64 = 0
  var references = LossReferences()
  /// The running trading day, and when it ends.
  var tradingDay: Int64 = 0
  var dayEnd = Timestamp.zero
  var losses = LosingStreak()
  var unknownOrders = UnknownOrders()
  /// Whether the timers of the sessions and of the rounds are armed.
  var isArmed = false
  var memory = StrategyMemory()
  /// Reused, so that a fill allocates nothing.
  var slices: [Slice] = []

  public static var stateVersion: UInt16 { 2 }

  public init() {}

  @inline(__always)
  public mutating func apply(quote: Quote, into outbox: inout Outbox) {
    let index = quote.instrument.index
    guard isConfigured, index < instruments.count else { return }
    board[index] = KeptQuote(
      bid: quote.bid, ask: quote.ask, at: quote.at, sequence: quote.sequence,
      isFromCandle: quote.fromCandle != nil)
    if !isArmed { arm(at: quote.at, into: &outbox) }
    // A bar's exits look at its own closing bid and ask, as the harness does.
    if quote.fromCandle == .close { considerExit(of: index, at: quote.at, into: &outbox) }
  }

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived:
      if let quote = Quote(event) { apply(quote: quote, into: &outbox) }
    case .candleReceived(let candle):
      note(
        candle.instrument, candle.high, candle.low, candle.close,
        endsAt: candle.openAt.adding(nanoseconds: candle.barSeconds &* nanosecondsPerSecond))
      note(candle.instrument, isPriming: candle.priming == true, at: event.at, into: &outbox)
    case .candleClosed(let candle):
      note(
        candle.instrument, candle.high, candle.low, candle.close,
        endsAt: candle.openAt.adding(nanoseconds: candle.barSeconds &* nanosecondsPerSecond))
      note(candle.instrument, isPriming: false, at: event.at, into: &outbox)
      considerExit(of: candle.instrument.index, at: event.at, into: &outbox)
    case .metricsComputed(let place):
      note(outbox[place], event.sequence, at: event.at, into: &outbox)
    case .runStarted(let place):
      isFromFiles = outbox[place].clock == .fileStamps
      note(fault: outbox[place].fault != nil, at: event.at)
    case .instrumentListed(let listing): list(listing, outbox.arena)
    case .configurationApplied(let place):
      adopt(TradingSettings(outbox[place], arena: outbox.arena))
    case .sessionChanged(let change): take(change, event, into: &outbox)
    default:
      guard isConfigured else { return }
      if event.isInput { obey(event, into: &outbox) }
      follow(event, into: &outbox)
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    switch timer {
    case .sessionEdge: reportSession(of: instrument, at: at, into: &outbox)
    case .orderLookup: lookUp(instrument, at: at, into: &outbox)
    case .reconcile: takeRound(at: at, into: &outbox)
    case .entryExpiry: expire(instrument, into: &outbox)
    default: return
    }
  }

  // MARK: What is listed, applied and measured

  private mutating func list(_ listing: InstrumentListed, _ arena: borrowing ByteBuffer) {
    guard listing.instrument.index == instruments.count else { return }
    let name = String(decoding: arena[listing.name], as: UTF8.self)
    let instrument = Instrument(name: name, digits: Int(listing.digits))
    board.list(instrument)
    var state = PortfolioInstrument(instrument, rules: rules)
    state.place = isConfigured ? rules.place(of: name) : nil
    instruments.append(state)
    isArmed = false
  }

  mutating func adopt(_ settings: TradingSettings) {
    settingsText = settings.canonicalText
    rules = PortfolioRules(settings, isFromFiles: isFromFiles)
    isConfigured = true
    isArmed = false
    for index in instruments.indices {
      instruments[index].place = rules.place(of: instruments[index].instrument.name)
      instruments[index].session = nil
      instruments[index].adopt(rules)
    }
  }

  /// A write had failed before this opening: increases stay stopped until the file is removed and an operator
  /// releases.
  private mutating func note(fault isPresent: Bool, at now: Timestamp) {
    isFaultPresent = isPresent
    guard isPresent else { return }
    killSwitch.engage(
      KillCauses(.journalFault), tradingDay: TradingDay(containing: now).number)
    killOwner = "node"
    killReason = "a FAULT file was found at the opening"
  }

  private mutating func note(
    _ instrument: InstrumentID, _ high: Price?, _ low: Price?, _ close: Price?,
    endsAt end: Timestamp
  ) {
    let index = instrument.index
    guard isConfigured, index < instruments.count else { return }
    instruments[index].deviation.record(close)
    instruments[index].range.record(high: high, low: low, close: close)
    instruments[index].strategy.window.record(close: close, at: end)
  }

  /// A candle from before the run fills windows and arms nothing.
  private mutating func note(
    _ instrument: InstrumentID, isPriming: Bool, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard isConfigured, instrument.index < instruments.count else { return }
    instruments[instrument.index].strategy.isPriming = isPriming
    if !isArmed, !isPriming { arm(at: now, into: &outbox) }
  }

  private mutating func note(
    _ metrics: MetricsComputed, _ sequence: UInt64, at now: Timestamp, into outbox: inout Outbox
  ) {
    let index = metrics.instrument.index
    guard isConfigured, index < instruments.count else { return }
    instruments[index].metrics = MetricSnapshot(
      asOf: metrics.asOf, isReady: metrics.ready, coherence: metrics.coherence,
      stability: metrics.stability, rupture: metrics.ruptureDefined ? metrics.rupture : nil,
      entropy: metrics.entropy, hazard: metrics.lambdaHazard)
    instruments[index].metricsSequence = sequence
    instruments[index].strategy.window.record(
      coherence: metrics.ready ? metrics.coherence : nil)
    if !instruments[index].strategy.isPriming {
      considerEntry(of: index, at: now, into: &outbox)
    }
  }

  // MARK: Sessions

  /// Arms the timer of every traded instrument's next session edge, and that of the rounds.
  @inline(never)
  private mutating func arm(at now: Timestamp, into outbox: inout Outbox) {
    isArmed = true
    armRound(after: now, into: &outbox)
    for index in instruments.indices where instruments[index].place != nil {
      let status = rules.calendar.status(of: instruments[index].sessions, at: now)
      instruments[index].session = status
      outbox.arm(.sessionEdge, InstrumentID(UInt16(index)), due: status.nextEdge)
    }
  }

  private func reportSession(
    of instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard instrument.index < instruments.count else { return }
    let status = rules.calendar.status(of: instruments[instrument.index].sessions, at: now)
    outbox.emit(
      .sessionChanged(
        SessionChanged(
          instrument: instrument, marketOpen: status.isMarketOpen, open: status.isOpen,
          nearClose: status.isNearClose, closeAt: status.close, nextOpenAt: status.nextOpen)))
  }

  private mutating func take(
    _ change: SessionChanged, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    let index = change.instrument.index
    guard index < instruments.count else { return }
    let status = rules.calendar.status(of: instruments[index].sessions, at: event.at)
    instruments[index].session = status
    outbox.arm(.sessionEdge, change.instrument, due: status.nextEdge)
    considerExit(of: index, onlySession: true, at: event.at, into: &outbox)
    if change.marketOpen { start(.marketOpen, at: event.at, into: &outbox) }
  }

  // MARK: Rounds

  /// A round: the next steps, else a pulse; and the timer of the one behind it.
  private func takeRound(at now: Timestamp, into outbox: inout Outbox) {
    armRound(after: now, into: &outbox)
    start(.timer, at: now, into: &outbox)
    if !outbox.hasEmitted { considerPulse(at: now, into: &outbox) }
  }

  private func armRound(after now: Timestamp, into outbox: inout Outbox) {
    // Only the market is looked at, which is the same for all.
    let traded = instruments.firstIndex { $0.place != nil }
    let market =
      traded.flatMap { session(of: $0, at: now) } ?? rules.calendar.status(of: [], at: now)
    outbox.arm(
      .reconcile, InstrumentID(0),
      due: Rounds.next(after: now, every: rules.strategy.roundSeconds, market: market))
  }

  /// The session of an instrument at an instant: kept until its next edge.
  func session(of index: Int, at now: Timestamp) -> SessionStatus? {
    if let kept = instruments[index].session, now < kept.nextEdge { return kept }
    return rules.calendar.status(of: instruments[index].sessions, at: now)
  }
}
