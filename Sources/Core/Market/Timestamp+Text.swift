/// A day of the proleptic Gregorian calendar, UTC.
public struct CalendarDay: Equatable, Sendable {
  public let year: Int64
  public let month: Int64
  public let day: Int64

  public init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that is `days` after 1970-01-01.
  ///
  /// Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, civil_from_days.
  public init(daysSinceEpoch days: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    self.day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    self.month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  public var daysSinceEpoch: Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// `2014-05-01`.
  public var text: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

extension Timestamp: CustomStringConvertible {
  /// ISO 8601 in UTC with as many decimals as the instant needs: none, 3, 6 or 9.
  public var text: String {
    let secondsPerDay: Int64 = 86_400
    let nanosPerDay = secondsPerDay * nanosecondsPerSecond
    var days = nanoseconds / nanosPerDay
    var rest = nanoseconds % nanosPerDay
    if rest < 0 {
      days -= 1
      rest += nanosPerDay
    }
    let seconds = rest / nanosecondsPerSecond
    let fraction = rest % nanosecondsPerSecond
    let clock =
      "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    let decimals =
      if fraction == 0 { "" } else if fraction % 1_000_000 == 0 {
        "." + padded(fraction / 1_000_000, 3)
      } else if fraction % 1_000 == 0 { "." + padded(fraction / 1_000, 6) } else {
        "." + padded(fraction, 9)
      }
    return "\(CalendarDay(daysSinceEpoch: days).text)T\(clock)\(decimals)Z"
  }

  public var description: String { text }
}

private func padded(_ number: Int64, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
