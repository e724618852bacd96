public import Market

/// How an amount of an instrument's quote currency becomes one of the account's.
///
/// The price is the newest mid of any age, **rounded to millionths first, a half going away from zero**
/// (`DoubledMid.rounded`). Exactly this rounded price is in the formula and in the recorded fields
/// `conversion` and `conversion_divides`, so that anyone can work the profit out again, to the last
/// digit, from what was recorded.
public enum Conversion: Equatable, Sendable, BitwiseCopyable {
  /// The quote currency is the account's. Both fields are absent.
  case notNeeded
  /// Times the mid of QUOTE_ACCOUNT, such as EUR_USD for EUR in an account of USD.
  case times(Price)
  /// Divided by the mid of ACCOUNT_QUOTE, such as USD_JPY for JPY in an account of USD.
  case dividedBy(Price)

  /// The recorded field `conversion`; nil when the quote currency is the account's.
  public var price: Price? {
    switch self {
    case .notNeeded: nil
    case .times(let price), .dividedBy(let price): price
    }
  }

  /// The recorded field `conversion_divides`; nil when the quote currency is the account's.
  public var divides: Bool? {
    switch self {
    case .notNeeded: nil
    case .times: false
    case .dividedBy: true
    }
  }

  /// - Returns: nil when one field is there without the other, or the price is not above zero.
  public static func recorded(price: Price?, divides: Bool?) -> Conversion? {
    switch (price, divides) {
    case (nil, nil): return .notNeeded
    case (let price?, let divides?) where price.micros > 0:
      return divides ? .dividedBy(price) : .times(price)
    default: return nil
    }
  }

  /// An amount of the quote currency, as one of the account's, without rounding.
  ///
  /// - Throws: `badPrice` when the mid is not above zero, `overflow`.
  public func apply(to amount: ExactMoney) throws(LedgerFault) -> ExactMoney {
    switch self {
    case .notNeeded: return amount
    case .times(let mid):
      guard mid.micros > 0 else { throw .badPrice }
      return try amount.times(Int128(mid.micros)).divided(by: 1_000_000)
    case .dividedBy(let mid):
      guard mid.micros > 0 else { throw .badPrice }
      return try amount.times(1_000_000).divided(by: Int128(mid.micros))
    }
  }
}
