public import Market

/// An open position as the exit rules read it.
public struct OpenPosition: Equatable, Sendable, BitwiseCopyable {
  /// Long or short.
  public var side: Stance
  /// More than 0, whichever the side.
  public var units: Int64
  public var entryPrice: Price
  public var entryAt: Timestamp
  /// In the account's currency; nil when unknown.
  public var marginUsed: Double?
  /// What one unit of the quote currency is in the account's; nil when unknown.
  public var quoteToAccount: Double?

  public init(
    side: Stance, units: Int64, entryPrice: Price, entryAt: Timestamp, marginUsed: Double?,
    quoteToAccount: Double?
  ) {
    precondition(side != .flat, "a position has a side")
    self.side = side
    self.units = units
    self.entryPrice = entryPrice
    self.entryAt = entryAt
    self.marginUsed = marginUsed
    self.quoteToAccount = quoteToAccount
  }

  /// What the position would make if closed at this quote: at the bid when long, at the ask when short.
  ///
  ///     move = side × (price − entry)
  ///     pct_notional      move ÷ entry × 100
  ///     margin_fraction   move × units × rate ÷ margin used
  ///     account_ccy       move × units × rate
  ///
  /// - Returns: nil when the margin or the rate it needs is unknown or not above zero.
  public func profit(at quote: QuoteSnapshot, in unit: ProfitUnit) -> Double? {
    let price = side == .long ? quote.bid : quote.ask
    let entry = entryPrice.value
    let move = side.sign * (price.value - entry)
    switch unit {
    case .percentOfNotional:
      return entry > 0 ? move / entry * 100 : nil
    case .marginFraction:
      guard let rate = known(quoteToAccount), let margin = known(marginUsed) else { return nil }
      return move * Double(units) * rate / margin
    case .accountCurrency:
      guard let rate = known(quoteToAccount) else { return nil }
      return move * Double(units) * rate
    }
  }

  private func known(_ amount: Double?) -> Double? {
    guard let amount, amount > 0, amount.isFinite else { return nil }
    return amount
  }
}
