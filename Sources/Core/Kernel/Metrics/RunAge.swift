public import Market

/// How many bits the newest run of equal bits has.
///
///     same    = ~(prev ^ pin) & link
///     run_age = fill == 0 ? 0 : min(64, 1 + trailing_ones(same))
///
/// - Returns: 0 for an empty register, else 1 to 64. A seam ends the run.
///
/// Source: metrics-kernel.md, section 4.2.
public func runAge(of pin: Pin) -> Int {
  guard pin.fill > 0 else { return 0 }
  let same = ~(pin.previous ^ pin.bits) & pin.link
  return min(64, 1 + (~same).trailingZeroBitCount)
}
