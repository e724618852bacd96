public import Market

/// What closing the whole position of an instrument now would earn: a long at the bid, a short at the ask.
///
///     profit = (net units × mark − Σ units × entry) × or ÷ conversion
///
/// Exact over all lots and rounded once an instrument, to 0.0001, half away from zero.
public enum UnrealisedProfit {
  public static func of(
    _ book: LotBook, bid: Price, ask: Price, conversion: Conversion
  ) throws(LedgerFault) -> Money {
    guard !book.isEmpty else { return .zero }
    let mark = book.units > 0 ? bid : ask
    guard mark.micros > 0 else { throw .badPrice }
    let value = Int128(book.units) * Int128(mark.micros)
    let (micros, overflow) = value.subtractingReportingOverflow(book.cost)
    guard !overflow else { throw .overflow }
    return try conversion.apply(to: ExactMoney(micros: micros)).rounded()
  }
}
