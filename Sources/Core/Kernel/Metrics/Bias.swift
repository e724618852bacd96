public import Market
import Numerics

/// The vote of the window on its direction, louder bars counting up to three times.
///
///     k = min(fill, 64), mask = low k bits
///     T = k + popcount(r & mask) + popcount(v & mask)
///     A = popcount(pin & mask) + popcount(pin & r & mask) + popcount(pin & v & mask)
///     bias = srdiv((2A - T) * 1000000, T)
///     coherence = |bias|
///
/// Each bar votes its direction with weight 1, plus 1 if its range grew, plus 1 if its volume grew.
///
/// - Returns: -1,000,000 (every bar fell) to 1,000,000 (every bar rose); 0 for an empty register.
///
/// Source: metrics-kernel.md, section 5.2.
public func bias(of pin: Pin) -> Ratio {
  let known = Int(min(pin.fill, 64))
  // Places above `fill` are zero on all three planes, so they need no mask.
  let total = known + pin.r.nonzeroBitCount + pin.v.nonzeroBitCount
  guard total > 0 else { return Ratio(micros: 0) }
  let ups =
    pin.bits.nonzeroBitCount + (pin.bits & pin.r).nonzeroBitCount
    + (pin.bits & pin.v).nonzeroBitCount
  let micros = signedRoundedDivision(Int64(2 * ups - total) * 1_000_000, by: Int64(total))
  return Ratio(micros: micros)
}
