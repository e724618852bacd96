/// The quotient of two whole numbers, rounded to the nearest, a half going up.
///
///     rdiv(a, b) = (2a + b) // (2b)
///
/// Computed from quotient and remainder, so that doubling can not overflow.
///
/// - Parameter dividend: Zero or more.
/// - Parameter divisor: One or more.
///
/// Source: metrics-kernel.md, section 1.
@inlinable
public func roundedDivision(_ dividend: Int64, by divisor: Int64) -> Int64 {
  precondition(dividend >= 0 && divisor > 0, "roundedDivision takes a >= 0 and b > 0")
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder >= divisor - remainder ? quotient + 1 : quotient
}

/// The quotient of two whole numbers, rounded to the nearest, a half going away from zero.
///
///     srdiv(a, b) = rdiv(a, b) if a >= 0 else -rdiv(-a, b)
///
/// - Parameter dividend: Any number, `Int64.min` included.
/// - Parameter divisor: One or more.
///
/// Source: metrics-kernel.md, section 1.
@inlinable
public func signedRoundedDivision(_ dividend: Int64, by divisor: Int64) -> Int64 {
  precondition(divisor > 0, "signedRoundedDivision takes b > 0")
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  let distance = Int64(remainder.magnitude)
  return distance >= divisor - distance ? quotient + dividend.signum() : quotient
}
