public import Market

/// The bars of an average true range, folded from the candles of a run.
///
///     candle of the open bar ────────▶ widens it
///     candle that ends the open bar ─▶ the bar counts
///     candle of a later bar ─────────▶ the bar before counts as it is, a new one opens
///
/// A length below the run's bar is the run's bar, so each candle is a bar. A bar whose candles are not all there
/// counts with those that are; one with an invalid price counts as invalid.
/// Source: trading-system.md, section 9.3.
public struct RangeBars: Equatable, Sendable {
  /// A bar that is not over.
  public struct Bar: Equatable, Sendable {
    public var openAt: Timestamp
    /// Nil where a price of one of its candles is nil or not above zero.
    public var high: Price?
    public var low: Price?
    /// Of the newest candle.
    public var close: Price?

    public init(openAt: Timestamp, high: Price?, low: Price?, close: Price?) {
      self.openAt = openAt
      self.high = high
      self.low = low
      self.close = close
    }
  }

  /// Length of a bar: the larger of what was asked for and the run's own.
  public let seconds: Int64
  /// Nil before the first candle, and behind the last one of a bar.
  public private(set) var open: Bar?

  /// - Parameters:
  ///   - seconds: The length that is asked for (`AUTO_TP_ATR_GRAN`), above 0.
  ///   - run: The length of the run's candles, above 0.
  ///   - open: The bar that is not over, as a snapshot has it.
  public init(seconds: Int64, run: Int64, open: Bar? = nil) {
    precondition(seconds > 0 && run > 0, "a bar lasts longer than nothing")
    self.seconds = max(seconds, run)
    self.open = open
  }

  /// Takes in a candle of the run, and gives each bar that is over to the range.
  ///
  /// A candle of an earlier bar than the open one is passed over.
  ///
  /// - Parameter barSeconds: The length of the candle.
  public mutating func record(
    openAt: Timestamp, barSeconds: Int64, high: Price?, low: Price?, close: Price?,
    into range: inout AverageTrueRange
  ) {
    let length = seconds &* nanosecondsPerSecond
    let begin = openAt.nanoseconds / length &* length
    if let bar = open, bar.openAt.nanoseconds != begin {
      guard bar.openAt.nanoseconds < begin else { return }
      range.record(high: bar.high, low: bar.low, close: bar.close)
      open = nil
    }
    let bar = widened(Timestamp(nanoseconds: begin), high, low, close)
    guard openAt.nanoseconds &+ barSeconds &* nanosecondsPerSecond >= begin &+ length else {
      open = bar
      return
    }
    range.record(high: bar.high, low: bar.low, close: bar.close)
    open = nil
  }

  /// The open bar with one candle more.
  private func widened(_ openAt: Timestamp, _ high: Price?, _ low: Price?, _ close: Price?) -> Bar {
    guard let high, let low, let close, min(high, low, close).micros > 0 else {
      return Bar(openAt: openAt, high: nil, low: nil, close: nil)
    }
    guard let bar = open else { return Bar(openAt: openAt, high: high, low: low, close: close) }
    guard let highest = bar.high, let lowest = bar.low else { return bar }
    return Bar(openAt: openAt, high: max(highest, high), low: min(lowest, low), close: close)
  }
}
