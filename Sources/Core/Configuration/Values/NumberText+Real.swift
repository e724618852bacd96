extension NumberText {
  /// The most digits, and the most decimals, of a real setting.
  static let mostDigits = 19

  /// The double nearest to the number, a tie going to the even one; zero is never negative.
  ///
  /// Whole-number arithmetic only, so that it is the same everywhere: with 10^k below 2^64 the quotient of a
  /// 128-bit dividend has 64 bits and more, and the remainder tells whether anything is lost.
  ///
  /// - Returns: nil with more than 19 digits or 19 decimals, or from 10^19 on.
  var real: Double? {
    guard !digits.isEmpty else { return 0 }
    guard digits.count <= Self.mostDigits, decimals <= Self.mostDigits,
      digits.count + exponent <= Self.mostDigits
    else { return nil }
    let whole = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
    var tens: UInt64 = 1
    for _ in 0..<abs(exponent) { tens *= 10 }
    let magnitude =
      exponent >= 0
      ? Self.rounded(UInt128(whole) * UInt128(tens), shift: 0, isInexact: false)
      : Self.quotient(whole, tens)
    return isNegative ? -magnitude : magnitude
  }

  private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
    let wide = UInt128(dividend)
    let shift = wide.leadingZeroBitCount
    let (quotient, remainder) = (wide << UInt128(shift))
      .quotientAndRemainder(dividingBy: UInt128(divisor))
    return rounded(quotient, shift: shift, isInexact: remainder != 0)
  }

  /// `bits` × 2^-shift, plus a little when it is inexact, as a double.
  private static func rounded(_ bits: UInt128, shift: Int, isInexact: Bool) -> Double {
    let excess = 128 - bits.leadingZeroBitCount - 53
    guard excess > 0 else {
      return Double(sign: .plus, exponent: -shift, significand: Double(UInt64(bits)))
    }
    var kept = UInt64(bits >> UInt128(excess))
    let lost = bits & ((1 << UInt128(excess)) - 1)
    let half: UInt128 = 1 << UInt128(excess - 1)
    if lost > half || lost == half && (isInexact || kept & 1 == 1) { kept += 1 }
    return Double(sign: .plus, exponent: excess - shift, significand: Double(kept))
  }
}
