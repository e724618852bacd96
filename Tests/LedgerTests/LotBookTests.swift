import Ledger
import Market
import Testing

@Suite struct `A lot book` {
  private let exit = Price(micros: 1_100_000)

  @Test func `consumes the oldest lot first, in odd parts`() throws {
    var book = try LotBook(
      limit: 5, lots: [lot(4, 1_001, at: 1_000_000), lot(7, 333, at: 1_050_000)])
    var slices: [Slice] = []
    let profit = try book.reduce(by: -1_002, at: exit, conversion: .notNeeded, into: &slices)
    #expect(slices.map(\.lot) == [4, 7])
    #expect(slices.map(\.units) == [1_001, 1])
    #expect(slices.map(\.entry.micros) == [1_000_000, 1_050_000])
    #expect(slices.map(\.exit) == [exit, exit])
    #expect(slices.map(\.profit.micros) == [100_100_000, 50_000])
    #expect(slices.map(\.closesLot) == [true, false])
    #expect(slices.map(\.remaining) == [0, 332])
    #expect(profit.micros == 100_150_000)
    #expect(book.count == 1)
    #expect(book.units == 332)
    #expect(book[0].remaining == 332)
    #expect(book[0].units == 333)
    #expect(book[0].realised.micros == 50_000)
  }

  @Test func `tells what a lot earned by all its slices`() throws {
    var book = try LotBook(limit: 5, lots: [lot(1, -7, at: 1_200_000)])
    var slices: [Slice] = []
    for order in [3, 1, 3] as [Int64] {
      try book.reduce(by: order, at: exit, conversion: .notNeeded, into: &slices)
    }
    #expect(slices.map(\.profit.micros) == [300_000, 100_000, 300_000])
    #expect(slices.map(\.realised.micros) == [300_000, 400_000, 700_000])
    #expect(slices.map(\.remaining) == [-4, -3, 0])
    #expect(book == LotBook(limit: 5))
  }

  @Test(arguments: [
    (0, 500, 0, 500), (1_000, 500, 0, 500), (1_000, -400, -400, 0), (1_000, -1_000, -1_000, 0),
    (1_000, -1_500, -1_000, -500), (-1_000, 1_500, 1_000, 500), (-1_000, -5, 0, -5),
    (-1_000, 999, 999, 0), (1_000, 0, 0, 0),
  ])
  func `splits an order into what closes and what opens the other side`(
    held: Int64, order: Int64, closing: Int64, opening: Int64
  ) throws {
    let book = try LotBook(limit: 5, lots: held == 0 ? [] : [lot(1, held, at: 1_000_000)])
    let parts = book.parts(of: order)
    #expect(parts.closing == closing)
    #expect(parts.opening == opening)
  }

  @Test func `never turns a position round`() throws {
    var book = try LotBook(limit: 5, lots: [lot(1, 1_000, at: 1_000_000)])
    #expect(refusal(of: &book, by: -1_001) == .exceedsPosition)
    #expect(refusal(of: &book, by: .min) == .exceedsPosition)
    #expect(refusal(of: &book, by: 1) == .wrongSide)
    #expect(refusal(of: &book, by: 0) == .badUnits)
    #expect(throws: LedgerFault.wrongSide) { try book.open(lot(2, -1, at: 1_000_000)) }
    var flat = LotBook(limit: 5)
    #expect(refusal(of: &flat, by: -1) == .exceedsPosition)
  }

  @Test func `refuses an increase at its limit, and still reduces`() throws {
    var book = LotBook(limit: 2)
    try book.open(lot(1, 5, at: 1_000_000))
    #expect(!book.isFull)
    try book.open(lot(2, 5, at: 1_000_000))
    #expect(book.isFull)
    let full = book
    #expect(throws: LedgerFault.lotsFull) { try book.open(lot(3, 5, at: 1_000_000)) }
    #expect(book == full)
    var slices: [Slice] = []
    try book.reduce(by: -5, at: exit, conversion: .notNeeded, into: &slices)
    try book.open(lot(3, 5, at: 1_000_000))
    #expect([book[0].number, book[1].number] == [2, 3])
  }

