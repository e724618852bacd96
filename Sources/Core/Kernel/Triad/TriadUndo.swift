/// What a push takes from a triad: with it the push can be taken back exactly.
///
/// Source: metrics-kernel.md, section 6 (`cf`, `cu`, `cp`, and whether ef and eu were present).
package struct TriadUndo: Equatable, Sendable {
  /// `cf`: whether the smoothed flips merged.
  package let flipsMerged: Bool
  /// `cu`: whether the smoothed disorder merged.
  package let disorderMerged: Bool
  /// `cp`: bit i is 1 when p[i] merged.
  package let densitiesMerged: UInt64
  /// Whether the smoothing had started.
  package let wasReady: Bool
}
