public import Market
import Numerics

/// One, in the units of 2^-32 that the kernel measures bits in.
let oneQ32: Int64 = 1 << 32

/// How many bits the window needs, pair by pair, when the bit before each is known.
///
///     g[n] = round(2^32 * n * log2 n)
///     E = g[n00+n01] + g[n10+n11] - g[n00] - g[n01] - g[n10] - g[n11], clamped to 0 ... N * ONE
///
/// - Returns: Units of 2^-32 bit, 0 to N * 2^32.
///
/// Source: metrics-kernel.md, section 5.4.
private func codeLengthQ32(of counts: PairCounts) -> Int64 {
  let length =
    EntropyTable[counts.olderZeros] + EntropyTable[counts.olderOnes]
    - EntropyTable[counts.n00] - EntropyTable[counts.n01]
    - EntropyTable[counts.n10] - EntropyTable[counts.n11]
  return min(max(length, 0), Int64(counts.pairs) * oneQ32)
}

/// How unpredictable the next bit is to who knows the last one.
///
///     entropy = rdiv(E * 1000000, N * ONE)
///
/// - Returns: Millionths of a bit: 0 (constant, or perfectly alternating) to 1,000,000 (a fair
///   coin, or no pair yet).
///
/// Source: C. E. Shannon, *A Mathematical Theory of Communication* (1948), section 6 (conditional
/// entropy); metrics-kernel.md, section 5.4.
public func entropy(of counts: PairCounts) -> Ratio {
  let pairs = Int64(counts.pairs)
  guard pairs > 0 else { return Ratio(micros: 1_000_000) }
  let length = codeLengthQ32(of: counts)
  return Ratio(micros: roundedDivision(length * 1_000_000, by: pairs * oneQ32))
}

/// By how many bits the window falls short of as many tosses of a fair coin.
///
///     evidence_q32 = N * ONE - E
///
/// A coin shows at least J bits with probability p = 2^-J: four bits are one in sixteen.
///
/// - Returns: Units of 2^-32 bit, 0 to 64 * 2^32.
///
/// Source: metrics-kernel.md, section 5.4.
public func evidenceQ32(of counts: PairCounts) -> Int64 {
  Int64(counts.pairs) * oneQ32 - codeLengthQ32(of: counts)
}
