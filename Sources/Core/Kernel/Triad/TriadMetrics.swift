public import Market

/// The three smoothed values that people look at for one stream.
///
/// For display only: decisions use `WindowMetrics`.
public struct TriadMetrics: Equatable, Sendable {
  /// One minus the flips in excess of chance: 0 to 1, and 0 while not `ready`.
  public let coherence: Ratio
  /// One minus the flips: 0 to 1, and 0 while not `ready`.
  public let stability: Ratio
  /// The mean entropy of the places of the register: 0 to 1 bit, 1 for an empty one.
  public let entropy: Ratio
  /// Whether 32 linked pairs have started the smoothing.
  public let ready: Bool
}
