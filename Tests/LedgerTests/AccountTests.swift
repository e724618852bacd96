import Ledger
import Market
import Testing

@Suite struct `The account` {
  @Test func `marks a long at the bid and a short at the ask`() throws {
    let (bid, ask) = (Price(micros: 1_164_080), Price(micros: 1_164_160))
    let long = try LotBook(limit: 5, lots: [lot(1, 10_000, at: 1_164_800)])
    let short = try LotBook(limit: 5, lots: [lot(1, -10_000, at: 1_164_800)])
    // oanda-v20.md, section 4: unrealizedPL −7.2000.
    #expect(
      try UnrealisedProfit.of(long, bid: bid, ask: ask, conversion: .notNeeded).micros
        == -7_200_000)
    #expect(
      try UnrealisedProfit.of(short, bid: bid, ask: ask, conversion: .notNeeded).micros
        == 6_400_000)
    let flat = LotBook(limit: 5)
    #expect(try UnrealisedProfit.of(flat, bid: bid, ask: ask, conversion: .notNeeded) == .zero)
  }

  @Test func `rounds the unrealised profit once over all lots`() throws {
    // Each lot alone is 0.00003 and would vanish; together 0.00006 are 0.0001.
    let book = try LotBook(limit: 5, lots: [lot(1, 1, at: 1_000_000), lot(2, 1, at: 1_000_000)])
    let profit = try UnrealisedProfit.of(
      book, bid: Price(micros: 1_000_030), ask: Price(micros: 2_000_000), conversion: .notNeeded)
    #expect(profit.micros == 100)
  }

  @Test func `needs a price for what it holds`() throws {
    let book = try LotBook(limit: 5, lots: [lot(1, 1, at: 1_000_000)])
    #expect(throws: LedgerFault.badPrice) {
      try UnrealisedProfit.of(
        book, bid: Price(micros: 0), ask: Price(micros: 1), conversion: .notNeeded)
    }
  }

  @Test func `is worth its balance and what is open`() throws {
    let nav = try Balance(Money(micros: 10_000_000_000)).netAssetValue(
      unrealised: Money(micros: -7_200_000))
    #expect(nav.micros == 9_992_800_000)
  }

  @Test func `adds the profit of a fill and takes its commission`() throws {
    var balance = Balance(Money(micros: 10_000_000_000))
    let after = try balance.book(
      profit: Money(micros: -7_200_000), commission: Money(micros: 471_600))
    #expect(after.micros == 9_992_328_400)
    #expect(balance.money == after)
    try balance.book(transfer: Money(micros: -328_400))
    #expect(balance.money.micros == 9_992_000_000)
  }

  @Test func `keeps its balance when a booking is refused`() {
    var balance = Balance(Money(micros: .max - 5))
    #expect(throws: LedgerFault.overflow) {
      try balance.book(profit: Money(micros: 6), commission: .zero)
    }
    #expect(throws: LedgerFault.overflow) { try balance.book(transfer: Money(micros: 6)) }
    #expect(throws: LedgerFault.badRate) {
      try balance.book(profit: .zero, commission: Money(micros: -1))
    }
    #expect(balance.money.micros == .max - 5)
  }
}

@Suite struct `Margin used` {
  /// trading-system.md, section 10.3, by a thousand or ten thousand units.
  @Test func `is units by value by rate, at mid`() throws {
    let mid = try #require(
      DoubledMid(bid: Price(micros: 1_079_960), ask: Price(micros: 1_080_040)))
    // EUR_USD at 1.08, 0.02: 0.0216 a unit, by its own mid as base or as quote.
    for value in [BaseValue.quote(mid, .notNeeded), .base(.times(mid.rounded))] {
      #expect(try margin(10_000, value, 20_000) == 216_000_000)
      #expect(try margin(-10_000, value, 20_000) == 216_000_000)
    }
    // USD_JPY: 0.02 a unit.
    #expect(try margin(1_000, .base(.notNeeded), 20_000) == 20_000_000)
    // EUR_JPY at 163.0, USD_JPY 150.9, 0.04: 0.043207 a unit.
    let euroYen = try #require(
      DoubledMid(bid: Price(micros: 162_990_000), ask: Price(micros: 163_010_000)))
    let value = BaseValue.quote(euroYen, .dividedBy(Price(micros: 150_900_000)))
    #expect(try margin(1_000, value, 40_000) == 43_207_400)
    #expect(try margin(0, value, 40_000) == 0)
    // A Swiss base by ACCOUNT_BASE: 1 ÷ 0.8 dollars a franc.
    #expect(try margin(1_000, .base(.dividedBy(Price(micros: 800_000))), 20_000) == 25_000_000)
  }

  @Test func `takes the own mid exactly, not rounded`() throws {
    // The mid is 1.0000495: rounded to millionths it would round up to 1.0001.
    let mid = try #require(
      DoubledMid(bid: Price(micros: 1_000_049), ask: Price(micros: 1_000_050)))
    #expect(try margin(1, .quote(mid, .notNeeded), 1_000_000) == 1_000_000)
    #expect(try margin(1, .base(.times(mid.rounded)), 1_000_000) == 1_000_100)
  }

  @Test func `refuses a rate below zero and what does not fit`() throws {
    #expect(throws: LedgerFault.badRate) { try margin(1, .base(.notNeeded), -1) }
    #expect(throws: LedgerFault.overflow) { try margin(.min, .base(.notNeeded), .max) }
    let most = try #require(DoubledMid(bid: Price(micros: .max - 1), ask: Price(micros: 1)))
    #expect(throws: LedgerFault.overflow) { try margin(.max, .quote(most, .notNeeded), .max) }
  }

  private func margin(
    _ units: Int64, _ value: BaseValue, _ rate: Int64
  ) throws -> Int64 {
    try MarginUsed.of(units: units, value: value, rate: Ratio(micros: rate)).micros
  }
}
