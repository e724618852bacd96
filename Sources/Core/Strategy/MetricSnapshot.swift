public import Market

/// The newest metrics of one instrument, as the rules read them.
///
/// A metric is a part of one; nil was not measured. It is valid from 0 to 1; anything else, NaN included,
/// is invalid, which the guards tell apart from missing.
///
/// Source: trading-system.md, sections 2.2 and 4.4.
public struct MetricSnapshot: Equatable, Sendable, BitwiseCopyable {
  /// The close of the newest candle in it.
  public var asOf: Timestamp
  /// Whether the kernel's window is warm. One that is not counts as missing everywhere.
  public var isReady: Bool
  public var coherence: Double?
  public var stability: Double?
  public var rupture: Double?
  public var entropy: Double?
  public var hazard: Double?

  public init(
    asOf: Timestamp, isReady: Bool, coherence: Double?, stability: Double?, rupture: Double?,
    entropy: Double?, hazard: Double?
  ) {
    self.asOf = asOf
    self.isReady = isReady
    self.coherence = coherence
    self.stability = stability
    self.rupture = rupture
    self.entropy = entropy
    self.hazard = hazard
  }

  /// - Parameter rupture: nil while a half of the window is too short for it.
  public init(
    asOf: Timestamp, isReady: Bool, coherence: Ratio, stability: Ratio, rupture: Ratio?,
    entropy: Ratio, hazard: Ratio?
  ) {
    self.init(
      asOf: asOf, isReady: isReady, coherence: coherence.value, stability: stability.value,
      rupture: rupture?.value, entropy: entropy.value, hazard: hazard?.value)
  }

  static func isValid(_ metric: Double) -> Bool { metric >= 0 && metric <= 1 }
}
