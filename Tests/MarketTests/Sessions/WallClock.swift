import Market

/// The rules of trading-system.md 3 once more, for one minute at a time and from the wall clock's side.
///
/// Nothing of `SessionCalendar` is used: what day and minute it is somewhere, then the tables.
struct WallClock {
  /// Minutes since 1970 UTC.
  private(set) var minute: Int64 = 0
  private var changes = ClockChanges(year: 1970)

  init() {}

  init(minute: Int64) { move(to: minute) }

  mutating func move(to minute: Int64) {
    self.minute = minute
    let year = CalendarDay(daysSinceEpoch: minute / 1_440).year
    if year != changes.year { changes = ClockChanges(year: year) }
  }

  private struct Local {
    var date: CalendarDay
    /// 0 is Sunday.
    var weekday: Int64
    var minute: Int64
  }

  private func local(hours: Int64) -> Local {
    let wall = minute + hours * 60
    let days = (wall + 1_440 * 7) / 1_440 - 7
    return Local(
      date: CalendarDay(daysSinceEpoch: days), weekday: (days + 4) % 7, minute: wall - days * 1_440)
  }

  private var newYork: Local {
    local(hours: changes.newYorkSummer.contains(minute) ? -4 : -5)
  }

  var isMarketOpen: Bool {
    let local = newYork
    let isWeek =
      switch local.weekday {
      case 0: local.minute >= 1_025
      case 1...4: local.minute < 1_015 || local.minute >= 1_025
      case 5: local.minute < 1_015
      default: false
      }
    let isHoliday =
      switch (local.date.month, local.date.day) {
      case (12, 24), (12, 31): local.minute >= 1_015
      case (12, 25), (1, 1): local.minute < 1_025
      default: false
      }
    return isWeek && !isHoliday
  }

  private func isOpen(_ session: TradingSession) -> Bool {
    let wall: Local
    let open: Int64
    switch session {
    case .tokyo:
      wall = local(hours: 9)
      open = 540
    case .newYork:
      wall = newYork
      open = 480
    case .london:
      wall = local(hours: changes.londonSummer.contains(minute) ? 1 : 0)
      open = 480
    case .sydney:
      wall = local(hours: changes.sydneyWinter.contains(minute) ? 10 : 11)
      open = 420
    }
    return (1...5).contains(wall.weekday) && wall.minute >= open && wall.minute < open + 540
  }

  /// Every session that is open; none while the market is shut.
  var openSessions: TradingSessions {
    guard isMarketOpen else { return [] }
    var open: TradingSessions = []
    for session in TradingSession.allCases where isOpen(session) {
      open.insert(TradingSessions(session))
    }
    return open
  }
}

/// When clocks change in one year, in minutes since 1970 UTC.
private struct ClockChanges {
  let year: Int64
  let londonSummer: Range<Int64>
  let newYorkSummer: Range<Int64>
  let sydneyWinter: Range<Int64>

  init(year: Int64) {
    /// The `count`-th Sunday of a month, or its last at 0.
    func sunday(_ month: Int64, _ count: Int, hour: Int64) -> Int64 {
      let sundays = (1...31 as ClosedRange<Int64>).compactMap { day -> Int64? in
        let date = CalendarDay(year: year, month: month, day: day).daysSinceEpoch
        let isThere = CalendarDay(daysSinceEpoch: date).month == month
        return isThere && (date + 4) % 7 == 0 ? date : nil
      }
      return sundays[count == 0 ? sundays.count - 1 : count - 1] * 1_440 + hour * 60
    }
    self.year = year
    londonSummer = sunday(3, 0, hour: 1)..<sunday(10, 0, hour: 1)
    newYorkSummer = sunday(3, 2, hour: 7)..<sunday(11, 1, hour: 6)
    // Saturday 16:00 UTC is eight hours before Sunday.
    sydneyWinter = sunday(4, 1, hour: -8)..<sunday(10, 1, hour: -8)
  }
}
