/// A place whose local time opens and closes something, with its offset from UTC by rule.
///
/// The rules are this table and nothing else, so that replay never depends on a time-zone database.
///
/// Source: trading-system.md, section 3.1.
public enum MarketZone: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case sydney = 0
  case tokyo = 1
  case london = 2
  case newYork = 3

  /// Seconds that local time is ahead of UTC outside summer time.
  private var standardOffset: Int64 {
    switch self {
    case .sydney: 10 * 3_600
    case .tokyo: 9 * 3_600
    case .london: 0
    case .newYork: -5 * 3_600
    }
  }

  /// Seconds that local time is ahead of UTC.
  ///
  /// - Parameter second: Seconds since 1970 UTC.
  func offset(at second: Int64) -> Int64 {
    standardOffset + (isSummerTime(at: second) ? 3_600 : 0)
  }

  private func isSummerTime(at second: Int64) -> Bool {
    guard self != .tokyo else { return false }
    let year = CalendarDay(daysSinceEpoch: floorDivision(second, by: secondsPerDay)).year
    switch self {
    case .tokyo: return false
    case .london:
      // 01:00 UTC on the last Sundays of March and October.
      let begin = lastSunday(year, month: 3) * secondsPerDay + 3_600
      let end = lastSunday(year, month: 10) * secondsPerDay + 3_600
      return second >= begin && second < end
    case .newYork:
      // 07:00 UTC on the second Sunday of March, 06:00 UTC on the first of November.
      let begin = (firstSunday(year, month: 3) + 7) * secondsPerDay + 7 * 3_600
      let end = firstSunday(year, month: 11) * secondsPerDay + 6 * 3_600
      return second >= begin && second < end
    case .sydney:
      // 16:00 UTC on the Saturdays before the first Sundays of October and April.
      let begin = (firstSunday(year, month: 10) - 1) * secondsPerDay + 16 * 3_600
      let end = (firstSunday(year, month: 4) - 1) * secondsPerDay + 16 * 3_600
      return second >= begin || second < end
    }
  }

  /// The local date, as days since 1970-01-01.
  func localDay(at second: Int64) -> Int64 {
    floorDivision(second + offset(at: second), by: secondsPerDay)
  }

  /// The instant of a wall time, in seconds since 1970 UTC.
  ///
  /// In two steps: assume the standard offset, look up the offset at that moment, apply it.
  ///
  /// - Parameter day: The local date, as days since 1970-01-01.
  func second(onDay day: Int64, at time: LocalTime) -> Int64 {
    let wall = day * secondsPerDay + time.minutes * 60
    return wall - offset(at: wall - standardOffset)
  }
}

var secondsPerDay: Int64 { 86_400 }

/// The quotient rounded towards minus infinity.
///
/// - Parameter divisor: One or more.
func floorDivision(_ dividend: Int64, by divisor: Int64) -> Int64 {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

/// Days since the last Sunday: 0 on a Sunday, 6 on a Saturday.
///
/// - Parameter day: Days since 1970-01-01, which was a Thursday.
func weekday(_ day: Int64) -> Int64 {
  day + 4 - floorDivision(day + 4, by: 7) * 7
}

private func firstSunday(_ year: Int64, month: Int64) -> Int64 {
  let first = CalendarDay(year: year, month: month, day: 1).daysSinceEpoch
  return first + (7 - weekday(first)) % 7
}

/// - Parameter month: One with 31 days.
private func lastSunday(_ year: Int64, month: Int64) -> Int64 {
  let last = CalendarDay(year: year, month: month, day: 31).daysSinceEpoch
  return last - weekday(last)
}
