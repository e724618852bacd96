package import Market
import Numerics

/// What a fair coin has where an instrument has metrics: the means over 4,000 windows of 64 pairs.
///
/// Whatever is shown of an instrument stands beside these, since what lies near them says nothing.
/// Stability is the exact half: the 0.501 of the source is one of its sampling errors.
///
/// Source: metrics-kernel.md, section 16.
package enum FairCoin {
  package static let coherence = "0.106"
  package static let stability = "0.500"
  package static let entropy = "0.977"
  package static let rupture = "0.158"
  /// In bits.
  package static let evidence = "1.45"
  /// The chance that the next toss ends a run.
  package static let hazard = "0.500"

  /// How many of 100 windows of a coin have a state.
  package static func share(of state: SignalState) -> Int {
    switch state {
    case .flux: 63
    case .stabilizing: 28
    case .converged: 8
    }
  }
}

/// Evidence in bits as decimal text, rounded half up.
///
/// - Parameter q32: As the kernel counts it, in 2^-32 bits.
package func evidenceBits(_ q32: Int64, places: Int) -> String {
  var unit: Int64 = 1
  for _ in 0..<places { unit *= 10 }
  let (whole, fraction) = (q32 >> 32, q32 & 0xFFFF_FFFF)
  return decimal(whole * unit + roundedDivision(fraction * unit, by: 1 << 32), places: places)
}
