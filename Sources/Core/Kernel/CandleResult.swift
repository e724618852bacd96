package import Market

/// Everything that one accepted candle says of its instrument.
///
/// Source: metrics-kernel.md, section 10.2.
package struct CandleResult: Equatable, Sendable {
  package var step: CandleStep
  /// Direction, range and volume as the three bits D R V, D highest; nil when no bit was pushed.
  package var symbol: UInt8?
  /// The return in parts per billion; nil unless the candle was compared with the one before.
  package var returnPpb: Int64?
  /// The bar register after the candle.
  package var pin: Pin
  /// Takes the push back; nil when no bit was pushed.
  package var undo: PinUndo?
  /// The register that a reset cleared; nil on any other step.
  package var clearedPin: Pin?
  /// Counts, run age and metrics of `pin`.
  package var window: WindowMetrics
  package var triad: TriadMetrics
  /// The probability that the run ends with the next bit: strictly between 0 and 1.
  package var hazard: Ratio
  /// Deviation of the last 64 returns, in parts per billion per bar.
  package var sigmaPpb: Int64
  /// The state after this candle. The kernel has not stored it: the room does, by `adopt`.
  package var phase: SignalPhase

  package var state: SignalState { phase.state }
  package var generation: Int64 { phase.generation }
  package var band: SignalBand { phase.band }
}
