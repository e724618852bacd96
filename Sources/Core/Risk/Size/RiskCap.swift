/// The most units whose loss at the stop stays within a share of NAV.
///
///     floor( NAV × share ÷ (price × stop distance × quote-to-account) )
///
/// Source: trading-system.md, section 10.2.
public enum RiskCap: Equatable, Sendable {
  /// No share is set: the rule does not apply.
  case off
  /// 0 or more.
  case units(Int64)
  /// The share is no number above 0, or NAV, price, stop or rate is unknown or not above 0: no
  /// increases, and nothing is closed for it.
  case unknown

  /// The stop distance at the default exit settings: 15,000 millionths of the price.
  public static let disasterStopPPM: Int64 = 15_000

  /// More than any venue takes; every whole number up to it is a double.
  public static let mostUnits: Int64 = 1 << 53

  /// - Parameters:
  ///   - share: `RISK_MAX_LOSS_AT_STOP_PCT`, a share of NAV; nil is off, and 0 is not off.
  ///   - nav: Account units.
  ///   - price: In the quote currency.
  ///   - stopPPM: The distance of the stop in millionths of the price.
  ///   - quoteToAccount: What one unit of the quote currency is worth, as `Conversion.ofQuote`.
  public init(
    share: Double?, nav: Double?, price: Double?, stopPPM: Int64 = Self.disasterStopPPM,
    quoteToAccount: Double?
  ) {
    guard let share else {
      self = .off
      return
    }
    guard let share = usable(share), let nav = usable(nav), let price = usable(price), stopPPM > 0,
      let rate = usable(quoteToAccount),
      let lossPerUnit = usable(price * (Double(stopPPM) / 1_000_000) * rate)
    else {
      self = .unknown
      return
    }
    self = .units(wholeUnits(nav * share / lossPerUnit, atMost: Self.mostUnits))
  }
}
