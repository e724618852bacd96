import Market
import Numerics
import Risk

/// Random accounts, prices and steps from a seed, odd ones included.
struct RiskDraw {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int(random.next(below: UInt64(bound))) }

  /// A number that no rule can use.
  mutating func bad() -> Double? {
    [nil, .nan, .infinity, -.infinity, 0, -0.0, -1, -1e300][below(8)]
  }

  /// From 0.001 to 1,000.
  mutating func modest() -> Double { Double(1 + below(1_000_000)) / 1_000 }

  /// Mostly of everyday size; sometimes tiny, huge, negative, zero, missing or no number.
  mutating func number() -> Double? {
    switch below(10) {
    case 0: bad()
    case 1:
      [.leastNonzeroMagnitude, 1e-300, 1e-12, 1e-9, 2e-9, 1e12, 1e300, .greatestFiniteMagnitude][
        below(8)]
    case 2, 3: 1 + Double(below(5)) / 10_000
    case 4: -modest()
    default: modest() * [0.001, 1, 1_000][below(3)]
    }
  }

  /// A sound amount of everyday size, one time in ten any number.
  mutating func usual() -> Double? { below(10) == 0 ? number() : modest() * 100 }

  mutating func currency() -> Currency { Currency.allCases[below(8)] }

  /// Two different currencies: yen pairs, crosses and pairs turned over.
  mutating func pair() -> CurrencyPair {
    let base = below(8)
    return CurrencyPair(
      Currency.allCases[base], Currency.allCases[(base + 1 + below(7)) % 8])
  }

  mutating func units() -> Int64 {
    switch below(12) {
    case 0: [Int64.min, .max, 1, -1, .max - 1][below(5)]
    case 1, 2, 3, 4: 0
    case 5, 6: Int64(below(100))
    default: Int64(below(200_001)) - 100_000
    }
  }

  mutating func limits() -> StepLimits {
    var limits = StepLimits()
    if below(4) == 0 { limits.rampShare = Double(below(101)) / 100 }
    if below(4) == 0 { limits.deadBandShare = Double(below(11)) / 100 }
    if below(4) == 0 { limits.maxNetUnits = [0, 1, 1_000, 10_000_000][below(4)] }
    if below(6) == 0 { limits.maxPositionSize = Int64(below(50_000)) }
    return limits
  }

  mutating func inputs() -> StepInputs {
    let total = modest() * 10
    let budget =
      below(5) == 0
      ? Budget(balance: number(), marginAvailable: number())
      : Budget(base: total / 0.3, total: total, cap: total / 3, reason: .ok)
    let current = units()
    var side = [TargetSide.long, .short, .flat, nil, .long, .short, .long, .short][below(8)]
    // Mostly on the side of the position, as in most steps.
    if current != 0, below(3) > 0 { side = current > 0 ? .long : .short }
    var inputs = StepInputs(
      currentUnits: current, side: side,
      weight: [nil, Ratio(micros: 0), Ratio(micros: -5), Ratio(micros: .max)][below(4)],
      budget: budget, marginPerUnit: below(5) == 0 ? number() : modest() / 1_000,
      headroom: below(5) == 0 ? number() : modest() * 10, increasesAllowed: below(5) > 0,
      isFilled: below(6) == 0)
    if below(8) > 0 { inputs.weight = Ratio(micros: Int64(1 + below(1_000_000))) }
    inputs.riskCap = [.off, .off, .unknown, .units(Int64(below(100_000)))][below(4)]
    if below(4) == 0 { inputs.smallestTrade = [0, 1, 10, 1_000][below(4)] }
    // Lots of the churner lie on the side of the position.
    if below(4) == 0, current.magnitude < 1 << 40 {
      inputs.overlayUnits = current.signum() * Int64(below(5_000))
    }
    return inputs
  }
}
