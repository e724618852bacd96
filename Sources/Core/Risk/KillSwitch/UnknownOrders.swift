public import Market

/// Tells when three orders of unknown outcome came within ten minutes.
///
/// Source: trading-system.md, section 11.1.
public struct UnknownOrders: Equatable, Sendable {
  public static let most: Int64 = 3
  public static let windowNanoseconds: Int64 = 600 * nanosecondsPerSecond

  /// When the last three were found unknown, newest first; nil for none so far.
  public var newest: Timestamp?
  public var second: Timestamp?
  public var third: Timestamp?

  public init() {}

  /// Takes in that an order's outcome is unknown. Times do not decrease.
  public mutating func record(at: Timestamp) { (newest, second, third) = (at, newest, second) }

  /// Whether the last three lie within the ten minutes before `now`, both ends counted.
  public func areTooMany(at now: Timestamp) -> Bool {
    guard let third else { return false }
    let (age, hasOverflowed) = now.nanoseconds.subtractingReportingOverflow(third.nanoseconds)
    return !hasOverflowed && age <= Self.windowNanoseconds
  }
}
