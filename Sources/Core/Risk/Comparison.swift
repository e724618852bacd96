// The comparisons of trading-system.md, section 2.2: two doubles within 1e-9 count as equal, so that a
// limit holds at the number a person writes. NaN fails each of them.

/// a >= b.
@inlinable func isAtLeast(_ value: Double, _ bound: Double) -> Bool { value >= bound - 1e-9 }

/// a <= b.
@inlinable func isAtMost(_ value: Double, _ bound: Double) -> Bool { value <= bound + 1e-9 }

/// a < b, the opposite of a >= b for numbers.
@inlinable func isBelow(_ value: Double, _ bound: Double) -> Bool { value < bound - 1e-9 }

/// a > b, the opposite of a <= b for numbers.
@inlinable func isAbove(_ value: Double, _ bound: Double) -> Bool { value > bound + 1e-9 }

/// A value that is there, finite and above 0 in the plain sense: a price, a rate, a share.
@inlinable func usable(_ value: Double?) -> Double? {
  guard let value, value.isFinite, value > 0 else { return nil }
  return value
}

/// A value that is there and finite.
@inlinable func finite(_ value: Double?) -> Double? {
  guard let value, value.isFinite else { return nil }
  return value
}

/// Rounds down to whole units, from 0 to `limit`; NaN is 0.
///
///     floor(x + 1e-9)
@inlinable func wholeUnits(_ value: Double, atMost limit: Int64) -> Int64 {
  guard value > 0 else { return 0 }
  // Compared first: what 64 bits do not hold would trap.
  guard value < Double(limit) else { return max(0, limit) }
  // Above 0, to drop the decimals is to round down.
  return Int64(value + 1e-9)
}
