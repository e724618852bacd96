public import Market

/// The account's money without what is still open, and what follows from it.
public struct Balance: Equatable, Sendable, BitwiseCopyable {
  public private(set) var money: Money

  public init(_ money: Money) { self.money = money }

  /// Takes a fill.
  ///
  ///     balance = balance + profit − commission
  ///
  /// - Parameters:
  ///   - profit: The sum of the fill's slices; zero when it only opened.
  ///   - commission: What the fill cost, zero or more.
  /// - Returns: The balance after it, the recorded field `balance`.
  @discardableResult public mutating func book(
    profit: Money, commission: Money
  ) throws(LedgerFault) -> Money {
    guard commission.micros >= 0 else { throw .badRate }
    money = try money.adding(profit).subtracting(commission)
    return money
  }

  /// Takes what is neither profit nor commission: a transfer, or financing; negative when paid.
  @discardableResult public mutating func book(transfer: Money) throws(LedgerFault) -> Money {
    money = try money.adding(transfer)
    return money
  }

  /// NAV: the balance and the unrealised profit of all instruments.
  ///
  /// Source: oanda-v20.md, section 4.
  public func netAssetValue(unrealised: Money) throws(LedgerFault) -> Money {
    try money.adding(unrealised)
  }
}
