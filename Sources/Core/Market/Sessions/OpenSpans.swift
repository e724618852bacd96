/// The open hours of an instrument, or of the market, within a stretch of time: in order, none touching
/// another, the first and last cut at its ends.
public struct OpenSpans: Sequence, IteratorProtocol, Sendable {
  private let calendar: SessionCalendar
  private let home: TradingSessions?
  private let end: Int64
  private let range: TimeSpan
  private var position: Int64

  /// - Parameter home: nil is the market.
  init(of home: TradingSessions?, in range: TimeSpan, calendar: SessionCalendar) {
    self.calendar = calendar
    self.home = home
    self.range = range
    position = sessionSecond(of: range.start)
    // A range that ends within a second still has its part of it.
    let last = sessionSecond(of: range.end)
    let isWhole = Timestamp(sessionSecond: last) >= range.end
    end = range.isEmpty ? position : isWhole ? last : last + 1
  }

  public mutating func next() -> TimeSpan? {
    while position < end {
      let start = position
      let phase = calendar.settled(home, at: start, limit: end)
      position = phase.until ?? end
      guard phase.isInside else { continue }
      return TimeSpan(
        start: Timestamp(sessionSecond: start), end: Timestamp(sessionSecond: position)
      ).cut(to: range)
    }
    return nil
  }
}

extension SessionCalendar {
  /// The market's hours within a stretch of time.
  public func marketSpans(in range: TimeSpan) -> OpenSpans {
    OpenSpans(of: nil, in: range, calendar: self)
  }

  /// An instrument's hours within a stretch of time; the market's while session trading is off.
  public func openSpans(of home: TradingSessions, in range: TimeSpan) -> OpenSpans {
    OpenSpans(of: isSessionTradingEnabled ? home : nil, in: range, calendar: self)
  }
}
