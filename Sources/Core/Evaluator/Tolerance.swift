/// How far two doubles may lie apart and still count as equal.
///
/// Source: trading-system.md, section 2.2.
enum Tolerance {
  static let width = 1e-9

  /// `left` ≥ `right`. False when one of them is not a number.
  static func isAtLeast(_ left: Double, _ right: Double) -> Bool { left >= right - width }

  /// `left` ≤ `right`. False when one of them is not a number.
  static func isAtMost(_ left: Double, _ right: Double) -> Bool { left <= right + width }

  /// `left` > `right`, the opposite of at most.
  static func isAbove(_ left: Double, _ right: Double) -> Bool { left > right + width }

  /// `left` < `right`, the opposite of at least.
  static func isBelow(_ left: Double, _ right: Double) -> Bool { left < right - width }
}
