import Market

/// City clocks and market hours, without a time-zone database.
///
/// The rules are this market's own copy of trading-system.md, sections 3.1 and 3.2: a seed must give
/// the same bytes for ever, also when a country changes its summer time.
struct SyntheticClock: Sendable {
  private static let hour: Int64 = 60
  private static let day: Int64 = 1_440
  private static let week: Int64 = 7 * day

  /// The hour, counted from 1970, for which `offsets` hold.
  private var knownHour: Int64 = -1
  /// Minutes that each city is ahead of UTC, by session.
  private var offsets = InlineArray<4, Int64>(repeating: 0)

  /// Minutes since a session opened today, negative before; nil on its Saturday and Sunday.
  ///
  /// - Parameter minute: Minutes since 1970-01-01 00:00 UTC.
  mutating func sinceOpen(of session: SyntheticSession, at minute: Int64) -> Int64? {
    let local = localMinute(in: session, at: minute)
    // 1970-01-05 was a Monday.
    guard (local - 4 * Self.day) %% Self.week < 5 * Self.day else { return nil }
    return local %% Self.day - session.openMinute
  }

  /// Minutes to or since 17:00 in New York, when positions roll to the next day: 0 to 720.
  mutating func distanceToRollover(at minute: Int64) -> Int64 {
    let since = (localMinute(in: .newYork, at: minute) - 17 * Self.hour) %% Self.day
    return min(since, Self.day - since)
  }

  /// Whether quotes are made: from Sunday 17:05 to Friday 16:55 in New York, but for ten minutes
  /// around each 17:00, and not from the evening before Christmas and New Year to the next.
  mutating func isOpen(at minute: Int64) -> Bool {
    let local = localMinute(in: .newYork, at: minute)
    // The trading day begins at 17:00; 1970-01-04 was a Sunday.
    let trading = local - 17 * Self.hour
    let sinceSunday = (trading - 3 * Self.day) %% Self.week
    let sinceRollover = trading %% Self.day
    guard sinceSunday < 5 * Self.day, (5..<Self.day - 5).contains(sinceRollover) else {
      return false
    }
    let endsOn = CalendarDay(daysSinceEpoch: trading / Self.day + 1)
    return (endsOn.month, endsOn.day) != (12, 25) && (endsOn.month, endsOn.day) != (1, 1)
  }

  private mutating func localMinute(in session: SyntheticSession, at minute: Int64) -> Int64 {
    if minute / Self.hour != knownHour {
      knownHour = minute / Self.hour
      for city in SyntheticSession.allCases {
        offsets[city.rawValue] = Self.offset(of: city, at: minute)
      }
    }
    return minute + offsets[session.rawValue]
  }

  /// Minutes ahead of UTC. The changes of all cities fall on whole hours.
  private static func offset(of city: SyntheticSession, at minute: Int64) -> Int64 {
    let year = CalendarDay(daysSinceEpoch: minute / day).year
    switch city {
    case .tokyo: return 9 * hour
    case .london:
      let begin = lastSunday(of: 3, year) + 1 * hour
      let end = lastSunday(of: 10, year) + 1 * hour
      return (begin..<end).contains(minute) ? hour : 0
    case .newYork:
      let begin = firstSunday(of: 3, year) + 7 * day + 7 * hour
      let end = firstSunday(of: 11, year) + 6 * hour
      return (begin..<end).contains(minute) ? -4 * hour : -5 * hour
    case .sydney:
      let end = firstSunday(of: 4, year) - 8 * hour
      let begin = firstSunday(of: 10, year) - 8 * hour
      return (end..<begin).contains(minute) ? 10 * hour : 11 * hour
    }
  }

  /// The minute at which the first Sunday of a month begins.
  private static func firstSunday(of month: Int64, _ year: Int64) -> Int64 {
    let first = CalendarDay(year: year, month: month, day: 1).daysSinceEpoch
    return (first + (3 - first) %% 7) * day
  }

  private static func lastSunday(of month: Int64, _ year: Int64) -> Int64 {
    firstSunday(of: month + 1, year) - 7 * day
  }
}

infix operator %% : MultiplicationPrecedence

/// The remainder that is never negative.
private func %% (value: Int64, modulus: Int64) -> Int64 {
  let remainder = value % modulus
  return remainder < 0 ? remainder + modulus : remainder
}
