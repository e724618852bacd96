public import Market

/// What a coverage remembers, for an archive.
///
/// Bars are counted from 1970. A bar's bit lies at its number modulo the bars of the window.
public struct CoverageState: Equatable, Sendable {
  /// The oldest bar of the window.
  public var first: Int64
  /// The first bar that was not looked at.
  public var next: Int64
  /// Open bars without a candle in a row, up to `next`.
  public var run: Int64
  public var expected: Int64
  public var present: Int64
  /// One bit a bar: whether it was open.
  public var openWords: [UInt64]
  /// One bit a bar: whether it counts as present.
  public var presentWords: [UInt64]

  public init(
    first: Int64, next: Int64, run: Int64, expected: Int64, present: Int64, openWords: [UInt64],
    presentWords: [UInt64]
  ) {
    self.first = first
    self.next = next
    self.run = run
    self.expected = expected
    self.present = present
    self.openWords = openWords
    self.presentWords = presentWords
  }
}

extension SessionCoverage {
  public var state: CoverageState {
    CoverageState(
      first: first, next: next, run: run, expected: counts.expected, present: counts.present,
      openWords: open.words, presentWords: present.words)
  }

  /// The coverage of an archive.
  ///
  /// - Returns: nil when the numbers cannot be those of a window of this length.
  public init?(
    calendar: SessionCalendar, home: TradingSessions, granularity: Granularity, days: Int64 = 30,
    state: CoverageState
  ) {
    self.init(calendar: calendar, home: home, granularity: granularity, at: .zero, days: days)
    let farthest = Timestamp.limit.nanoseconds / granularity.nanoseconds
    guard state.first >= -farthest, state.next <= farthest, state.first <= state.next,
      state.next - state.first <= length, state.run >= 0, state.run <= farthest,
      state.present >= 0, state.present <= state.expected,
      state.expected <= state.next - state.first,
      let open = BarBits(count: Int(length), words: state.openWords),
      let present = BarBits(count: Int(length), words: state.presentWords)
    else { return nil }
    (first, next, run) = (state.first, state.next, state.run)
    counts = CandleCoverage(expected: state.expected, present: state.present)
    self.open = open
    self.present = present
  }
}
