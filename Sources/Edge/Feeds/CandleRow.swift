package import Market

/// One row of a candle file: the candle, and the quotes that it stands for.
///
/// A price that is not exact decimal text in millionths is nil: absent, not zero.
package struct CandleRow: Equatable, Sendable {
  /// Two prices of one moment.
  package struct Quote: Equatable, Sendable {
    package var bid: Price
    package var ask: Price

    package init(bid: Price, ask: Price) {
      self.bid = bid
      self.ask = ask
    }
  }

  /// Begin of the bar: the row's own stamp.
  package var openAt: Timestamp
  package var barSeconds: Int64
  package var side: PriceSide
  package var open: Price?
  package var high: Price?
  package var low: Price?
  package var close: Price?
  /// nil where the file has none.
  package var volume: Int64?
  /// Nil where the file says no spread, or one of the two prices is absent.
  package var openQuote: Quote?
  package var closeQuote: Quote?
  /// Whether the two quotes are recorded ones, and not made with a spread that somebody told.
  package var hasRecordedQuotes = false
  /// Whether it is of before the run: it fills windows and decides nothing.
  package var isPriming = false

  package init(
    openAt: Timestamp, barSeconds: Int64, side: PriceSide, open: Price?, high: Price?,
    low: Price?, close: Price?, volume: Int64?, openQuote: Quote? = nil, closeQuote: Quote? = nil,
    hasRecordedQuotes: Bool = false
  ) {
    self.openAt = openAt
    self.barSeconds = barSeconds
    self.side = side
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.openQuote = openQuote
    self.closeQuote = closeQuote
    self.hasRecordedQuotes = hasRecordedQuotes
  }

  /// When the bar ends.
  package var closeAt: Timestamp { openAt.adding(nanoseconds: barSeconds * nanosecondsPerSecond) }
}
