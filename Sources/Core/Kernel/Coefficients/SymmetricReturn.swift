import Numerics

/// The return from one close to the next, the same in size forwards and backwards.
///
///     ret = srdiv(2000000000 * (c - last.c), c + last.c), then clamped to -10^8 ... 10^8
///
/// Equal to the logarithmic return up to a relative error of ret^2 / 12, without a logarithm.
///
/// - Parameter last: Deci-points, 1 to 2^31 - 1.
/// - Parameter close: Deci-points, 1 to 2^31 - 1.
/// - Returns: Parts per billion, -100,000,000 to 100,000,000.
///
/// Source: metrics-kernel.md, section 7.1.
public func symmetricReturnPpb(from last: Int64, to close: Int64) -> Int64 {
  let exact = signedRoundedDivision(2_000_000_000 * (close - last), by: close + last)
  return min(max(exact, -100_000_000), 100_000_000)
}
