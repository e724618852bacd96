package import Market

/// One row of a candle file: the candle, and the quotes that it stands for.
///
/// A price that is not exact decimal text in millionths is nil: absent, not zero.
package struct CandleRow: Equatable, Sendable {
  /// Two prices of one moment.
  package struct Quote: Equatable, Sendable {
    package var bid: Price
    package var ask: Price
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

  /// When the bar ends.
  package var closeAt: Timestamp { openAt.adding(nanoseconds: barSeconds * nanosecondsPerSecond) }
}
