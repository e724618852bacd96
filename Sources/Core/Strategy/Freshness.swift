public import Market

/// Ages, and what they may be.
///
/// Source: trading-system.md, sections 2.1 and 4.1; design.md, section 10.
public enum Freshness {
  /// A stamp further ahead than this is invalid, because a clock is wrong somewhere.
  public static let mostAheadNanoseconds = 5 * nanosecondsPerSecond

  /// How old something is; negative when its stamp lies ahead.
  @inlinable public static func age(of stamp: Timestamp, at now: Timestamp) -> Int64 {
    now.nanoseconds - stamp.nanoseconds
  }

  /// Whether something is there, at most as old as its limit and not too far ahead.
  public static func isFresh(_ stamp: Timestamp?, at now: Timestamp, limit: Int64) -> Bool {
    guard let stamp else { return false }
    let age = age(of: stamp, at: now)
    return age <= limit && age >= -mostAheadNanoseconds
  }

  /// A limit between neighbouring bars that was set for minutes, for bars of this length: five bars, at
  /// least what was set. On minutes it is what was set.
  ///
  /// - Returns: In ns.
  public static func limit(seconds: Int64, bar: Granularity) -> Int64 {
    bar == .m1
      ? seconds * nanosecondsPerSecond : max(seconds * nanosecondsPerSecond, 5 * bar.nanoseconds)
  }

  /// How long before the end of a session it counts as near: the minutes set, at least one bar.
  ///
  /// - Returns: In ns.
  public static func nearClose(minutes: Int64, bar: Granularity) -> Int64 {
    max(minutes * 60 * nanosecondsPerSecond, bar.nanoseconds)
  }
}
