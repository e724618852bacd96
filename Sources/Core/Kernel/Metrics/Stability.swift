public import Market
import Numerics

/// How rarely the direction changed.
///
///     stability = rdiv((N - flip_count) * 1000000, N)
///
/// - Returns: 0 (it changed every time, or there is no pair) to 1,000,000 (never); a coin has
///   500,000.
///
/// Source: metrics-kernel.md, section 5.3.
public func stability(of counts: PairCounts) -> Ratio {
  let pairs = Int64(counts.pairs)
  guard pairs > 0 else { return Ratio(micros: 0) }
  return Ratio(
    micros: roundedDivision((pairs - Int64(counts.flipCount)) * 1_000_000, by: pairs))
}
