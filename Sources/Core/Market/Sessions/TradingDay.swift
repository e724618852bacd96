/// A day of trading: from 17:00 New York to 17:00 New York, named after the date on which it ends.
///
///     2026-01-14T21:59:59Z is in 2026-01-14; 22:00:00Z is in 2026-01-15
///
/// Every date has one, Saturdays and Sundays too, and `MARKET_OPEN_LOCAL` does not move it.
///
/// Source: trading-system.md, section 2.1.
public struct TradingDay: Equatable, Sendable {
  /// The date on which it ends.
  public let day: CalendarDay
  /// The same as days after 1970-01-01.
  public let number: Int64
  /// From its first instant to the first of the next one.
  public let span: TimeSpan

  /// - Parameter instant: 1970 to 2200; outside, the nearer end counts.
  public init(containing instant: Timestamp) {
    let second = sessionSecond(of: instant)
    let zone = MarketZone.newYork
    let today = zone.localDay(at: second)
    let ends = second < zone.second(onDay: today, at: Self.boundary) ? today : today + 1
    day = CalendarDay(daysSinceEpoch: ends)
    number = ends
    span = TimeSpan(
      start: Timestamp(sessionSecond: zone.second(onDay: ends - 1, at: Self.boundary)),
      end: Timestamp(sessionSecond: zone.second(onDay: ends, at: Self.boundary)))
  }

  private static let boundary = LocalTime(hour: 17)

  /// The next 17:00 New York: the first instant that is not in it.
  public var end: Timestamp { span.end }

  /// `2026-01-14`.
  public var text: String { day.text }
}

/// Seconds since 1970 of an instant, from 0 to the year 2200: what the clock can compute with.
func sessionSecond(of instant: Timestamp) -> Int64 {
  let latest: Int64 = 7_258_118_400
  return min(max(0, instant.nanoseconds / nanosecondsPerSecond), latest)
}

extension Timestamp {
  /// - Parameter second: Within a year of the range above.
  init(sessionSecond second: Int64) {
    self.init(nanoseconds: second &* nanosecondsPerSecond)
  }
}
