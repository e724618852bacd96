/// A range of candles split into requests: `[a, a + most × granularity)`, the last one shorter.
///
///     for page in CandlePages(of: range, granularity: .m1) { … }   // thirty days: nine pages
///
/// Source: trading-system.md, section 4.2.
public struct CandlePages: Sequence, IteratorProtocol, Sendable {
  /// The most candles of one request.
  public static let mostCandles: Int64 = 5_000

  private var position: Timestamp
  private let end: Timestamp
  private let length: Int64

  /// - Parameters:
  ///   - range: Two valid instants; an empty range has no pages.
  ///   - mostCandles: 1 to 5,000 in one page.
  public init(
    of range: TimeSpan, granularity: Granularity, mostCandles: Int64 = CandlePages.mostCandles
  ) {
    precondition((1...Self.mostCandles).contains(mostCandles), "a page has 1 to 5,000 candles")
    position = range.start
    end = range.end
    length = granularity.nanoseconds * mostCandles
  }

  public mutating func next() -> TimeSpan? {
    guard position < end else { return nil }
    let start = position
    let (moved, isTooFar) = start.nanoseconds.addingReportingOverflow(length)
    position = isTooFar ? end : Swift.min(Timestamp(nanoseconds: moved), end)
    return TimeSpan(start: start, end: position)
  }
}
