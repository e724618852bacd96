/// The margin of one unit of an instrument.
///
///     margin per unit = max(broker margin rate, 0.02) × value of one base unit in account currency
///
/// Source: trading-system.md, section 10.3.
public struct MarginPerUnit: Equatable, Sendable {
  /// Account units; finite and above 0.
  public let amount: Double
  /// Which mids it was worked out from.
  public let conversion: Conversion

  /// `EXPOSURE_SCALE`: a lower rate of the broker counts as this one.
  public static let lowestRate = 0.02

  /// - Parameters:
  ///   - brokerRate: The broker's margin rate, a share.
  ///   - mid: As in `Conversion.ofBase`.
  /// - Returns: nil when the rate is missing or not above 0, or no conversion is known: no increases.
  public init?(
    of pair: CurrencyPair, in account: Currency, brokerRate: Double?,
    lowestRate: Double = Self.lowestRate, mid: (CurrencyPair) -> Double?
  ) {
    guard let brokerRate = usable(brokerRate),
      let conversion = Conversion.ofBase(pair, in: account, mid: mid),
      let amount = usable(max(brokerRate, lowestRate) * conversion.rate)
    else { return nil }
    self.amount = amount
    self.conversion = conversion
  }
}