  @Test func `takes back more lots than a lowered limit, and never more than 2,000`() throws {
    let recorded = (1...2_001).map { lot($0, 1, at: 1_000_000) }
    let book = try LotBook(limit: 1, lots: recorded.prefix(2_000))
    #expect(book.count == 2_000)
    #expect(book.isFull)
    #expect(throws: LedgerFault.lotsFull) { try LotBook(limit: 2_000, lots: recorded) }
  }

  @Test func `closes one lot out of the middle`() throws {
    var book = try LotBook(limit: 5, lots: (1...4).map { lot($0, 10 * $0, at: 1_000_000) })
    let slice = try book.close(lot: 3, at: exit, conversion: .notNeeded)
    #expect(slice.units == 30)
    #expect(slice.profit.micros == 3_000_000)
    #expect(slice.closesLot)
    #expect((0..<book.count).map { book[$0].number } == [1, 2, 4])
    #expect(book.units == 70)
    #expect(book.cost == 70_000_000)
    #expect(throws: LedgerFault.noSuchLot) {
      try book.close(lot: 3, at: exit, conversion: .notNeeded)
    }
    #expect((1...4).map { book.position(of: $0) } == [0, 1, nil, 2])
  }

  @Test(
    arguments: [
      (0, 1, 1_000_000, 0, 1, LedgerFault.numberNotNew), (2, 1, 1_000_000, 0, 1, .numberNotNew),
      (3, 0, 1_000_000, 0, 0, .badUnits), (3, 1, 0, 0, 1, .badPrice), (3, 1, -1, 0, 1, .badPrice),
      (3, 1, 1_000_000, -1, 1, .badRate), (3, 2, 1_000_000, 0, 1, .badUnits),
      (3, 1, 1_000_000, 0, 2, .badUnits), (3, 1, 1_000_000, 0, -1, .badUnits),
      (3, .min, 1_000_000, 0, .min, .badUnits), (3, .max, 1_000_000, 0, .max, .overflow),
    ] as [(Int64, Int64, Int64, Int64, Int64, LedgerFault)])
  func `opens no lot that is not sound`(
    number: Int64, units: Int64, price: Int64, commission: Int64, remaining: Int64,
    fault: LedgerFault
  ) throws {
    var book = try LotBook(limit: 5, lots: [lot(2, 1, at: 1_000_000)])
    let before = book
    #expect(throws: fault) {
      try book.open(
        Lot(
          number: number, units: units, price: Price(micros: price), openedAt: .zero,
          commission: Money(micros: commission), remaining: remaining))
    }
    #expect(book == before)
  }

  @Test func `changes nothing and appends nothing when a slice does not fit`() throws {
    // The first lot's profit fits, the second's does not.
    var book = try LotBook(limit: 5, lots: [lot(1, 1, at: 1), lot(2, .max / 2, at: 1)])
    let before = book
    var slices: [Slice] = []
    #expect(throws: LedgerFault.overflow) {
      try book.reduce(
        by: -(.max / 2), at: Price(micros: .max), conversion: .notNeeded, into: &slices)
    }
    #expect(slices.isEmpty)
    #expect(book == before)
    #expect(throws: LedgerFault.overflow) {
      try book.close(lot: 2, at: Price(micros: .max), conversion: .notNeeded)
    }
    #expect(book == before)
  }

  @Test func `is the same again from the lots it holds`() throws {
    var book = try LotBook(limit: 5, lots: (1...4).map { lot($0, 10 * $0, at: 1_000_000 + $0) })
    var slices: [Slice] = []
    try book.reduce(by: -15, at: exit, conversion: .notNeeded, into: &slices)
    #expect(try LotBook(limit: 5, lots: (0..<book.count).map { book[$0] }) == book)
  }

  private func refusal(of book: inout LotBook, by order: Int64) -> LedgerFault? {
    let before = book
    var slices: [Slice] = []
    do throws(LedgerFault) {
      try book.reduce(by: order, at: exit, conversion: .notNeeded, into: &slices)
      return nil
    } catch {
      #expect(book == before)
      #expect(slices.isEmpty)
      return error
    }
  }
}
