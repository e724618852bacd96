public import Events
public import Market

/// Lets quotes and candles in, and builds candles from quotes.
///
///     tick or candle, a check fails ──▶ emits …-rejected; nobody else receives the input
///     tick, accepted ─────────────────▶ enters the open bucket of its instrument
///     tick of a later bucket ─────────▶ emits candle-closed for the open one
///     timer, 2 s after a bucket ──────▶ emits candle-closed for it
///     tick of a closed bucket ────────▶ is a quote, enters no candle, is counted late
///     tick, where candles come whole ─▶ is a quote, enters no candle
///     candle of before the run ───────▶ its bar is closed: no candle is built of it
///
/// A run takes its candles from one source (`candle_source` of node.run-started): built here from
/// ticks, or whole from a broker or a file, and then the quotes that are made from candles build none.
///
/// Source: metrics-kernel.md, sections 2.1 to 2.4.
public struct IngestReducer: Reducer {
  /// How long after a bucket's end its candle closes when no later quote came.
  public static let closeDelayNanoseconds: Int64 = 2 * nanosecondsPerSecond

  private var barNanoseconds: Int64 = 60 * nanosecondsPerSecond
  private var buildsCandles = true
  private var instruments: [InstrumentIngest] = []

  public static var stateVersion: UInt16 { 2 }

  public init() {}

  /// Judges an input before anyone receives it, and emits why it is refused. Changes nothing: whether it
  /// was refused is what the journal emits.
  public func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick):
      guard let reason = fault(of: event, tick) else { return }
      outbox.emit(.tickRejected(TickRejected(instrument: tick.instrument, reason: reason)))
    case .candleReceived(let candle):
      guard let reason = fault(of: candle) else { return }
      outbox.emit(.candleRejected(CandleRejected(instrument: candle.instrument, reason: reason)))
    default: return
    }
  }

  /// Whether a quote that stands for itself passes every check. Changes nothing.
  @inline(__always)
  public func admits(_ quote: Quote) -> Bool {
    quote.instrument.index < instruments.count && instruments[quote.instrument.index].admits(quote)
  }

  @inline(__always)
  public mutating func apply(quote: Quote, into outbox: inout Outbox) {
    let index = quote.instrument.index
    guard index < instruments.count else { return }
    guard buildsCandles else { return instruments[index].accept(at: quote.occurredAt) }
    if instruments[index].addToOpenBucket(quote, barNanoseconds: barNanoseconds) { return }
    enterBucket(quote, QuoteMids(single: quote.mid), into: &outbox)
  }

  /// Takes a quote into its bucket, which may be a new one.
  @inline(never)
  private mutating func enterBucket(
    _ quote: Quote, _ mids: QuoteMids, into outbox: inout Outbox
  ) {
    guard
      let opened = instruments[quote.instrument.index].accept(
        mids, of: quote, barNanoseconds: barNanoseconds)
    else { return }
    if let ended = opened.ended {
      outbox.emit(
        .candleClosed(ended.candle(of: quote.instrument, barNanoseconds: barNanoseconds)))
    }
    let end = opened.openAt &+ barNanoseconds &+ Self.closeDelayNanoseconds
    outbox.arm(.candleClose, quote.instrument, due: Timestamp(nanoseconds: end))
  }

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick):
      guard let quote = Quote(event) else { return }
      if tick.isSingle { return apply(quote: quote, into: &outbox) }
      guard tick.instrument.index < instruments.count else { return }
      guard buildsCandles else {
        return instruments[tick.instrument.index].accept(at: event.occurredAt)
      }
      enterBucket(quote, QuoteMids(tick, last: quote.mid), into: &outbox)
    case .candleReceived(let candle):
      guard candle.instrument.index < instruments.count else { return }
      instruments[candle.instrument.index].accept(candle)
    case .candleClosed(let candle):
      guard candle.instrument.index < instruments.count else { return }
      instruments[candle.instrument.index].close(candle)
    case .tickRejected(let refusal): count(refusal.instrument) { $0.rejected += 1 }
    case .candleRejected(let refusal): count(refusal.instrument) { $0.rejected += 1 }
    case .rowRejected(let row): count(row.instrument) { $0.rowsRejected += 1 }
    case .runStarted(let place):
      let start = outbox[place]
      buildsCandles = start.candleSource == .ticks
      // Settings are checked at the door; a journal may hold any number.
      guard (1...86_400).contains(start.barSeconds) else { return }
      barNanoseconds = start.barSeconds * nanosecondsPerSecond
    case .instrumentListed(let listing):
      guard listing.instrument.index == instruments.count else { return }
      instruments.append(InstrumentIngest(digits: Int(listing.digits)))
    default: return
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    guard timer == .candleClose, instrument.index < instruments.count,
      let bucket = instruments[instrument.index].bucket
    else { return }
    outbox.emit(.candleClosed(bucket.candle(of: instrument, barNanoseconds: barNanoseconds)))
  }

  /// What was counted of an instrument, or nil when it is not listed.
  public func counts(of instrument: InstrumentID) -> IngestCounts? {
    instrument.index < instruments.count ? instruments[instrument.index].counts : nil
  }

  /// Accepted quotes of all instruments whose candle was closed already.
  public var late: Int64 { instruments.reduce(0) { $0 + $1.counts.late } }

  /// The candle of an instrument that is still open, or nil.
  public func openCandle(of instrument: InstrumentID) -> CandleClosed? {
    guard instrument.index < instruments.count else { return nil }
    return instruments[instrument.index].bucket?
      .candle(of: instrument, barNanoseconds: barNanoseconds)
  }

  private func fault(of event: borrowing Event, _ tick: TickReceived) -> TickFault? {
    guard tick.instrument.index < instruments.count else { return .unknownInstrument }
    guard let quote = Quote(event) else { return .badNumber }
    return instruments[tick.instrument.index].fault(of: quote)
  }

  private func fault(of candle: CandleReceived) -> CandleFault? {
    guard candle.instrument.index < instruments.count else { return .unknownInstrument }
    return instruments[candle.instrument.index].fault(of: candle)
  }

  private mutating func count(_ instrument: InstrumentID, _ change: (inout IngestCounts) -> Void) {
    guard instrument.index < instruments.count else { return }
    change(&instruments[instrument.index].counts)
  }
}

/// What one instrument's inputs came to since the journal began.
public struct IngestCounts: Equatable, Sendable {
  public var accepted: Int64 = 0
  public var rejected: Int64 = 0
  public var rowsRejected: Int64 = 0
  /// Accepted quotes of a bucket whose candle was closed already.
  public var late: Int64 = 0
}

extension IngestReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    let bars = nanosecondsPerSecond...86_400 * nanosecondsPerSecond
    archive.number("bar_nanoseconds", &barNanoseconds, in: bars)
    archive.flag("builds_candles", &buildsCandles)
    archive.list("instruments", &instruments, of: InstrumentIngest(digits: 5), atMost: 65_536) {
      $0.archive(into: &$1)
    }
  }
}
