/// Whether an instant lies inside some hours, and until when that is known to hold.
struct Phase {
  var isInside: Bool
  /// Seconds since 1970, after the instant. Both sides of it may be alike.
  var until: Int64
}

/// Whether an instant lies inside some hours, and when that changes.
struct Settled {
  var isInside: Bool
  /// Seconds since 1970; nil when nothing changes before the limit.
  var until: Int64?
}

extension SessionCalendar {
  /// Steps from phase to phase until the answer changes.
  ///
  /// - Parameters:
  ///   - home: The sessions of an instrument; nil is the market.
  ///   - limit: Where looking ends. A phase ends within a week, and there are few before the limit.
  func settled(_ home: TradingSessions?, at second: Int64, limit: Int64) -> Settled {
    let first = phase(of: home, at: second)
    var until = first.until
    while until < limit {
      let next = phase(of: home, at: until)
      if next.isInside != first.isInside { return Settled(isInside: first.isInside, until: until) }
      until = next.until
    }
    return Settled(isInside: first.isInside, until: nil)
  }

  /// The union of the sessions' hours within the market's hours.
  private func phase(of home: TradingSessions?, at second: Int64) -> Phase {
    let market = marketPhase(at: second)
    guard market.isInside, let home else { return market }
    var insideUntil: Int64?
    var outsideUntil = market.until
    for session in TradingSession.allCases where home.contains(session) {
      let own = phase(of: session, at: second)
      if own.isInside {
        insideUntil = max(insideUntil ?? own.until, own.until)
      } else {
        outsideUntil = min(outsideUntil, own.until)
      }
    }
    guard let insideUntil else { return Phase(isInside: false, until: outsideUntil) }
    return Phase(isInside: true, until: min(insideUntil, market.until))
  }

  /// The hours of one session, whatever the market does.
  func phase(of session: TradingSession, at second: Int64) -> Phase {
    let zone = session.zone
    let hours = hours(of: session)
    let today = zone.localDay(at: second)
    for day in today...today + 7 where (1...5).contains(weekday(day)) {
      let open = zone.second(onDay: day, at: hours.open)
      if second < open { return Phase(isInside: false, until: open) }
      let close = zone.second(onDay: day, at: hours.close)
      if second < close { return Phase(isInside: true, until: close) }
    }
    return Phase(isInside: false, until: second + 7 * secondsPerDay)
  }

  private func hours(of session: TradingSession) -> SessionHours {
    switch session {
    case .sydney: sydney
    case .tokyo: tokyo
    case .london: london
    case .newYork: newYork
    }
  }

  /// The market's hours with every closure taken out.
  ///
  /// Source: trading-system.md, section 3.2.
  private func marketPhase(at second: Int64) -> Phase {
    var phase = marketWeek(at: second)
    guard phase.isInside else { return phase }
    for closure in [holiday(near: second), nextClosure(endingAfter: second)] {
      guard let closure, second < closure.end else { continue }
      if second >= closure.start { return Phase(isInside: false, until: closure.end) }
      phase.until = min(phase.until, closure.start)
    }
    return phase
  }

  /// From Sunday evening to Friday evening, with a rest each evening.
  private func marketWeek(at second: Int64) -> Phase {
    let zone = MarketZone.newYork
    let today = zone.localDay(at: second)
    for day in today - 1...today + 7 where (0...4).contains(weekday(day)) {
      let close = zone.second(onDay: day + 1, at: marketClose)
      guard second < close else { continue }
      let open = zone.second(onDay: day, at: marketOpen)
      return second < open
        ? Phase(isInside: false, until: open) : Phase(isInside: true, until: close)
    }
    return Phase(isInside: false, until: second + 7 * secondsPerDay)
  }

  /// Christmas or the New Year, whichever ends next, when it is near enough to cut a market day.
  private func holiday(near second: Int64) -> Closure? {
    let date = CalendarDay(daysSinceEpoch: floorDivision(second, by: secondsPerDay))
    guard date.month == 12 || date.month == 1 else { return nil }
    let year = date.month == 12 ? date.year : date.year - 1
    let christmas = overnight(from: CalendarDay(year: year, month: 12, day: 24))
    return second < christmas.end
      ? christmas : overnight(from: CalendarDay(year: year, month: 12, day: 31))
  }

  /// From the market's close on one day to its open on the next, New York time.
  private func overnight(from day: CalendarDay) -> Closure {
    let zone = MarketZone.newYork
    let first = day.daysSinceEpoch
    return Closure(
      start: zone.second(onDay: first, at: marketClose),
      end: zone.second(onDay: first + 1, at: marketOpen))
  }

  private func nextClosure(endingAfter second: Int64) -> Closure? {
    var low = 0
    var high = closures.count
    while low < high {
      let middle = (low + high) / 2
      if closures[middle].end > second { high = middle } else { low = middle + 1 }
    }
    return low < closures.count ? closures[low] : nil
  }
}
