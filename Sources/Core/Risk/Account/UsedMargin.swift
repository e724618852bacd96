/// The share of margin that is in use.
///
///     u = used ÷ (used + available)
///
/// - Parameters:
///   - used: Account units; nil or not finite is unknown, and so is less than 0.
///   - available: Account units; below 0 when losses ate into the margin.
/// - Returns: 0 or more, above 1 while available is negative; nil when unknown or the sum is not
///   above 0.
///
/// Source: trading-system.md, section 11.2.
public func usedMarginShare(used: Double?, available: Double?) -> Double? {
  guard let used = finite(used), let available = finite(available), used >= 0 else { return nil }
  let sum = used + available
  // A sum beyond all numbers would make the share 0, and so open the gate.
  guard sum.isFinite, isAbove(sum, 0) else { return nil }
  return finite(used / sum)
}

/// The margin that increases may still use before the margin gate shuts.
///
///     headroom = high × (used + available) − used, not below 0
///
/// - Parameter high: The share at which the gate shuts, as `MarginLimits.high`.
/// - Returns: Account units, 0 or more; nil when used or available is unknown.
///
/// Source: trading-system.md, section 10.5.
public func marginHeadroom(used: Double?, available: Double?, high: Double) -> Double? {
  guard let used = finite(used), let available = finite(available), used >= 0 else { return nil }
  guard let headroom = finite(high * (used + available) - used) else { return nil }
  return max(0, headroom)
}
