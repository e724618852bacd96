public import Market
import Numerics

/// What one register emits: pure functions of it, computed anew after every push.
///
/// Source: metrics-kernel.md, section 5.
public struct WindowMetrics: Equatable, Sendable {
  public let counts: PairCounts
  /// Bits in the newest run, 0 to 64.
  public let runAge: Int
  /// Direction and agreement: -1 (all fell) to 1 (all rose).
  public let bias: Ratio
  /// Persistence of direction: 0 to 1, a coin has 0.5.
  public let stability: Ratio
  /// Unpredictability of the next bit: 0 to 1 bit.
  public let entropy: Ratio
  /// Bits short of a fair coin, in units of 2^-32.
  public let evidenceQ32: Int64
  /// Change of behaviour within the window: 0 to 1, and 0 when `ruptureDefined` is false.
  public let rupture: Ratio
  /// Whether both halves of the window have the 16 pairs that a rupture needs.
  public let ruptureDefined: Bool

  /// How many linked pairs a window needs before anyone may act on it.
  public static let readyPairs = 32

  public init(of pin: Pin) {
    counts = PairCounts(of: pin)
    runAge = Kernel.runAge(of: pin)
    bias = Kernel.bias(of: pin)
    stability = Kernel.stability(of: counts)
    entropy = Kernel.entropy(of: counts)
    evidenceQ32 = Kernel.evidenceQ32(of: counts)
    let measured = Kernel.rupture(of: pin)
    rupture = measured ?? Ratio(micros: 0)
    ruptureDefined = measured != nil
  }

  /// Agreement without direction: 0 (balance) to 1 (all bars agree).
  public var coherence: Ratio { Ratio(micros: abs(bias.micros)) }
  /// Evidence in thousandths of a bit, for people.
  public var evidenceMbits: Int64 { roundedDivision(evidenceQ32 * 1_000, by: oneQ32) }
  /// Whether admission, allocation and signals may use these values.
  public var ready: Bool { counts.pairs >= Self.readyPairs }
}
