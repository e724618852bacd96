public import Market

/// What one unit of an instrument's base currency is worth in the account's, at mid.
///
/// The first that is known, as trading-system.md, section 10.3 orders them: the base is the account's
/// currency (`base(.notNeeded)`); mid of BASE_ACCOUNT (`base(.times)`); 1 ÷ mid of ACCOUNT_BASE
/// (`base(.dividedBy)`); own mid, converted from the quote currency (`quote`).
public enum BaseValue: Equatable, Sendable, BitwiseCopyable {
  case base(Conversion)
  case quote(DoubledMid, Conversion)
}

/// The margin that a position binds.
///
///     margin = |net units| × value of one base unit × margin rate
///
/// Exact, rounded once an instrument to 0.0001, half away from zero; the account's margin is the sum. The
/// own mid is taken exactly, as half of bid + ask; a conversion as its recorded, rounded mid.
///
/// Source: trading-system.md, section 10.3; oanda-v20.md, section 11 (margin).
public enum MarginUsed {
  /// - Parameters:
  ///   - units: Net units, either sign.
  ///   - rate: 0.02 is 20,000. Whoever has a least rate (`EXPOSURE_SCALE`) applies it first.
  public static func of(
    units: Int64, value: BaseValue, rate: Ratio
  ) throws(LedgerFault) -> Money {
    guard rate.micros >= 0 else { throw .badRate }
    let size = Int128(units.magnitude)
    // Units × millionths of the rate is an amount of base currency in millionths.
    let base = ExactMoney(micros: size * Int128(rate.micros))
    switch value {
    case .base(let conversion):
      return try conversion.apply(to: base).rounded()
    case .quote(let own, let conversion):
      let quote = try base.times(Int128(own.micros)).divided(by: 2_000_000)
      return try conversion.apply(to: quote).rounded()
    }
  }
}
