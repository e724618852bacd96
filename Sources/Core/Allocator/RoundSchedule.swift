import Market

/// When rounds are: at whole multiples of an interval while hours last, and at their begin; each three seconds
/// later, so that the candle that ends there is in.
///
/// Source: trading-system.md, sections 5, 6 and 18.
enum RoundSchedule {
  static let delayNanoseconds = 3 * nanosecondsPerSecond

  /// The instant that a round at `now` belongs to.
  static func base(of now: Timestamp) -> Timestamp { now.adding(nanoseconds: -delayNanoseconds) }

  /// The next round of all instruments.
  ///
  /// - Parameters:
  ///   - interval: In ns, above 0.
  ///   - status: The clock at `base(of: now)`; its market counts, whichever instrument it is of.
  ///   - home: The sessions of that instrument.
  /// - Returns: An instant after `now`. It may lie outside the market's hours where those do not begin within
  ///   the clock's horizon.
  static func nextRound(
    after now: Timestamp, every interval: Int64, _ status: SessionStatus, of home: TradingSessions,
    in calendar: SessionCalendar
  ) -> Timestamp {
    let next = multiple(of: interval, after: base(of: now))
    guard status.isMarketOpen else { return due(status.marketChange ?? status.nextEdge) }
    guard let close = status.marketChange, next >= close else { return due(next) }
    let closed = calendar.status(of: home, at: close)
    return due(closed.marketChange ?? closed.nextEdge)
  }

  /// The next full hour of one instrument at which it is open.
  ///
  /// - Parameters:
  ///   - interval: An hour, or the bar if that is longer.
  ///   - status: Its clock at `base(of: now)`.
  static func nextHour(
    after now: Timestamp, every interval: Int64, _ status: SessionStatus
  ) -> Timestamp {
    let base = base(of: now)
    let next = multiple(of: interval, after: base)
    if let close = status.close, next < close { return due(next) }
    guard let opening = status.nextOpen else { return due(status.nextEdge) }
    return due(multiple(of: interval, after: opening.adding(nanoseconds: -1)))
  }

  private static func multiple(of interval: Int64, after instant: Timestamp) -> Timestamp {
    let (whole, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: interval)
    return Timestamp(nanoseconds: (rest < 0 ? whole : whole + 1) * interval)
  }

  private static func due(_ base: Timestamp) -> Timestamp {
    base.adding(nanoseconds: delayNanoseconds)
  }
}
