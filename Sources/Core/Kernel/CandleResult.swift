public import Market

/// Everything that one accepted candle emits of its instrument.
///
/// Source: metrics-kernel.md, section 10.2.
public struct CandleResult: Equatable, Sendable {
  public var step: CandleStep
  /// Direction, range and volume as the three bits D R V, D highest; nil when no bit was pushed.
  public var symbol: UInt8?
  /// The return in parts per billion; nil unless the candle was compared with the one before.
  public var returnPpb: Int64?
  /// The bar register after the candle.
  public var pin: Pin
  /// Takes the push back; nil when no bit was pushed.
  public var undo: PinUndo?
  /// The register that a reset cleared; nil on any other step.
  public var clearedPin: Pin?
  /// Counts, run age and metrics of `pin`.
  public var window: WindowMetrics
  public var triad: TriadMetrics
  /// The probability that the run ends with the next bit: strictly between 0 and 1.
  public var hazard: Ratio
  /// Deviation of the last 64 returns, in parts per billion per bar.
  public var sigmaPpb: Int64
  /// The state after this candle. The kernel has not stored it: the actor does, by `adopt`.
  public var phase: SignalPhase

  public var state: SignalState { phase.state }
  public var generation: Int64 { phase.generation }
  public var band: SignalBand { phase.band }
}
