import Market

/// Tells of one instant after another whether an instrument is open, asking the calendar only when the answer
/// may have changed.
struct OpenHours: Sendable {
  private let calendar: SessionCalendar
  private let home: TradingSessions
  private var isInside = false
  private var known: TimeSpan

  init(calendar: SessionCalendar, home: TradingSessions) {
    self.calendar = calendar
    self.home = home
    known = TimeSpan(start: .zero, end: .zero)
  }

  mutating func isOpen(at instant: Timestamp) -> Bool {
    if known.contains(instant) { return isInside }
    let end = instant.adding(nanoseconds: 86_400 * nanosecondsPerSecond)
    let day = TimeSpan(start: instant, end: end)
    var spans = calendar.openSpans(of: home, in: day)
    let span = spans.next() ?? TimeSpan(start: end, end: end)
    isInside = span.contains(instant)
    known = TimeSpan(start: instant, end: isInside ? span.end : span.start)
    return isInside
  }
}
