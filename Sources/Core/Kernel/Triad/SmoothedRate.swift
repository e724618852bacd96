/// One step of the triad's smoothing, an average that forgets a sixteenth at each push, and back.
///
///     e' = e - (e >> 4) + input            half-life 10.7 pushes
///
/// Whole numbers merge under it: exactly two neighbours go to the same place when e mod 16 is 15
/// or 0. One bit tells which it was, and the step can be taken back without a loss:
///
///     c = (e mod 16 == 15), taken before the step
///     y = e' - input
///     e = y + y // 15 - (1 if y mod 15 == 0 and c else 0)
///
/// Source: metrics-kernel.md, section 6.
enum SmoothedRate {
  /// The value after the step.
  @inline(__always)
  static func step(_ value: Int64, adding input: Int64) -> Int64 {
    value - (value >> 4) + input
  }

  /// The bit that `back` needs, from the value before the step.
  @inline(__always)
  static func merges(_ value: Int64) -> Bool { value & 15 == 15 }

  /// The value before the step.
  static func back(_ value: Int64, adding input: Int64, merged: Bool) -> Int64 {
    let kept = value - input
    let (sixteenths, rest) = kept.quotientAndRemainder(dividingBy: 15)
    return kept + sixteenths - (rest == 0 && merged ? 1 : 0)
  }
}
