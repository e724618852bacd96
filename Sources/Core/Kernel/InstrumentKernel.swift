package import Market

/// Everything the kernel keeps of one instrument: a fixed size, and no allocation per event.
///
/// A plain fold: registers, triads, returns and counters advance on the input. State and generation
/// depend on thresholds, so the room takes them from its own recorded event through `adopt`.
///
/// Source: metrics-kernel.md, sections 2 to 8; design.md, section 1.
package struct InstrumentKernel: Equatable, Sendable {
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
  package internal(set) var tickPin = Pin()
  var tickTriad = Triad()

  var lastCandle: CandleReference?
  var barSeamPending = false
  /// One bit for each candle that moved the close.
  package internal(set) var barPin = Pin()
  var barTriad = Triad()
  var returns = ReturnRing()
  /// Counters since midnight UTC.
  package internal(set) var day = DayCounters()
  /// As last adopted.
  package private(set) var phase = SignalPhase.flux
  /// What moves the phase.
  package var thresholds: SignalThresholds

  package init(thresholds: SignalThresholds = .standard) { self.thresholds = thresholds }

  /// Takes over what the room recorded after a candle.
  package mutating func adopt(state: SignalState, generation: Int64) {
    phase = SignalPhase(state: state, generation: generation)
  }

  /// The window metrics of the tick register.
  package var tickWindow: WindowMetrics { WindowMetrics(of: tickPin) }
  /// The smoothed metrics of the tick register.
  package var tickTriadMetrics: TriadMetrics { tickTriad.metrics(of: tickPin) }
  /// The smoothed metrics of the bar register.
  package var barTriadMetrics: TriadMetrics { barTriad.metrics(of: barPin) }
  /// Deviation of the last 64 returns, in parts per billion per bar.
  package var sigmaPpb: Int64 { returns.sigmaPpb }
}
