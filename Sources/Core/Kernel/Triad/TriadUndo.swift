/// What a push takes from a triad: with it the push can be taken back exactly.
///
/// Source: metrics-kernel.md, section 6 (`cf`, `cu`, `cp`, and whether ef and eu were present).
public struct TriadUndo: Equatable, Sendable {
  /// `cf`: whether the smoothed flips merged.
  public let flipsMerged: Bool
  /// `cu`: whether the smoothed disorder merged.
  public let disorderMerged: Bool
  /// `cp`: bit i is 1 when p[i] merged.
  public let densitiesMerged: UInt64
  /// Whether the smoothing had started.
  public let wasReady: Bool
}
