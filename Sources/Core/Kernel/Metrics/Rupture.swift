public import Market
import Numerics

/// How differently the stream behaved in the newer half of the window and in the older one.
///
/// The total-variation distance between the mixes of NULL, FLIP and RUPTURE of both halves, of
/// sizes A (older) and B (newer):
///
///     rupture = rdiv((|a0*B - b0*A| + |a1*B - b1*A| + |a2*B - b2*A|) * 1000000, 2*A*B)
///
/// - Returns: 0 (same mix) to 1,000,000 (nothing in common); nil while a half has fewer than 16
///   linked pairs. A coin has 160,000.
///
/// Source: metrics-kernel.md, section 5.5.
public func rupture(of pin: Pin) -> Ratio? {
  let newer = PairCounts(of: pin, in: 0x0000_0000_ffff_ffff)
  let older = PairCounts(of: pin, in: 0xffff_ffff_0000_0000)
  guard older.pairs >= 16, newer.pairs >= 16 else { return nil }

  func gap(_ inOlder: Int, _ inNewer: Int) -> Int {
    abs(inOlder * newer.pairs - inNewer * older.pairs)
  }
  let gaps =
    gap(older.nullCount, newer.nullCount) + gap(older.flipCount, newer.flipCount)
    + gap(older.overlapCount, newer.overlapCount)
  return Ratio(
    micros: roundedDivision(
      Int64(gaps) * 1_000_000, by: Int64(2 * older.pairs * newer.pairs)))
}
