import Ledger
import Market
import Testing

@Suite struct `A conversion` {
  @Test(arguments: [
    (1_164_080, 1_164_160, 2_328_240, 1_164_120),
    (150_900_000, 150_901_000, 301_801_000, 150_900_500),
    (1, 2, 3, 2), (1, 1, 2, 1), (1_080_001, 1_080_002, 2_160_003, 1_080_002),
  ])
  func `uses the mid in whole millionths, a half going up`(
    bid: Int64, ask: Int64, doubled: Int64, mid: Int64
  ) throws {
    let found = try #require(DoubledMid(bid: Price(micros: bid), ask: Price(micros: ask)))
    #expect(found.micros == doubled)
    #expect(found.rounded.micros == mid)
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 5), (.max, 1), (.max, .max)] as [(Int64, Int64)])
  func `has no mid without two prices whose sum fits`(bid: Int64, ask: Int64) {
    #expect(DoubledMid(bid: Price(micros: bid), ask: Price(micros: ask)) == nil)
  }

  @Test(arguments: [
    Conversion.notNeeded, .times(Price(micros: 1_271_235)), .dividedBy(Price(micros: 150_950_000)),
    .times(Price(micros: 1_000_000)),
  ])
  func `is the same again from its two recorded fields`(conversion: Conversion) {
    #expect(
      Conversion.recorded(price: conversion.price, divides: conversion.divides) == conversion)
  }

  @Test func `is absent from the record only when the quote currency is the account's`() {
    #expect(Conversion.notNeeded.price == nil)
    #expect(Conversion.notNeeded.divides == nil)
    #expect(Conversion.times(Price(micros: 1_000_000)).price == Price(micros: 1_000_000))
    #expect(Conversion.times(Price(micros: 1_000_000)).divides == false)
    #expect(Conversion.dividedBy(Price(micros: 7)).divides == true)
  }

  @Test func `is refused when one field is missing or the mid is not above zero`() {
    #expect(Conversion.recorded(price: Price(micros: 1), divides: nil) == nil)
    #expect(Conversion.recorded(price: nil, divides: true) == nil)
    #expect(Conversion.recorded(price: Price(micros: 0), divides: true) == nil)
    #expect(Conversion.recorded(price: Price(micros: -5), divides: false) == nil)
  }
}
