import Ledger
import Market
import Numerics
import Testing

@Suite struct `Over random opens and reductions, a lot book` {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `agrees with a naive ledger of big whole numbers`(seed: UInt64) throws {
    print("Lot book: seed \(seed)")
    var random = SplitMix64(seed: seed)
    let limit = Int(random.number(in: 1...12))
    var book = LotBook(limit: limit)
    var naive = NaiveLedger()
    var balance = Balance(Money(micros: 10_000_000_000))
    var expectedBalance: Int64 = 10_000_000_000
    var slices: [Slice] = []
    var number: Int64 = 0
    for step in 0..<250 {
      let price = random.number(in: 900_000...1_100_000)
      let conversion = random.conversion()
      if book.isEmpty || random.next(below: 2) == 0 {
        number += random.number(in: 1...3)
        let size = random.number(in: 1...33_333)
        let isLong = book.isEmpty ? random.next(below: 2) == 0 : book.units > 0
        let opened = lot(number, isLong ? size : -size, at: price)
        if naive.held.count == limit {
          #expect(throws: LedgerFault.lotsFull) { try book.open(opened) }
        } else {
          try book.open(opened)
          naive.held.append(
            NaiveLedger.Held(number: number, units: opened.units, price: price))
        }
      } else {
        let held = abs(naive.net)
        let size = random.next(below: 4) == 0 ? held : random.number(in: 1...held)
        let order = naive.net > 0 ? -size : size
        slices.removeAll(keepingCapacity: true)
        let profit = try book.reduce(
          by: order, at: Price(micros: price), conversion: conversion, into: &slices)
        let expected = naive.reduce(size, at: price, conversion)
        #expect(slices.map(\.lot) == expected.map(\.lot), "seed \(seed), step \(step)")
        #expect(slices.map(\.units) == expected.map(\.units), "seed \(seed), step \(step)")
        #expect(
          slices.map { Optional($0.profit.micros) } == expected.map(\.profit),
          "seed \(seed), step \(step)")
        let sum = expected.reduce(0) { $0 + ($1.profit ?? 0) }
        #expect(profit.micros == sum, "seed \(seed), step \(step)")
        #expect(slices.reduce(0) { $0 + $1.units } == -order, "seed \(seed), step \(step)")
        let commission = random.number(in: 0...9) * 100
        try balance.book(profit: profit, commission: Money(micros: commission))
        expectedBalance += sum - commission
      }
      #expect(balance.money.micros == expectedBalance, "seed \(seed), step \(step)")
      #expect(
        (0..<book.count).map {
          NaiveLedger.Held(
            number: book[$0].number, units: book[$0].remaining, price: book[$0].price.micros)
        } == naive.held, "seed \(seed), step \(step)")
      #expect(book.units == naive.net, "seed \(seed), step \(step)")
      let marked = try UnrealisedProfit.of(
        book, bid: Price(micros: price), ask: Price(micros: price + 80), conversion: conversion)
      #expect(
        marked.micros == naive.unrealised(bid: price, ask: price + 80, conversion),
        "seed \(seed), step \(step)")
    }
    // Both ends were reached: a full book and a flat one.
    #expect(number > 0)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `books in slices what the whole would earn, but for half a step a slice`(
    seed: UInt64
  ) throws {
    print("Slices: seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let units = random.number(in: 2...99_999) * (random.next(below: 2) == 0 ? 1 : -1)
      let (entry, exit) = (
        random.number(in: 900_000...1_100_000), random.number(in: 900_000...1_100_000)
      )
      let conversion = random.conversion()
      var book = try LotBook(limit: 1, lots: [lot(1, units, at: entry)])
      var slices: [Slice] = []
      var sum: Int64 = 0
      while !book.isEmpty {
        let size = min(random.number(in: 1...50_000) | 1, abs(book.units))
        sum += try book.reduce(
          by: units > 0 ? -size : size, at: Price(micros: exit), conversion: conversion,
          into: &slices
        ).micros
      }
      let whole = try #require(NaiveLedger.profit(units, entry, exit, conversion))
      // Each slice and the whole are off by at most half of 0.0001.
      #expect(abs(sum - whole) <= 50 * Int64(slices.count + 1), "seed \(seed)")
      #expect(slices.reduce(0) { $0 + $1.units } == units, "seed \(seed)")
      #expect(slices.last?.realised.micros == sum, "seed \(seed)")
      #expect(slices.filter(\.closesLot).count == 1, "seed \(seed)")
    }
  }

  @Test func `goes round its ring a hundred thousand times`() throws {
    var book = LotBook(limit: 3)
    var slices: [Slice] = []
    for number in 1...100_000 as ClosedRange<Int64> {
      try book.open(lot(number, 3, at: 1_000_000))
      guard number > 1 else { continue }
      slices.removeAll(keepingCapacity: true)
      try book.reduce(
        by: -3, at: Price(micros: 1_000_100), conversion: .notNeeded, into: &slices)
      guard slices.count == 1, slices[0].lot == number - 1, slices[0].profit.micros == 300 else {
        Issue.record("at lot \(number): \(slices)")
        return
      }
    }
    #expect(book.count == 1)
    #expect(book.units == 3)
    #expect(book.cost == 3_000_000)
  }
}
