public import Market

/// The price at which an order trades.
///
///     buy   ask × (1 + slippage), up to a whole point
///     sell  bid × (1 − slippage), down to a whole point
///
/// Rounded against us, to the instrument's digits. A fill beyond the order's bound does not happen: the
/// order is canceled, `BOUNDS_VIOLATION`.
///
/// Source: oanda-v20.md, sections 7 (priceBound) and 11 (fills).
public enum FillPrice: Equatable, Sendable, BitwiseCopyable {
  case trades(Price)
  /// The price it would have traded at.
  case beyondBound(Price)

  /// The cancel reason of `beyondBound`, as the broker spells it.
  public static let boundsViolation = "BOUNDS_VIOLATION"

  /// - Parameters:
  ///   - order: Its units: above zero buys, below sells.
  ///   - bid: At the instant of the fill.
  ///   - steps: Of the instrument.
  ///   - bound: The worst acceptable price; nil for a reduction, which has none.
  public static func of(
    order: Int64, bid: Price, ask: Price, slippage: Slippage, steps: PriceUnits, bound: Price?
  ) throws(VenueValueFault) -> FillPrice {
    guard order != 0 else { throw .badUnits }
    let price = try worsened(
      order > 0 ? ask : bid, buying: order > 0, slippage: slippage, steps: steps)
    guard let bound else { return .trades(price) }
    let isWithin = order > 0 ? price <= bound : price >= bound
    return isWithin ? .trades(price) : .beyondBound(price)
  }

  /// A price found in the market, worse by the slippage and on a whole point.
  ///
  /// - Throws: `badPrice` when it is not above zero, before or after; `overflow`.
  public static func worsened(
    _ price: Price, buying: Bool, slippage: Slippage, steps: PriceUnits
  ) throws(VenueValueFault) -> Price {
    guard price.micros > 0 else { throw .badPrice }
    // Millionths of a basis point are 10^-10 of the price. A word times 1.1 × 10^10 fits 97 bits.
    let whole: Int128 = 10_000_000_000
    let share = Int128(slippage.microBasisPoints)
    let exact = Int128(price.micros) * (buying ? whole + share : whole - share)
    let (points, rest) = exact.quotientAndRemainder(dividingBy: whole * Int128(steps.point))
    let rounded = (buying && rest > 0 ? points + 1 : points) * Int128(steps.point)
    guard let micros = Int64(exactly: rounded) else { throw .overflow }
    guard micros > 0 else { throw .badPrice }
    return Price(micros: micros)
  }
}
