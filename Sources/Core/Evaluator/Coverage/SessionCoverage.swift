public import Market
import Strategy

/// How many bars of an instrument's own session hours have a candle, over the last thirty days.
///
/// A hole, which is a run of open bars without a candle within one session, counts as present up to 300 s or
/// five bars, whichever is longer: nobody need trade every minute. A wider hole is missing as a whole, also
/// while its first part has left the window. Source: trading-system.md, sections 4.2 and 5.1; design.md,
/// section 10.
public struct SessionCoverage: Sendable {
  /// Candles up to this many bars late are still taken in, or as many as the window has room for.
  public static let mostLateBars: Int64 = 1_440

  public let granularity: Granularity
  /// Bars in the window.
  let length: Int64
  /// Missing bars in a row that count as present.
  private let widest: Int64
  private let late: Int64
  /// A hole is looked at from a day before the window: no session is longer.
  private let dayBars: Int64
  private var hours: OpenHours
  /// The oldest bar of the window, and the first that was not looked at, counted from 1970.
  var first: Int64
  var next: Int64
  /// Of the bars from `first` to `next`, each at its number modulo `length`.
  var open: BarBits
  var present: BarBits
  var counts = CandleCoverage(expected: 0, present: 0)
  /// Open bars without a candle in a row, up to `next`.
  var run: Int64 = 0

  /// A window without a candle.
  ///
  /// - Parameters:
  ///   - now: Any time; the first candle may be earlier.
  ///   - days: The length of the window, 1 to 90; at least seven bars.
  public init(
    calendar: SessionCalendar, home: TradingSessions, granularity: Granularity, at now: Timestamp,
    days: Int64 = 30
  ) {
    precondition((1...90).contains(days), "a window of coverage is 1 to 90 days long")
    self.granularity = granularity
    let day = 86_400 * nanosecondsPerSecond
    length = days * day / granularity.nanoseconds
    widest = Freshness.limit(seconds: 300, bar: granularity) / granularity.nanoseconds
    precondition(length > widest + 1, "a window of coverage is longer than a hole that counts")
    late = min(Self.mostLateBars, length - widest - 1)
    dayBars = day / granularity.nanoseconds
    hours = OpenHours(calendar: calendar, home: home)
    next = now.nanoseconds / granularity.nanoseconds - length - dayBars
    first = next
    open = BarBits(count: Int(length))
    present = open
  }

  /// Takes in a candle.
  ///
  /// - Returns: false, and changes nothing, for one that does not begin with a bar, that is not newer than the
  ///   one before, or that is too late.
  @discardableResult
  public mutating func record(openAt: Timestamp) -> Bool {
    let (bar, rest) = openAt.nanoseconds.quotientAndRemainder(
      dividingBy: granularity.nanoseconds)
    guard rest == 0, bar >= next else { return false }
    pass(to: bar)
    push(hasCandle: true)
    return true
  }

  /// The coverage of the complete bars in the thirty days before `now`.
  ///
  /// - Parameter now: Never earlier than before, nor than the close of the last candle.
  /// - Returns: Its `share` is nil when no bar was open.
  public mutating func coverage(at now: Timestamp) -> CandleCoverage {
    let end = max(next, now.nanoseconds / granularity.nanoseconds)
    // What is too late to come is settled, so that a feed that is dead for weeks is walked only once.
    pass(to: end - late)
    drop(before: end - length)
    var counts = counts
    var run = run
    var hours = hours
    for bar in next..<end {
      let isOpen = hours.isOpen(at: start(of: bar))
      count(isOpen: isOpen, hasCandle: false, in: &counts, run: &run)
    }
    return counts
  }

  /// Looks at every bar up to one, as having no candle.
  private mutating func pass(to bar: Int64) {
    if bar - next > length + dayBars {
      // None of the window is left, and none of what is skipped will be in it.
      drop(before: next)
      next = bar - length - dayBars
      first = next
      run = 0
    }
    while next < bar { push(hasCandle: false) }
  }

  /// Looks at the next bar.
  private mutating func push(hasCandle: Bool) {
    drop(before: next + 1 - length)
    let isOpen = hours.isOpen(at: start(of: next))
    open[place(of: next)] = isOpen
    let widened = count(isOpen: isOpen, hasCandle: hasCandle, in: &counts, run: &run)
    present[place(of: next)] = isOpen && run <= widest
    if widened {
      // The hole is wide now: its beginning was taken for present.
      for bar in max(first, next - widest)..<next { present[place(of: bar)] = false }
    }
    next += 1
  }

  /// Counts one bar. A closed one ends a hole.
  ///
  /// - Returns: Whether a hole has just become too wide.
  @discardableResult
  private func count(
    isOpen: Bool, hasCandle: Bool, in counts: inout CandleCoverage, run: inout Int64
  ) -> Bool {
    guard isOpen else {
      run = 0
      return false
    }
    run = hasCandle ? 0 : run + 1
    counts.expected += 1
    if run <= widest {
      counts.present += 1
      return false
    }
    guard run == widest + 1 else { return false }
    counts.present -= widest
    return true
  }

  private mutating func drop(before bar: Int64) {
    while first < min(bar, next) {
      if open[place(of: first)] { counts.expected -= 1 }
      if present[place(of: first)] { counts.present -= 1 }
      first += 1
    }
    first = max(first, min(bar, next))
  }

  private func start(of bar: Int64) -> Timestamp {
    Timestamp(nanoseconds: bar * granularity.nanoseconds)
  }

  private func place(of bar: Int64) -> Int {
    Int(bar % length + (bar % length < 0 ? length : 0))
  }
}
