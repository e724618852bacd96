/// What a fill costs.
///
/// With a recorded bid and ask a purchase pays the ask and a sale gets the bid, both with slippage; without
/// them the candle's price is taken for the mid:
///
///     bought at  price × (1 + h),  sold at  price × (1 − h),  h = spread ÷ 2 + slippage
///
/// Source: trading-system.md, section 12; design.md, section 10.
public struct TradingCosts: Equatable, Sendable, BitwiseCopyable {
  /// Used where bid and ask are not both known.
  public var spreadBasisPoints = 1.0
  public var slippageBasisPoints = 0.2

  public init() {}

  private var slippage: Double { slippageBasisPoints / 10_000 }

  /// The prices at which a candle's open fills.
  func fill(at candle: HarnessCandle) -> FillPrices {
    if let quote = candle.openQuote, quote.isValid {
      let bid = quote.bid.value
      let ask = quote.ask.value
      return FillPrices(
        bought: ask * (1 + slippage), sold: bid * (1 - slippage),
        share: (ask - bid) / (ask + bid) + slippage)
    }
    let share = (spreadBasisPoints / 2 + slippageBasisPoints) / 10_000
    let open = candle.open.value
    return FillPrices(bought: open * (1 + share), sold: open * (1 - share), share: share)
  }

  /// The bid and the ask at a candle's close, without slippage.
  func quote(at candle: HarnessCandle) -> (bid: Double, ask: Double) {
    if let quote = candle.closeQuote, quote.isValid { return (quote.bid.value, quote.ask.value) }
    let half = spreadBasisPoints / 2 / 10_000
    let close = candle.close.value
    return (close * (1 - half), close * (1 + half))
  }
}

/// What a purchase and a sale get at one open.
struct FillPrices {
  var bought: Double
  var sold: Double
  /// The cost of one side, a part of one.
  var share: Double
}
