public import Events
public import Market

/// Turns accepted quotes and complete candles into metrics, by `kernel.v1`.
///
///     tick ─────────────▶ the tick register moves; nothing is said
///     candle ───────────▶ the bar register moves; says metrics-computed
///     metrics-computed ─▶ its own: state and generation are taken from it
///
/// Source: metrics-kernel.md, sections 3 to 8.
public struct KernelReducer: Reducer {
  fileprivate struct Desk: Sendable {
    /// The kernel's unit of price, in millionths.
    var deciPoint: Int64
    var kernel: InstrumentKernel
    /// The metrics of the candle before: the register that the next one continues.
    var lastMetrics: UInt64 = 0
  }

  private var thresholds = SignalThresholds.standard
  private var desks: [Desk] = []

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived(let tick): hear(tick, at: event.occurredAt)
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
      guard metrics.instrument.index < desks.count else { return }
      desks[metrics.instrument.index].lastMetrics = event.sequence
      desks[metrics.instrument.index].kernel.adopt(
        state: metrics.state, generation: metrics.generation)
    case .runStarted(let place): adopt(outbox[place])
    case .instrumentListed(let listing):
      guard listing.instrument.index == desks.count else { return }
      desks.append(
        Desk(
          deciPoint: PriceUnits(digits: Int(listing.digits)).deciPoint,
          kernel: InstrumentKernel(thresholds: thresholds)))
    default: return
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {}

  /// What the kernel knows of an instrument now, or nil when it is not listed.
  public func kernel(of instrument: InstrumentID) -> InstrumentKernel? {
    instrument.index < desks.count ? desks[instrument.index].kernel : nil
  }

  private mutating func hear(_ tick: TickReceived, at stamp: Timestamp) {
    let index = tick.instrument.index
    guard index < desks.count, let bid = tick.bid, let ask = tick.ask else { return }
    let unit = desks[index].deciPoint
    if let first = tick.firstMid {
      desks[index].kernel.tick(mid: first.micros / unit, at: stamp)
    }
    desks[index].kernel.tick(mid: (bid.micros &+ ask.micros) / 2 / unit, at: stamp)
  }

  /// Hears an accepted quote by its mid. Nothing is ever said to one.
  ///
  /// - Parameter mid: In tenths of a point.
  @inline(__always)
  public mutating func hear(_ instrument: InstrumentID, mid: Int64, at stamp: Timestamp) {
    guard instrument.index < desks.count else { return }
    desks[instrument.index].kernel.tick(mid: mid, at: stamp)
  }

  private mutating func compute(
    _ instrument: InstrumentID, _ candle: CandlePrices, into outbox: inout Outbox
  ) {
    let index = instrument.index
    guard index < desks.count, candle.barSeconds > 0, candle.barSeconds <= 604_800 else { return }
    let unit = desks[index].deciPoint
    // A journal of other rules may hold prices that Ingest refuses today: none can be computed with.
    guard candle.fits(unit) else { return }
    let result = desks[index].kernel.candle(
      openAt: candle.openAt, open: candle.open.micros / unit, high: candle.high.micros / unit,
      low: candle.low.micros / unit, close: candle.close.micros / unit, volume: candle.volume,
      barNanoseconds: candle.barSeconds &* nanosecondsPerSecond)
    outbox.say(
      MetricsComputed(
        of: result, day: desks[index].kernel.day, candle: candle, instrument: instrument),
      because: Because(desks[index].lastMetrics))
  }

  private mutating func adopt(_ start: RunStarted) {
    let bits = [
      start.stabilizingIn, start.convergedIn, start.stabilizingOut, start.convergedOut,
    ]
    guard bits.allSatisfy({ (0...64).contains($0) }) else { return }
    thresholds = SignalThresholds(
      stabilizingIn: bits[0], convergedIn: bits[1], stabilizingOut: bits[2], convergedOut: bits[3])
    for index in desks.indices { desks[index].kernel.thresholds = thresholds }
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
    let empty = Desk(deciPoint: 1, kernel: InstrumentKernel(thresholds: thresholds))
    archive.list("desks", &desks, of: empty, atMost: 65_536) { desk, archive in
      archive.number("deci_point_micros", &desk.deciPoint, in: 1...100_000)
      archive.count("last_metrics", &desk.lastMetrics)
      desk.kernel.archive(into: &archive)
    }
  }
}
