/// What one unit of an instrument's base or quote currency is worth in account currency, and from
/// which mids that is known.
public struct Conversion: Equatable, Sendable {
  /// How a mid takes part.
  public enum Use: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case none = 0
    case multiplies = 1
    case divides = 2
  }

  /// Account units for one unit; finite and above 0.
  public let rate: Double
  /// The part of the instrument's own mid.
  public let own: Use
  /// The pair of the other mid, where one took part.
  public let leg: CurrencyPair?
  public let legUse: Use

  private init?(
    _ rate: Double, own: Use = .none, leg: CurrencyPair? = nil, legUse: Use = .none
  ) {
    guard let rate = usable(rate) else { return nil }
    self.rate = rate
    self.own = own
    self.leg = leg
    self.legUse = legUse
  }
}

extension Conversion {
  /// What one unit of the base currency is worth, by the first that is known:
  ///
  ///     base is the account currency   1
  ///     BASE_ACCOUNT                   its mid
  ///     ACCOUNT_BASE                   1 ÷ its mid
  ///     QUOTE_ACCOUNT                  own mid × its mid
  ///     ACCOUNT_QUOTE                  own mid ÷ its mid
  ///
  /// *Own mid if the quote is the account currency* is the second row: it is the same pair.
  ///
  /// - Parameters:
  ///   - mid: The mid of a pair in the direction in which it is quoted; nil while unknown. One that
  ///     is not finite or not above 0 counts as unknown.
  /// - Returns: nil when none is known.
  ///
  /// Source: trading-system.md, section 10.3.
  public static func ofBase(
    _ pair: CurrencyPair, in account: Currency, mid: (CurrencyPair) -> Double?
  ) -> Conversion? {
    if let direct = direct(pair.base, in: account, mid: mid) { return direct }
    guard let own = usable(mid(pair)),
      let quote = direct(pair.quote, in: account, mid: mid), let leg = quote.leg
    else { return nil }
    let isMultiplied = quote.legUse == .multiplies
    guard let other = usable(mid(leg)) else { return nil }
    return Conversion(
      isMultiplied ? own * other : own / other, own: .multiplies, leg: leg, legUse: quote.legUse)
  }

  /// What one unit of the quote currency is worth: the same list, read from the other side.
  ///
  ///     quote is the account currency  1
  ///     QUOTE_ACCOUNT                  its mid
  ///     ACCOUNT_QUOTE                  1 ÷ its mid
  ///     BASE_ACCOUNT                   its mid ÷ own mid
  ///     ACCOUNT_BASE                   1 ÷ its mid ÷ own mid
  ///
  /// - Returns: nil when none is known.
  public static func ofQuote(
    _ pair: CurrencyPair, in account: Currency, mid: (CurrencyPair) -> Double?
  ) -> Conversion? {
    if let direct = direct(pair.quote, in: account, mid: mid) { return direct }
    guard let own = usable(mid(pair)), let base = direct(pair.base, in: account, mid: mid),
      base.leg != nil
    else { return nil }
    return Conversion(base.rate / own, own: .divides, leg: base.leg, legUse: base.legUse)
  }

  /// One currency by at most one mid.
  private static func direct(
    _ currency: Currency, in account: Currency, mid: (CurrencyPair) -> Double?
  ) -> Conversion? {
    if currency == account { return Conversion(1) }
    let quoted = CurrencyPair(currency, account)
    if let rate = usable(mid(quoted)) {
      return Conversion(rate, leg: quoted, legUse: .multiplies)
    }
    let inverse = CurrencyPair(account, currency)
    if let rate = usable(mid(inverse)) {
      return Conversion(1 / rate, leg: inverse, legUse: .divides)
    }
    return nil
  }
}
