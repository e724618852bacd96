public import Market

/// What closing units of one lot earned, in the account's currency.
///
///     profit = units × (exit − entry) × mid of QUOTE_ACCOUNT     or     ÷ mid of ACCOUNT_QUOTE
///
/// Units are signed, so a long earns by a rise and a short by a fall. The product is exact; it is rounded
/// once, to 0.0001, half away from zero. The profit of a fill is the sum of its rounded slices.
///
/// Source: oanda-v20.md, section 11 (P/L, numbers); design.md, section 3 (what a venue books).
public enum RealisedProfit {
  /// - Parameters:
  ///   - units: Those that are closed, signed like the position.
  ///   - entry: Above zero.
  ///   - exit: Above zero.
  public static func of(
    units: Int64, entry: Price, exit: Price, conversion: Conversion
  ) throws(LedgerFault) -> Money {
    guard entry.micros > 0, exit.micros > 0 else { throw .badPrice }
    // Two positive words differ by less than a word, so the product fits 128 bits.
    let micros = Int128(units) * Int128(exit.micros - entry.micros)
    return try conversion.apply(to: ExactMoney(micros: micros)).rounded()
  }
}
