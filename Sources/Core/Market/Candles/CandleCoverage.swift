/// How many bars of some open hours have a candle.
///
///     share = open bars with a candle ÷ open bars
///
/// A bar is open when its first instant lies in the hours; with M1, an open bar is an open minute.
///
/// Source: trading-system.md, section 4.2.
public struct CandleCoverage: Equatable, Sendable {
  /// Open bars.
  public var expected: Int64
  /// Those with a candle.
  public var present: Int64

  /// 0 to 1; nil, which is unknown and not zero, when there are no open bars.
  public var share: Double? {
    expected > 0 ? Double(present) / Double(expected) : nil
  }

  public init(expected: Int64, present: Int64) {
    self.expected = expected
    self.present = present
  }

  /// - Parameters:
  ///   - times: Open times of candles in ascending order; one that is there twice counts once, one
  ///     outside the hours or between two bars not at all.
  ///   - hours: Open hours in ascending order, from `marketSpans(in:)` or `openSpans(of:in:)`.
  public init(
    times: some Sequence<Timestamp>, hours: some Sequence<TimeSpan>, granularity: Granularity
  ) {
    let bar = granularity.nanoseconds
    var times = times.makeIterator()
    var time = times.next()
    var last: Timestamp?
    expected = 0
    present = 0
    for span in hours {
      expected += Self.firstBar(from: span.end, bar) - Self.firstBar(from: span.start, bar)
      while let current = time, current < span.end {
        let isOpen = current >= span.start && current.nanoseconds % bar == 0
        if isOpen && current != last { present += 1 }
        last = current
        time = times.next()
      }
    }
  }

  /// The number of the first bar that begins at an instant or after it.
  private static func firstBar(from instant: Timestamp, _ bar: Int64) -> Int64 {
    -floorDivision(-instant.nanoseconds, by: bar)
  }
}
