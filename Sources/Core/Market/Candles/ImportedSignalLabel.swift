/// The words that older systems gave a signal from its entropy alone.
///
///     entropy > 0.8 flux, > 0.3 stabilizing, else converged
///     entropy ≥ 0.7 hot,  ≥ 0.3 warm,        else cold
///
/// Only a label for imported data: the kernel decides state and band from evidence, and nothing else
/// computes them again.
///
/// Source: trading-system.md, section 14.1.
public struct ImportedSignalLabel: Equatable, Sendable, BitwiseCopyable {
  public let state: SignalState
  public let band: SignalBand

  /// - Returns: nil when the entropy is no number from 0 to 1.
  public init?(entropy: Double) {
    guard entropy >= 0, entropy <= 1 else { return nil }
    func isAbove(_ bound: Double) -> Bool { entropy > bound + 1e-9 }
    func reaches(_ bound: Double) -> Bool { entropy >= bound - 1e-9 }
    state = isAbove(0.8) ? .flux : isAbove(0.3) ? .stabilizing : .converged
    band = reaches(0.7) ? .hot : reaches(0.3) ? .warm : .cold
  }
}
