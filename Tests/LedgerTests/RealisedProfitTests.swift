import Ledger
import Market
import Numerics
import Testing

@Suite struct `Realised profit` {
  /// Worked out with Python's fractions.
  @Test(arguments: [
    // A long of oanda-v20.md, section 8: 10,000 × (1.16408 − 1.16480) = −7.2.
    (10_000, 1_164_800, 1_164_080, Conversion.notNeeded, -7_200_000),
    (-10_000, 1_164_800, 1_164_080, .notNeeded, 7_200_000),
    // −1,000 × (151.0 − 150.9) ÷ 150.95 = −0.66247 → −0.6625.
    (-1_000, 150_900_000, 151_000_000, .dividedBy(Price(micros: 150_950_000)), -662_500),
    // 3,333 × 0.123 ÷ 150.9015 = 2.71674 → 2.7167.
    (3_333, 163_000_000, 163_123_000, .dividedBy(Price(micros: 150_901_500)), 2_716_700),
    // −7,777 × (0.859990 − 0.860010) × 1.271235 = 0.19773 → 0.1977.
    (-7_777, 860_010, 859_990, .times(Price(micros: 1_271_235)), 197_700),
  ])
  func `is units by the move, converted and rounded once`(
    units: Int64, entry: Int64, exit: Int64, conversion: Conversion, profit: Int64
  ) throws {
    let found = try RealisedProfit.of(
      units: units, entry: Price(micros: entry), exit: Price(micros: exit), conversion: conversion)
    #expect(found.micros == profit)
  }

  @Test(arguments: [
    (1, 1_000_050, 100), (1, 1_000_049, 0), (1, 999_950, -100), (1, 999_951, 0),
    (-1, 1_000_050, -100), (-1, 999_950, 100), (3, 1_000_050, 200), (1, 1_000_150, 200),
  ])
  func `goes away from zero at a half of 0_0001`(units: Int64, exit: Int64, profit: Int64) throws {
    let found = try RealisedProfit.of(
      units: units, entry: Price(micros: 1_000_000), exit: Price(micros: exit),
      conversion: .notNeeded)
    #expect(found.micros == profit)
  }

  @Test func `of what outgrows 64 or 128 bits is an overflow`() {
    let (low, high) = (Price(micros: 1), Price(micros: .max))
    for conversion in [Conversion.notNeeded, .times(high), .dividedBy(low)] {
      for units in [Int64.max, .min] {
        #expect(throws: LedgerFault.overflow) {
          try RealisedProfit.of(units: units, entry: low, exit: high, conversion: conversion)
        }
      }
    }
  }

  @Test func `is money even where a product needs more than a word`() throws {
    // 5 × 10^10 units by 10^8 millionths is 5 × 10^18, by a mid of 10^8 more than 10^26.
    let profit = try RealisedProfit.of(
      units: 50_000_000_000, entry: Price(micros: 100_000_000), exit: Price(micros: 200_000_000),
      conversion: .dividedBy(Price(micros: 160_000_000)))
    #expect(profit.micros == 31_250_000_000_000_000)
  }

  @Test(arguments: [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-1, 1, 1), (1, -1, 1), (1, 1, -1)])
  func `takes no price that is not above zero`(entry: Int64, exit: Int64, mid: Int64) {
    for conversion in [Conversion.times(Price(micros: mid)), .dividedBy(Price(micros: mid))] {
      #expect(throws: LedgerFault.badPrice) {
        try RealisedProfit.of(
          units: 1, entry: Price(micros: entry), exit: Price(micros: exit), conversion: conversion)
      }
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `equals the formula in big whole numbers`(seed: UInt64) throws {
    print("Realised profit: seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let units = random.word(bits: 40) * (random.next(below: 2) == 0 ? 1 : -1)
      let (entry, exit) = (random.word(bits: 38) + 1, random.word(bits: 38) + 1)
      let mid = Price(micros: random.word(bits: 38) + 1)
      for conversion in [Conversion.notNeeded, .times(mid), .dividedBy(mid)] {
        let expected = NaiveLedger.profit(units, entry, exit, conversion)
        var found: Int64?
        do throws(LedgerFault) {
          found = try RealisedProfit.of(
            units: units, entry: Price(micros: entry), exit: Price(micros: exit),
            conversion: conversion
          ).micros
        } catch {
          #expect(error == .overflow, "seed \(seed)")
        }
        #expect(found == expected, "seed \(seed): \(units) \(entry) \(exit) \(conversion)")
      }
    }
  }
}
