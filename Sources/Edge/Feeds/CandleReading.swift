package import Market

/// How the candles of one file are read: their length, their side, and what their quotes are.
package struct CandleReading: Equatable, Sendable {
  package let granularity: Granularity
  package let side: PriceSide
  /// Ask minus bid of the quotes made from one-sided candles: a whole number of points, more than 0.
  /// nil for none: such candles then stand for no quotes, and two-sided ones have their own spread.
  package let spread: Price?
  /// A form of candles.
  let form: FileForm
  private let microsPerPoint: Int64

  init(
    _ form: FileForm, of instrument: Instrument, granularity: Granularity, side: PriceSide,
    spread: Price?
  ) {
    self.form = form
    self.granularity = granularity
    self.side = side
    self.spread = spread
    microsPerPoint = instrument.units.point
  }

  /// For the first look at a file, which asks for stamps only.
  init(_ form: FileForm) {
    self.form = form
    granularity = .m1
    side = .bid
    spread = nil
    microsPerPoint = 1
  }

  /// Whether each row has bids and asks.
  package var isTwoSided: Bool { form == .twoSided }

  /// Whether a row stands for a quote at its open and one at its close.
  package var yieldsQuotes: Bool { isTwoSided || spread != nil }

  /// Open, high, low and close of one side.
  typealias Prices = (open: Price?, high: Price?, low: Price?, close: Price?)

  func row(openAt: Timestamp, _ prices: Prices, volume: Int64?) -> CandleRow {
    CandleRow(
      openAt: openAt, barSeconds: granularity.seconds, side: side, open: prices.open,
      high: prices.high, low: prices.low, close: prices.close, volume: volume,
      openQuote: quote(prices.open), closeQuote: quote(prices.close))
  }

  func row(openAt: Timestamp, bids: Prices, asks: Prices) -> CandleRow {
    CandleRow(
      openAt: openAt, barSeconds: granularity.seconds, side: side,
      open: pick(bids.open, asks.open), high: pick(bids.high, asks.high),
      low: pick(bids.low, asks.low), close: pick(bids.close, asks.close), volume: nil,
      openQuote: Self.quote(bids.open, asks.open), closeQuote: Self.quote(bids.close, asks.close),
      hasRecordedQuotes: true)
  }

  /// The price of the wanted side; a mid only where it is exact in millionths.
  private func pick(_ bid: Price?, _ ask: Price?) -> Price? {
    switch side {
    case .bid: return bid
    case .ask: return ask
    case .mid:
      guard let bid, let ask else { return nil }
      let (sum, overflowed) = bid.micros.addingReportingOverflow(ask.micros)
      return overflowed || sum & 1 != 0 ? nil : Price(micros: sum / 2)
    }
  }

  private static func quote(_ bid: Price?, _ ask: Price?) -> CandleRow.Quote? {
    guard let bid, let ask else { return nil }
    return CandleRow.Quote(bid: bid, ask: ask)
  }

  /// The quote of a one-sided price: the price is its bid, its ask, or between the two.
  ///
  ///     bid                      ask
  ///     price                    price + spread       the file's prices are bids
  ///     price − spread           price                asks
  ///     price − spread / 2       bid + spread         mids; the bid is rounded down to a point
  private func quote(_ price: Price?) -> CandleRow.Quote? {
    guard let price, let spread else { return nil }
    let bid: Int64
    switch side {
    case .bid: bid = price.micros
    case .ask: bid = price.micros &- spread.micros
    case .mid:
      let exact = price.micros &- spread.micros / 2
      bid = exact &- (exact % microsPerPoint &+ microsPerPoint) % microsPerPoint
    }
    // Only prices far outside what any market quotes wrap around; ingest refuses the candle then.
    let ask = bid.addingReportingOverflow(spread.micros)
    return ask.overflow
      ? nil : CandleRow.Quote(bid: Price(micros: bid), ask: Price(micros: ask.partialValue))
  }
}
