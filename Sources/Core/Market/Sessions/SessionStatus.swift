/// What the session clock says of one instrument at one instant.
///
/// `isMarketOpen`, `isOpen` and `isNearClose` stay as they are until `nextEdge`, so a caller keeps the
/// status and compares one instant a candle.
///
/// Source: trading-system.md, section 3.3.
public struct SessionStatus: Equatable, Sendable, BitwiseCopyable {
  /// When this was asked.
  public var at: Timestamp
  public var isMarketOpen: Bool
  /// When the market next opens or shuts; nil when it stays shut beyond the horizon.
  public var marketChange: Timestamp?
  /// Every session whose hours contain `at`, the instrument's or not; none while the market is shut.
  ///
  /// May change before `nextEdge`: it is for the screen.
  public var openSessions: TradingSessions
  /// Whether the instrument's own hours contain `at`.
  public var isOpen: Bool
  /// When its hours end; nil while it is not open.
  public var close: Timestamp?
  /// Whether `close` is at most the exit time away.
  public var isNearClose: Bool
  /// The start of the first hours that begin after `at`; nil beyond the horizon of 14 days.
  public var nextOpen: Timestamp?
  /// The first instant after `at` at which `isMarketOpen`, `isOpen` or `isNearClose` changes.
  ///
  /// The end of the horizon when none does.
  public var nextEdge: Timestamp

  /// Whole minutes from `at` to `close`, rounded down; nil while it is not open.
  public var minutesToClose: Int64? { minutesToClose(at: at) }

  /// Whole minutes from an instant to `close`, for a status that is kept.
  ///
  /// - Parameter now: From `at` to before `nextEdge`.
  public func minutesToClose(at now: Timestamp) -> Int64? {
    guard let close else { return nil }
    return floorDivision(close.nanoseconds &- now.nanoseconds, by: 60 * nanosecondsPerSecond)
  }
}
