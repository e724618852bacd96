/// Losing trades in a row. A long streak only warns.
///
/// Source: trading-system.md, section 11.5 (`RISK_CONSECUTIVE_LOSSES`).
public struct LosingStreak: Equatable, Sendable {
  public static let shippedLimit: Int64 = 5

  /// 0 after a trade that lost nothing.
  public var losses: Int64 = 0

  public init() {}

  /// Takes in the realised profit of a closed trade.
  ///
  /// - Parameter profitMicros: Millionths of the account currency; below 0 is a loss.
  /// - Returns: Whether this trade brought the streak to the limit: one warning a streak.
  @discardableResult
  public mutating func record(profitMicros: Int64, limit: Int64 = Self.shippedLimit) -> Bool {
    losses = profitMicros < 0 ? min(losses, .max - 1) + 1 : 0
    return losses > 0 && losses == limit
  }
}
