import Numerics

/// How far returns spread around their mean.
///
///     sigma(n, S, Q) = n < 2 ? 0 : isqrt((n*Q - S*S) // (n*(n-1)))
///
/// - Parameter count: n, how many returns.
/// - Parameter sum: S, the sum of the returns, in ppb.
/// - Parameter squares: Q, the sum of their squares.
/// - Returns: Parts per billion per bar, 0 or more; not annualised.
///
/// Source: metrics-kernel.md, section 7.1.
func sampleDeviationPpb(count: Int64, sum: Int64, squares: Int128) -> Int64 {
  guard count >= 2 else { return 0 }
  // n*Q - S*S needs more than 64 bits, and by Cauchy and Schwarz is never negative.
  let spread = Int128(count) * squares - Int128(sum) * Int128(sum)
  let variance = UInt128(spread) / UInt128(count * (count - 1))
  return Int64(floorSquareRoot(of: variance))
}
