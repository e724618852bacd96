public import Events
public import Market

/// Lets quotes and candles in, and builds candles from quotes.
///
///     tick or candle, a check fails ──▶ says …-rejected; nobody else hears the input
///     tick, accepted ─────────────────▶ enters the open bucket of its instrument
///     tick of a later bucket ─────────▶ says candle-closed for the open one
///     timer, 2 s after a bucket ──────▶ says candle-closed for it
///     tick of a closed bucket ────────▶ is a quote, enters no candle, is counted late
///     tick, where candles come whole ─▶ is a quote, enters no candle
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

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  /// Judges an input before anyone hears it, and says why it is refused. Changes nothing: whether it
  /// was refused is what the journal says.
  public func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick):
      guard let reason = fault(of: tick, at: event.occurredAt) else { return }
      outbox.say(.tickRejected(TickRejected(instrument: tick.instrument, reason: reason)))
    case .candleReceived(let candle):
      guard let reason = fault(of: candle) else { return }
      outbox.say(.candleRejected(CandleRejected(instrument: candle.instrument, reason: reason)))
    default: return
    }
  }

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick): accept(tick, at: event.occurredAt, into: &outbox)
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
    outbox.say(.candleClosed(bucket.candle(of: instrument, barNanoseconds: barNanoseconds)))
  }

  /// What was counted of an instrument, or nil when it is not listed.
  public func counts(of instrument: InstrumentID) -> IngestCounts? {
    instrument.index < instruments.count ? instruments[instrument.index].counts : nil
  }

  /// The candle of an instrument that is still open, or nil.
  public func openCandle(of instrument: InstrumentID) -> CandleClosed? {
    guard instrument.index < instruments.count else { return nil }
    return instruments[instrument.index].bucket?
      .candle(of: instrument, barNanoseconds: barNanoseconds)
  }

  private func fault(of tick: TickReceived, at stamp: Timestamp) -> TickFault? {
    guard tick.instrument.index < instruments.count else { return .unknownInstrument }
    return instruments[tick.instrument.index].fault(of: tick, at: stamp)
  }

  private func fault(of candle: CandleReceived) -> CandleFault? {
    guard candle.instrument.index < instruments.count else { return .unknownInstrument }
    return instruments[candle.instrument.index].fault(of: candle)
  }

  private mutating func accept(
    _ tick: TickReceived, at stamp: Timestamp, into outbox: inout Outbox
  ) {
    guard tick.instrument.index < instruments.count, let bid = tick.bid, let ask = tick.ask else {
      return
    }
    guard buildsCandles else {
      instruments[tick.instrument.index].accept(at: stamp)
      return
    }
    let mid = (bid.micros &+ ask.micros) / 2
    let quote = QuoteMids(
      first: tick.firstMid?.micros ?? mid, low: tick.lowMid?.micros ?? mid,
      high: tick.highMid?.micros ?? mid, last: mid, count: tick.merged ?? 1)
    let opened = instruments[tick.instrument.index].accept(
      quote, at: stamp, barNanoseconds: barNanoseconds)
    guard let opened else { return }
    if let ended = opened.ended {
      outbox.say(.candleClosed(ended.candle(of: tick.instrument, barNanoseconds: barNanoseconds)))
    }
    armClose(of: tick.instrument, openAt: opened.openAt, into: &outbox)
  }

  private func armClose(of instrument: InstrumentID, openAt: Int64, into outbox: inout Outbox) {
    let end = openAt &+ barNanoseconds &+ Self.closeDelayNanoseconds
    outbox.arm(.candleClose, instrument, due: Timestamp(nanoseconds: end))
  }

  /// Takes a quote that lies in the open candle of its instrument, opens one while none is open, or
  /// needs none, as `judge` and then `apply` would take it without a word.
  ///
  /// - Parameter outbox: Takes the timer of a candle that it opens.
  /// - Returns: Its mid in tenths of a point; nil, and nothing is changed, for any other quote.
  @inline(__always)
  public mutating func acceptQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Int64? {
    guard instrument.index < instruments.count,
      let accepted = instruments[instrument.index].acceptQuietly(
        bid: bid, ask: ask, at: stamp, barNanoseconds: buildsCandles ? barNanoseconds : nil)
    else { return nil }
    if let openAt = accepted.opened { armClose(of: instrument, openAt: openAt, into: &outbox) }
    return accepted.mid
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
