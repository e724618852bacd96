public import Market

/// One quote of the synthetic market.
public struct SyntheticQuote: Equatable, Sendable {
  /// Whose: the place in `EmbeddedMarket.instruments`.
  public var instrument: Int
  /// Which quote of that instrument since the market's start, from 1.
  public var ordinal: Int64
  /// Whole milliseconds. Quotes of one instant come in the order of the instruments.
  public var time: Timestamp
  public var bid: Price
  /// Always above the bid.
  public var ask: Price
}
