import Ledger
import Market
import Numerics
import PaperVenue
import Testing

@Suite struct `A commission` {
  /// Worked out with Python's fractions, at 35 a million.
  @Test(arguments: [
    // 11,574 × 1.16416 = 13,473.99 dollars: 0.47159.
    (11_574, 1_164_160, Conversion.notNeeded, 471_600),
    (-11_574, 1_164_160, .notNeeded, 471_600),
    // 1,000 × 150.9 yen ÷ 150.95 = 999.67 dollars: 0.03499.
    (1_000, 150_900_000, .dividedBy(Price(micros: 150_950_000)), 35_000),
    // 10,000 × 0.86 pounds × 1.271235 = 10,932.62 dollars: 0.38264.
    (10_000, 860_000, .times(Price(micros: 1_271_235)), 382_600),
    // One unit at 1.0 is 0.000035, below half of 0.0001.
    (1, 1_000_000, .notNeeded, 0), (0, 1_000_000, .notNeeded, 0),
  ])
  func `is a share of the notional in account currency`(
    units: Int64, price: Int64, conversion: Conversion, charge: Int64
  ) throws {
    let commission = try #require(Commission(perMillion: Money(micros: 35_000_000)))
    let found = try commission.charge(
      units: units, price: Price(micros: price), conversion: conversion)
    #expect(found.micros == charge)
  }

  @Test(arguments: [(1, 100), (2, 100), (3, 200)])
  func `goes away from zero at a half of 0_0001`(units: Int64, charge: Int64) throws {
    // 50 a million of 1.0: 0.00005 a unit.
    let commission = try #require(Commission(perMillion: Money(micros: 50_000_000)))
    #expect(
      try commission.charge(
        units: units, price: Price(micros: 1_000_000), conversion: .notNeeded
      ).micros == charge)
  }

  @Test func `is nothing at a rate of zero, and takes none below`() throws {
    #expect(
      try Commission.none.charge(
        units: .max, price: Price(micros: .max), conversion: .notNeeded) == .zero)
    #expect(Commission(perMillion: Money(micros: -1)) == nil)
  }

  @Test func `that does not fit is an overflow`() throws {
    let commission = try #require(Commission(perMillion: Money(micros: 50_000_000)))
    let most = Price(micros: .max)
    for conversion in [Conversion.notNeeded, .times(most), .dividedBy(most)] {
      #expect(throws: LedgerFault.overflow) {
        try commission.charge(units: .min, price: most, conversion: conversion)
      }
    }
    #expect(throws: LedgerFault.badPrice) {
      try commission.charge(units: 1, price: Price(micros: 0), conversion: .notNeeded)
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `is within half a step of the exact amount`(seed: UInt64) throws {
    print("Commission: seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      let units = Int64(random.next(below: 1_000_000)) + 1
      let price = Int64(random.next(below: 200_000_000)) + 1
      let mid = Int64(random.next(below: 200_000_000)) + 1
      let rate = Int64(random.next(below: 100)) * 1_000_000
      let commission = try #require(Commission(perMillion: Money(micros: rate)))
      let product = Int128(units) * Int128(price) * Int128(rate)
      let million = Int128(1_000_000)
      for (conversion, top, bottom) in [
        (Conversion.notNeeded, product, million * million),
        (.times(Price(micros: mid)), product * Int128(mid), million * million * million),
        (.dividedBy(Price(micros: mid)), product, million * Int128(mid)),
      ] {
        let found = try commission.charge(
          units: units, price: Price(micros: price), conversion: conversion
        ).micros
        #expect(found % 100 == 0, "seed \(seed)")
        // Twice the error is at most a step; at exactly half a step it is too much, never too little.
        let error = 2 * (Int128(found) * bottom - top)
        #expect(
          error > -100 * bottom && error <= 100 * bottom,
          "seed \(seed): \(units) \(price) \(rate) \(conversion)")
      }
    }
  }
}
