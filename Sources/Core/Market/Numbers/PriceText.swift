import Numerics

extension Price {
  /// The price with exactly so many decimals, as a broker takes it; a half is rounded away from zero.
  ///
  ///     Price(micros: 150_234_500).text(digits: 3) == "150.235"
  ///
  /// - Parameter digits: 0 to 6; the instrument's `digits`.
  ///
  /// Source: oanda-v20.md, section 2.
  public func text(digits: Int) -> String {
    precondition((0...6).contains(digits), "a price has 0 to 6 decimals")
    var step: Int64 = 1
    for _ in digits..<6 { step *= 10 }
    return decimal(signedRoundedDivision(micros, by: step), places: digits)
  }
}
