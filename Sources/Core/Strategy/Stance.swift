/// Which way: what a position is, or what a decision wants.
///
/// Source: trading-system.md, section 9.1.
public enum Stance: Int8, CaseIterable, Sendable, BitwiseCopyable {
  case short = -1
  case flat = 0
  case long = 1

  /// −1, 0 or +1.
  @inlinable public var sign: Double { Double(rawValue) }
}
