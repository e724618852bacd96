import Market

/// The two shares that a triad smooths, both in units of 2^-32.
///
///     X = N > 0 ? (flip_count << 32) // N : 0
///     D = n0 * m1 + n1 * m0
///     U = D > 0 ? min(ONE, ((flip_count * N) << 32) // D) : 0
///
/// n0, n1 are the linked pairs whose older bit is 0, 1; m0, m1 those whose newer bit is.
///
/// Source: metrics-kernel.md, section 6.
struct ChanceNormalizedFlips: Equatable {
  /// N, 0 to 64.
  let pairs: Int64
  /// X: flips per pair, 0 to 2^32.
  let flipShare: Int64
  /// U: flips per flip expected by chance at the same densities, at most 2^32.
  let disorder: Int64

  @inline(__always)
  init(of pin: Pin) {
    let previous = pin.previous
    let pairs = Int64(pin.link.nonzeroBitCount)
    let flips = Int64(((previous ^ pin.bits) & pin.link).nonzeroBitCount)
    let olderOnes = Int64((previous & pin.link).nonzeroBitCount)
    let newerOnes = Int64((pin.bits & pin.link).nonzeroBitCount)
    let byChance = (pairs - olderOnes) * newerOnes + olderOnes * (pairs - newerOnes)
    self.pairs = pairs
    // A full window, the usual one, needs no division.
    flipShare = pairs == 64 ? flips << 26 : pairs > 0 ? (flips << 32) / pairs : 0
    disorder = byChance > 0 ? min(oneQ32, ((flips * pairs) << 32) / byChance) : 0
  }
}
