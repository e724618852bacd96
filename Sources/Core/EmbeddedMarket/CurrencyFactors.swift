import Numerics

/// Where each currency stands, and how it behaves.
struct CurrencyFactors: Sendable {
  /// A factor never goes farther from zero: 0.15.
  private static let farthest: Int64 = 150_000_000
  /// What a ranging factor makes good of its way from the anchor in one beat.
  private static let comeback: Int64 = 512

  /// By currency: the logarithm of its worth, in billionths.
  private(set) var values = InlineArray<8, Int64>(repeating: 0)
  private(set) var spells: InlineArray<8, RegimeSpells>

  init(_ seeds: inout SplitMix64) {
    let prone = (seeds.next(in: 0..<8), seeds.next(in: 0..<8), seeds.next(in: 0..<7))
    // The third is another one than the first, so there are two at least.
    let other = prone.2 < prone.0 ? prone.2 : prone.2 + 1
    spells = InlineArray { index in
      let isProne = [prone.0, prone.1, other].contains(Int64(index))
      return RegimeSpells(seed: seeds.next(), isTrendProne: isProne)
    }
    for index in 0..<8 { values[index] = seeds.next(in: -8_000_000..<8_000_001) }
  }

  /// Moves every factor by one beat.
  ///
  /// - Parameter lots: Eight bits of chance for each.
  @inline(__always)
  mutating func step(_ conditions: borrowing MinuteConditions, _ lots: UInt64) {
    var lots = lots
    for index in 0..<8 {
      let lot = Int64(lots & 0xff)
      lots >>= 8
      // Between half and all of the largest step, either way.
      let chance = (lot < 128 ? lot + 128 : -lot) * conditions.amplitude[index] / 256
      let limit = conditions.pull[index]
      let back = limit == 0 ? 0 : (spells[index].anchor - values[index]) / Self.comeback
      let moved =
        values[index] + chance + conditions.lean[index] + max(-limit, min(limit, back))
      values[index] = max(-Self.farthest, min(Self.farthest, moved))
    }
  }

  /// Lets a minute of open market pass.
  mutating func passMinute() {
    for index in 0..<8 { spells[index].passMinute(factor: values[index]) }
  }
}
