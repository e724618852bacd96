public import Market

/// When rounds come: at whole multiples of their interval plus three seconds, so that the candle of the minute
/// is in.
///
/// Source: trading-system.md, sections 5, 6 and 10; issue of the strategy.
public enum Rounds {
  /// How long after a whole multiple, in ns.
  public static let delayNanoseconds = 3 * nanosecondsPerSecond

  /// The first round after an instant.
  ///
  /// - Parameter seconds: The interval, 1 or more.
  public static func next(after now: Timestamp, every seconds: Int64) -> Timestamp {
    let interval = seconds * nanosecondsPerSecond
    let passed = now.nanoseconds - delayNanoseconds
    let rest = passed % interval
    let begun = rest < 0 ? passed - rest - interval : passed - rest
    return Timestamp(nanoseconds: begun + interval + delayNanoseconds)
  }

  /// The first round after an instant at which the market is open; the market's next open itself counts as
  /// one.
  ///
  /// - Parameter status: The session of any instrument at that instant: only the market is looked at.
  public static func next(
    after now: Timestamp, every seconds: Int64, market status: SessionStatus
  ) -> Timestamp {
    let round = next(after: now, every: seconds)
    guard let change = status.marketChange else { return round }
    return status.isMarketOpen ? round : max(change, now)
  }
}
