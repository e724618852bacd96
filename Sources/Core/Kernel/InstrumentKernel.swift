public import Events
public import Market

/// Everything the kernel keeps of one instrument: a fixed size, and no allocation per event.
///
/// A plain fold: registers, triads, returns and counters advance on the input. State and generation
/// depend on thresholds, so the actor takes them from its own recorded event through `adopt`.
///
/// Source: metrics-kernel.md, sections 2 to 8; design.md, section 1.
public struct InstrumentKernel: Equatable, Sendable {
  /// The tick that the next one is compared with.
  struct TickReference: Equatable, Sendable {
    var at: Timestamp
    var mid: Int64
  }

  /// The candle that the next one is compared with.
  struct CandleReference: Equatable, Sendable {
    var openAt: Timestamp
    var range: Int64
    var close: Int64
    var volume: Int64
  }

  // The tick part comes first: it is what every event touches.
  var lastTick: TickReference?
  /// Whether a seam lies between the newest bit and the next.
  var tickSeamPending = false
  /// One bit for each tick that moved the mid.
  public internal(set) var tickPin = Pin()
  var tickTriad = Triad()

  var lastCandle: CandleReference?
  var barSeamPending = false
  /// One bit for each candle that moved the close.
  public internal(set) var barPin = Pin()
  var barTriad = Triad()
  var returns = ReturnRing()
  /// Counters since midnight UTC.
  public internal(set) var day = DayCounters()
  /// As last adopted.
  public private(set) var phase = SignalPhase.flux
  /// What moves the phase.
  public var thresholds: SignalThresholds

  public init(thresholds: SignalThresholds = .standard) { self.thresholds = thresholds }

  /// Takes over what the actor recorded after a candle.
  public mutating func adopt(state: SignalState, generation: Int64) {
    phase = SignalPhase(state: state, generation: generation)
  }

  /// The window metrics of the tick register.
  public var tickWindow: WindowMetrics { WindowMetrics(of: tickPin) }
  /// The smoothed metrics of the tick register.
  public var tickTriadMetrics: TriadMetrics { tickTriad.metrics(of: tickPin) }
  /// The smoothed metrics of the bar register.
  public var barTriadMetrics: TriadMetrics { barTriad.metrics(of: barPin) }
  /// Deviation of the last 64 returns, in parts per billion per bar.
  public var sigmaPpb: Int64 { returns.sigmaPpb }
}

extension InstrumentKernel: StateKeeping {
  /// Thresholds are the actor's, kept once for all instruments.
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    // Deci-points lie below 2^31, whatever the journal: nothing larger is ever computed with.
    let points: ClosedRange<Int64> = 0...(1 << 31) - 1
    archive.optional("last_tick", &lastTick, of: TickReference(at: .zero, mid: 1)) {
      $1.time("at", &$0.at)
      $1.number("mid_deci_points", &$0.mid, in: points)
    }
    archive.flag("tick_seam_pending", &tickSeamPending)
    archive.pin("tick_pin", &tickPin)
    archive.group("tick_triad") { tickTriad.archive(into: &$0) }
    let none = CandleReference(openAt: .zero, range: 0, close: 1, volume: 0)
    archive.optional("last_candle", &lastCandle, of: none) {
      $1.time("open_at", &$0.openAt)
      $1.number("range_deci_points", &$0.range, in: points)
      $1.number("close_deci_points", &$0.close, in: 1...points.upperBound)
      $1.number("volume", &$0.volume)
    }
    archive.flag("bar_seam_pending", &barSeamPending)
    archive.pin("bar_pin", &barPin)
    archive.group("bar_triad") { barTriad.archive(into: &$0) }
    archive.require(tickTriad.canFollow(tickPin) && barTriad.canFollow(barPin))
    archive.group("returns") { returns.archive(into: &$0) }
    archive.group("day") { day.archive(into: &$0) }
    var (state, generation) = (phase.state, phase.generation)
    archive.label("state", &state)
    archive.count("generation", &generation)
    if archive.isReading { phase = SignalPhase(state: state, generation: generation) }
  }
}
