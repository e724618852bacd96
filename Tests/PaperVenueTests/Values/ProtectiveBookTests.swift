import Ledger
import Market
import Numerics
import PaperVenue
import Testing

@Suite struct `The protective prices of an instrument` {
  @Test func `keep the four edges that a quote reaches first`() throws {
    var book = ProtectiveBook()
    #expect(book.edges == ProtectiveEdges())
    #expect(book.edges.highestLongStop == nil)
    #expect(book.edges.lowestLongTake == nil)
    #expect(book.edges.lowestShortStop == nil)
    #expect(book.edges.highestShortTake == nil)
    try book.add(prices(1, true, 990_000, 1_030_000))
    try book.add(prices(2, true, 995_000, 1_040_000))
    try book.add(prices(3, false, 1_050_000, 960_000))
    try book.add(prices(4, false, 1_060_000, 970_000))
    #expect(book.edges.highestLongStop?.micros == 995_000)
    #expect(book.edges.lowestLongTake?.micros == 1_030_000)
    #expect(book.edges.lowestShortStop?.micros == 1_050_000)
    #expect(book.edges.highestShortTake?.micros == 970_000)
    book.remove(lot: 2)
    #expect(book.edges.highestLongStop?.micros == 990_000)
    book.remove(lot: 3)
    book.remove(lot: 3)
    #expect(book.edges.lowestShortStop?.micros == 1_060_000)
    #expect(book.count == 2)
  }

  @Test(
    arguments: [
      (true, 990_000, nil, 990_000, 990_010), (true, nil, 1_010_000, 1_010_000, 1_009_990),
      (false, 1_010_000, nil, 1_010_000, 1_009_990), (false, nil, 990_000, 990_000, 990_010),
    ] as [(Bool, Int64?, Int64?, Int64, Int64)])
  func `are reached by a touch and not a point before`(
    isLong: Bool, stop: Int64?, take: Int64?, touch: Int64, before: Int64
  ) throws {
    let book = try ProtectiveBook([prices(1, isLong, stop, take)])
    for (micros, isReached) in [(touch, true), (before, false)] {
      let price = Price(micros: micros)
      // The other side of the book reaches nothing.
      let other = Price(micros: 1_000_000)
      let (bid, ask) = isLong ? (price, other) : (other, price)
      #expect(book.isReached(bid: bid, ask: ask) == isReached)
      #expect(
        book.isReached(
          bid: PriceRange(open: bid, high: bid, low: bid),
          ask: PriceRange(open: ask, high: ask, low: ask)) == isReached)
    }
  }

  @Test func `are closed by a gap oldest first, each once`() throws {
    var book = ProtectiveBook()
    for lot in 1...5 as ClosedRange<Int64> {
      try book.add(prices(lot, true, 990_000 + lot, nil))
    }
    var triggers: [ProtectiveTrigger] = []
    let (bid, ask) = (Price(micros: 990_003), Price(micros: 990_100))
    book.takeReached(bid: bid, ask: ask, into: &triggers)
    #expect(triggers.map(\.lot) == [3, 4, 5])
    #expect(triggers.map(\.price) == [bid, bid, bid])
    book.takeReached(bid: bid, ask: ask, into: &triggers)
    #expect(triggers.count == 3)
    #expect((0..<book.count).map { book[$0].lot } == [1, 2])
  }

  @Test(arguments: [0, -1, .max] as [Int64])
  func `take no price that a quote could not be`(micros: Int64) {
    var book = ProtectiveBook()
    #expect(throws: VenueValueFault.badPrice) { try book.add(prices(1, true, micros, nil)) }
    #expect(throws: VenueValueFault.badPrice) { try book.add(prices(1, false, nil, micros)) }
    #expect(book.isEmpty)
  }

  @Test func `stand in the order of their lots and are bounded`() throws {
    let recorded = (1...2_000).map { prices($0, true, 990_000, nil) }
    var book = try ProtectiveBook(recorded)
    #expect(throws: VenueValueFault.full) { try book.add(prices(2_001, true, 990_000, nil)) }
    book.remove(lot: 1)
    #expect(throws: VenueValueFault.numberNotNew) { try book.add(prices(2_000, true, 1, nil)) }
    try book.add(prices(2_001, true, 990_000, nil))
    #expect(book.count == 2_000)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `answer like a walk over all of them`(seed: UInt64) throws {
    print("Protective prices: seed \(seed)")
    var random = SplitMix64(seed: seed)
    var book = ProtectiveBook()
    var list: [ProtectivePrices] = []
    var triggers: [ProtectiveTrigger] = []
    var (number, hits, misses) = (Int64(0), 0, 0)
    for step in 0..<400 {
      switch random.next(below: 10) {
      case 0...4:
        number += 1
        let isLong = random.next(below: 2) == 0
        let (low, high) = (
          990_000 - Int64(random.next(below: 20)) * 100,
          1_010_000 + Int64(random.next(below: 20)) * 100
        )
        let added = prices(
          number, isLong, random.next(below: 4) == 0 ? nil : isLong ? low : high,
          random.next(below: 4) == 0 ? nil : isLong ? high : low)
        try book.add(added)
        list.append(added)
      case 5...6 where !list.isEmpty:
        let position = random.next(below: 2) == 0 ? 0 : Int(random.next(below: UInt64(list.count)))
        book.remove(lot: list.remove(at: position).lot)
      default:
        let bid = Price(micros: 987_500 + Int64(random.next(below: 250)) * 100)
        let ask = Price(micros: bid.micros + 100)
        let low = Price(micros: bid.micros - Int64(random.next(below: 30)) * 100)
        let high = Price(micros: bid.micros + Int64(random.next(below: 30)) * 100)
        let bids = PriceRange(open: bid, high: high, low: low)
        let asks = PriceRange(
          open: ask, high: Price(micros: high.micros + 100), low: Price(micros: low.micros + 100))
        let isBar = random.next(below: 2) == 0
        let expected = list.compactMap {
          isBar ? $0.trigger(bid: bids, ask: asks) : $0.trigger(bid: bid, ask: ask)
        }
        let reached =
          isBar ? book.isReached(bid: bids, ask: asks) : book.isReached(bid: bid, ask: ask)
        #expect(reached == !expected.isEmpty, "seed \(seed), step \(step)")
        if reached { hits += 1 } else { misses += 1 }
        triggers.removeAll(keepingCapacity: true)
        if isBar {
          book.takeReached(bid: bids, ask: asks, into: &triggers)
        } else {
          book.takeReached(bid: bid, ask: ask, into: &triggers)
        }
        #expect(triggers == expected, "seed \(seed), step \(step)")
        list.removeAll { kept in expected.contains { $0.lot == kept.lot } }
      }
      #expect((0..<book.count).map { book[$0] } == list, "seed \(seed), step \(step)")
      #expect(try ProtectiveBook(list) == book, "seed \(seed), step \(step)")
    }
    #expect(hits > 5 && misses > 5, "seed \(seed): \(hits) hits, \(misses) misses")
  }

  private func prices(
    _ lot: Int64, _ isLong: Bool, _ stop: Int64?, _ take: Int64?
  ) -> ProtectivePrices {
    ProtectivePrices(
      lot: lot, isLong: isLong, stop: stop.map(Price.init(micros:)),
      take: take.map(Price.init(micros:)))
  }
}
