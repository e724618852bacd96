public import Ledger
public import Market

/// What a fill costs, by the million of account currency that it moves.
///
///     commission = |units| × fill price × conversion × rate ÷ 1,000,000
///
/// The notional is the quote amount, converted by the mid that the fill records, so anyone can work the
/// commission out again from the fill and `PAPER_COMMISSION_PER_MILLION`. Exact, and rounded once to
/// 0.0001, half away from zero.
public struct Commission: Equatable, Sendable, BitwiseCopyable {
  /// For a notional of one million, in account currency; zero or more.
  public let perMillion: Money

  public static let none = Commission(checked: .zero)

  /// - Returns: nil below zero.
  public init?(perMillion: Money) {
    guard perMillion.micros >= 0 else { return nil }
    self.init(checked: perMillion)
  }

  private init(checked: Money) { perMillion = checked }

  /// - Parameters:
  ///   - units: Either sign: both ways cost.
  ///   - price: Of the fill.
  public func charge(
    units: Int64, price: Price, conversion: Conversion
  ) throws(LedgerFault) -> Money {
    guard price.micros > 0 else { throw .badPrice }
    guard perMillion.micros > 0 else { return .zero }
    let notional = try conversion.apply(
      to: ExactMoney(micros: Int128(units.magnitude) * Int128(price.micros)))
    // The rate in millionths is a factor of 10^-6, by the million another 10^-6.
    return try notional.times(Int128(perMillion.micros)).divided(by: 1_000_000_000_000).rounded()
  }
}
