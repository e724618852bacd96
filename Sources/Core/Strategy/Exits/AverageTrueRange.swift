public import Market

/// The mean of the last n true ranges of one instrument's candles.
///
///     true range = max(high − low, |high − previous close|, |low − previous close|)
///
/// Source: J. W. Wilder, *New Concepts in Technical Trading Systems* (1978), with a plain mean;
/// trading-system.md, section 9.3.
public struct AverageTrueRange: Equatable, Sendable {
  /// nil: a price of the candle, or the close before it, is invalid.
  public private(set) var ranges: RecentValues<Price?>
  /// Whether there was a candle, its close invalid or not.
  public private(set) var hasCandle: Bool
  public private(set) var previousClose: Price?
  private let length: Int

  /// - Parameters:
  ///   - length: How many true ranges are averaged, at most 1,440; with less than 1 there is never an answer.
  ///   - ranges: Oldest first, as a snapshot has them.
  ///   - hasCandle: Whether there was a candle before.
  ///   - previousClose: Its close; nil when invalid.
  public init(
    length: Int, ranges: [Price?] = [], hasCandle: Bool = false, previousClose: Price? = nil
  ) {
    precondition(length <= 1_440, "a range is averaged over at most 1,440 candles")
    self.length = length
    self.ranges = RecentValues(capacity: max(1, length), ranges)
    self.hasCandle = hasCandle
    self.previousClose = previousClose
  }

  /// Takes in a candle. A price that is nil or not above zero is invalid, and makes the range unknown
  /// while the candle is among those that count.
  public mutating func record(high: Price?, low: Price?, close: Price?) {
    let high = Self.valid(high)
    let low = Self.valid(low)
    let close = Self.valid(close)
    // With one invalid price none of the candle counts: the next true range needs it too.
    let isValid = high != nil && low != nil && close != nil
    if hasCandle {
      var range: Price?
      if isValid, let high, let low, let previous = previousClose {
        range = Price(
          micros: max(
            high.micros - low.micros, abs(high.micros - previous.micros),
            abs(low.micros - previous.micros)))
      }
      ranges.record(range)
    }
    hasCandle = true
    previousClose = isValid ? close : nil
  }

  /// In the quote currency; nil before `length` + 1 candles, or with an invalid price among them.
  public var value: Double? {
    guard length > 0, ranges.count == length else { return nil }
    var sum = 0.0
    for age in (0..<length).reversed() {
      guard let range = ranges[age: age] else { return nil }
      sum += range.value
    }
    return sum / Double(length)
  }

  private static func valid(_ price: Price?) -> Price? {
    guard let price, price.micros > 0 else { return nil }
    return price
  }
}
