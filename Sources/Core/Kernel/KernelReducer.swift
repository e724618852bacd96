public import Events
public import Market

/// Turns accepted quotes and complete candles into metrics, by `kernel.v1`.
///
///     tick ─────────────▶ the tick register moves; nothing is emitted
///     candle ───────────▶ the bar register moves; emits metrics-computed
///     metrics-computed ─▶ its own: state and generation are taken from it
///
/// Source: metrics-kernel.md, sections 3 to 8.
public struct KernelReducer: Reducer {
  fileprivate struct InstrumentState: Sendable {
    /// The kernel's unit of price, in millionths.
    var deciPoint: Int64 {
      didSet { units = PriceUnits(deciPoint: deciPoint) }
    }
    /// The same unit where it is that of 1 to 5 digits, by which no division is needed.
    private var units: PriceUnits?
    var kernel: InstrumentKernel
    /// The metrics of the candle before: the register that the next one continues.
    var lastMetrics: UInt64 = 0

    init(deciPoint: Int64, kernel: InstrumentKernel) {
      self.deciPoint = deciPoint
      self.units = PriceUnits(deciPoint: deciPoint)
      self.kernel = kernel
    }

    /// The mid of a quote in the kernel's unit.
    @inline(__always) func tenths(of quote: Quote) -> Int64 {
      // A point is ten tenths, and the mid is half the sum.
      if let units, let bid = units.points(in: quote.bid), let ask = units.points(in: quote.ask) {
        return 5 &* (bid &+ ask)
      }
      return quote.mid / deciPoint
    }
  }

  private var thresholds = SignalThresholds.standard
  private var states: [InstrumentState] = []

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick):
      guard let quote = Quote(event) else { return }
      if let first = tick.firstMid { applyMerged(first, of: quote) }
      apply(quote: quote, into: &outbox)
    case .candleClosed(let candle):
      compute(
        candle.instrument,
        CandlePrices(
          openAt: candle.openAt, barSeconds: candle.barSeconds, open: candle.open,
          high: candle.high,
          low: candle.low, close: candle.close, volume: candle.volume), into: &outbox)
    case .candleReceived(let candle):
      guard let open = candle.open, let high = candle.high, let low = candle.low,
        let close = candle.close
      else { return }
      compute(
        candle.instrument,
        CandlePrices(
          openAt: candle.openAt, barSeconds: candle.barSeconds, open: open, high: high, low: low,
          close: close, volume: candle.volume ?? 0), into: &outbox)
    case .metricsComputed(let place):
      let metrics = outbox[place]
      guard metrics.instrument.index < states.count else { return }
      states[metrics.instrument.index].lastMetrics = event.sequence
      states[metrics.instrument.index].kernel.adopt(
        state: metrics.state, generation: metrics.generation)
    case .runStarted(let place): adopt(outbox[place])
    case .instrumentListed(let listing):
      guard listing.instrument.index == states.count else { return }
      states.append(
        InstrumentState(
          deciPoint: PriceUnits(digits: Int(listing.digits)).deciPoint,
          kernel: InstrumentKernel(thresholds: thresholds)))
    default: return
    }
  }

  /// What the kernel knows of an instrument now, or nil when it is not listed.
  public func kernel(of instrument: InstrumentID) -> InstrumentKernel? {
    instrument.index < states.count ? states[instrument.index].kernel : nil
  }

  /// Moves the tick register. Nothing is ever emitted to a quote.
  @inline(__always)
  public mutating func apply(quote: Quote, into outbox: inout Outbox) {
    let index = quote.instrument.index
    guard index < states.count else { return }
    states[index].kernel.tick(mid: states[index].tenths(of: quote), at: quote.occurredAt)
  }

  /// Takes the first mid of quotes that were merged into one, before that one.
  private mutating func applyMerged(_ first: Price, of quote: Quote) {
    let index = quote.instrument.index
    guard index < states.count else { return }
    states[index].kernel.tick(mid: first.micros / states[index].deciPoint, at: quote.occurredAt)
  }

  private mutating func compute(
    _ instrument: InstrumentID, _ candle: CandlePrices, into outbox: inout Outbox
  ) {
    let index = instrument.index
    guard index < states.count, candle.barSeconds > 0, candle.barSeconds <= 604_800 else { return }
    let unit = states[index].deciPoint
    // A journal of other rules may hold prices that Ingest refuses today: none can be computed with.
    guard candle.fits(unit) else { return }
    let result = states[index].kernel.candle(
      openAt: candle.openAt, open: candle.open.micros / unit, high: candle.high.micros / unit,
      low: candle.low.micros / unit, close: candle.close.micros / unit, volume: candle.volume,
      barNanoseconds: candle.barSeconds &* nanosecondsPerSecond)
    outbox.emit(
      MetricsComputed(
        of: result, day: states[index].kernel.day, candle: candle, instrument: instrument),
      because: Because(states[index].lastMetrics))
  }

  private mutating func adopt(_ start: RunStarted) {
    let bits = [
      start.stabilizingIn, start.convergedIn, start.stabilizingOut, start.convergedOut,
    ]
    guard bits.allSatisfy({ (0...64).contains($0) }) else { return }
    thresholds = SignalThresholds(
      stabilizingIn: bits[0], convergedIn: bits[1], stabilizingOut: bits[2], convergedOut: bits[3])
    for index in states.indices { states[index].kernel.thresholds = thresholds }
  }
}

/// The prices of one complete candle, wherever it was built.
struct CandlePrices: Sendable {
  var openAt: Timestamp
  var barSeconds: Int64
  var open: Price
  var high: Price
  var low: Price
  var close: Price
  var volume: Int64

  /// Whether the prices are in order and 1 to 2^31 - 1 deci-points.
  func fits(_ deciPoint: Int64) -> Bool {
    low.micros >= deciPoint && low <= min(open, close) && high >= max(open, close)
      && high.micros / deciPoint < 1 << 31
  }
}

extension KernelReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    thresholds.archive(into: &archive)
    let empty = InstrumentState(deciPoint: 1, kernel: InstrumentKernel(thresholds: thresholds))
    archive.list("desks", &states, of: empty, atMost: 65_536) { state, archive in
      archive.number("deci_point_micros", &state.deciPoint, in: 1...100_000)
      archive.count("last_metrics", &state.lastMetrics)
      state.kernel.archive(into: &archive)
    }
  }
}
