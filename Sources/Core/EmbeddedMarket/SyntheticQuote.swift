package import Market

/// One quote of the synthetic market.
package struct SyntheticQuote: Equatable, Sendable {
  /// Whose: the place in `EmbeddedMarket.instruments`.
  package var instrument: Int
  /// Which quote of that instrument since the market's start, from 1.
  package var ordinal: Int64
  /// Whole milliseconds. Quotes of one instant come in the order of the instruments.
  package var time: Timestamp
  package var bid: Price
  /// Always above the bid.
  package var ask: Price
}
