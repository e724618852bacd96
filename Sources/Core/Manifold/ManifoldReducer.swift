public import Events
public import Market
import Numerics

/// Turns metrics into signals, remembers which came back, and keeps the daily document.
///
///     metrics-computed, of a later UTC date ──▶ emits day-closed for the open day, first
///     metrics-computed, ready, on the stride ─▶ emits signal-computed
///     metrics-computed ───────────────────────▶ enters the open day
///     signal-computed ────────────────────────▶ its own: enters the open day and the echoes
///     day-closed ─────────────────────────────▶ its own: the next one names it
///     a candle ───────────────────────────────▶ tells which side its instrument's prices are of
///
/// Days and histograms are plain folds of metrics; signals, and all that follows from the stride and
/// the precision, are taken from the recorded events. Source: metrics-kernel.md, sections 9 to 11.
public struct ManifoldReducer: Reducer {
  /// A signal every so many bars, in phase with the clock.
  private var stride: Int64 = 4
  /// Decimals of a signature.
  private var precision = 2
  private var states: [ManifoldState] = []

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .metricsComputed(let place): apply(outbox[place], event.sequence, into: &outbox)
    case .signalComputed(let place):
      guard let signal = DaySignal(outbox[place], arena: outbox.arena),
        signal.facts.instrument.index < states.count
      else { return }
      states[signal.facts.instrument.index].apply(signal, sequence: event.sequence)
    case .manifoldDayClosed(let place):
      let closed = outbox[place]
      guard closed.instrument.index < states.count else { return }
      states[closed.instrument.index].lastClosed = event.sequence
    case .candleReceived(let candle): note(candle.side, of: candle.instrument)
    case .candleClosed(let candle): note(candle.side, of: candle.instrument)
    case .runStarted(let place): adopt(outbox[place])
    case .instrumentListed(let listing):
      guard listing.instrument.index == states.count else { return }
      let name = String(decoding: outbox.arena[listing.name], as: UTF8.self)
      states.append(ManifoldState(Instrument(name: name, digits: Int(listing.digits))))
    default: return
    }
  }

  /// The document of an instrument's open day, `complete: false`; nil before its first candle.
  public func openDocument(of instrument: InstrumentID) -> DayDocument? {
    instrument.index < states.count
      ? states[instrument.index].document(isComplete: false) : nil
  }

  /// How many signatures are remembered of an instrument, or nil when it is not listed.
  public func rememberedSignatures(of instrument: InstrumentID) -> Int? {
    instrument.index < states.count ? states[instrument.index].echoes.count : nil
  }

  private mutating func apply(
    _ metrics: MetricsComputed, _ sequence: UInt64, into outbox: inout Outbox
  ) {
    let index = metrics.instrument.index
    guard index < states.count, metrics.areInRange else { return }
    if states[index].day.ends(with: metrics) { closeDay(of: metrics.instrument, into: &outbox) }
    states[index].apply(metrics, sequence: sequence)
    let bar = metrics.openAt.nanoseconds / metrics.barNanoseconds
    if metrics.ready, bar % stride == stride - 1 { emit(signalOf: metrics, into: &outbox) }
  }

  private func closeDay(of instrument: InstrumentID, into outbox: inout Outbox) {
    let state = states[instrument.index]
    guard let document = state.document(isComplete: true) else { return }
    var facts = Because(state.newest?.sequence ?? 0)
    facts.add(state.lastClosed)
    let closed = document.day.closed(
      instrument, text: document.fingerprint, arena: &outbox.arena)
    outbox.emit(closed, because: facts)
  }

  private func emit(signalOf metrics: MetricsComputed, into outbox: inout Outbox) {
    let index = metrics.instrument.index
    let signature = Signature(
      coherence: metrics.coherence, stability: metrics.stability, entropy: metrics.entropy,
      precision: precision)
    // The instrument is asked where it stands: a copy of it would count a reference for each of its lists.
    let repetition = states[index].echoes.repetition(
      of: signature, at: metrics.asOf, barNanoseconds: metrics.barNanoseconds)
    let twin = states[index].echoes.newestSignal(with: signature, at: metrics.asOf)
    let last = states[index].lastSignal
    var facts = Because(last)
    if twin != last { facts.add(twin) }
    let text = signature.intern(into: &outbox.arena)
    outbox.emit(
      SignalComputed(of: metrics, signature: text, repetition: repetition), because: facts)
  }

  private mutating func note(_ side: PriceSide, of instrument: InstrumentID) {
    guard instrument.index < states.count else { return }
    states[instrument.index].day.side = side
  }

  private mutating func adopt(_ start: RunStarted) {
    guard (1...1_440).contains(start.signalStride),
      let precision = Int(exactly: start.signaturePrecision),
      Signature.precisions.contains(precision)
    else { return }
    stride = start.signalStride
    self.precision = precision
  }
}

extension ManifoldReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.number("stride_bars", &stride, in: 1...1_440)
    archive.small(
      "precision", &precision,
      in: Signature.precisions.lowerBound...Signature.precisions.upperBound)
    let empty = ManifoldState(Instrument(name: "", digits: 5))
    archive.list("desks", &states, of: empty, atMost: 65_536) { $0.archive(into: &$1) }
  }
}
