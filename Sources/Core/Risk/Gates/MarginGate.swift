/// The shares of used margin at which things happen.
public struct MarginLimits: Equatable, Sendable {
  /// `MARGIN_HYST_HIGH`: at it the gate shuts.
  public var high = 0.30
  /// `MARGIN_HYST_LOW`: below it the gate opens; above `high` it counts as `high`.
  public var low = 0.27
  /// `MARGIN_KILL`: at it the kill switch is engaged.
  public var critical = 0.80

  public init() {}
}

/// Shuts when much margin is used, and opens again only when clearly less is.
///
///     unknown       blocked
///     u >= high     blocked
///     u <  low      open
///     between       as before; blocked at start
///
/// Source: trading-system.md, section 11.2.
public struct MarginGate: Equatable, Sendable {
  public var isBlocked: Bool

  public init(isBlocked: Bool = true) { self.isBlocked = isBlocked }

  /// What the gate is after a share, without changing it.
  ///
  /// - Parameter usedShare: As `usedMarginShare` gives it; nil or not finite is unknown.
  public func isBlocked(after usedShare: Double?, limits: MarginLimits = MarginLimits()) -> Bool {
    guard let share = finite(usedShare), share >= 0 else { return true }
    // Asked this way round, a limit that is no number blocks.
    if !isBelow(share, limits.high) { return true }
    if isBelow(share, min(limits.low, limits.high)) { return false }
    return isBlocked
  }

  /// Takes in a share.
  ///
  /// - Returns: Whether the gate changed.
  @discardableResult
  public mutating func observe(_ usedShare: Double?, limits: MarginLimits = MarginLimits()) -> Bool
  {
    let before = isBlocked
    isBlocked = isBlocked(after: usedShare, limits: limits)
    return isBlocked != before
  }
}
