import Feeds
import Market
import Numerics
import Testing

@Suite struct `A feed of the synthetic market` {
  private let market = SyntheticMarket(seed: 3, days: 1)
  private static let start: Int64 = 1_704_672_000_000_000_000
  private static let hour: Int64 = 3_600_000_000_000

  private func read(
    _ market: SyntheticMarket, startAfter: [Int64]? = nil, from: Int64? = nil, to: Int64? = nil
  ) -> [FeedItem] {
    var feed = SyntheticFeed(
      market, startAfter: startAfter ?? market.origins.map { _ in 0 },
      from: from.map { Timestamp(nanoseconds: Self.start + $0 * Self.hour) },
      to: to.map { Timestamp(nanoseconds: Self.start + $0 * Self.hour) })
    var items: [FeedItem] = []
    while let item = feed.next() { items.append(item) }
    return items
  }

  @Test func `gives every quote as a tick taken at its stamp, rows counted by source`() {
    var rows = [Int64](repeating: 0, count: 8)
    for item in read(market) {
      rows[item.file] += 1
      guard case .tick(let stamp, _?, _?) = item.row, stamp == item.time,
        item.ordinal == rows[item.file]
      else {
        Issue.record("\(item)")
        return
      }
    }
    #expect(rows.allSatisfy { $0 > 4_000 })
  }

  @Test func `goes on behind the rows taken as if it had given them`() {
    let all = read(market)
    let taken = all.prefix(12_345)
    var last = [Int64](repeating: 0, count: 8)
    for item in taken { last[item.file] = item.ordinal }
    #expect(read(market, startAfter: last) == Array(all.dropFirst(12_345)))
  }

  @Test func `keeps to its window, each quote in the row it has without one`() {
    let all = read(market)
    let window = read(market, from: 6, to: 8)
    let bounds = Self.start + 6 * Self.hour..<Self.start + 8 * Self.hour
    #expect(!window.isEmpty)
    #expect(window == all.filter { bounds.contains($0.time.nanoseconds) })
  }

  @Test func `gives the same quotes of an instrument when others are left out`() {
    let some = SyntheticMarket(seed: 3, days: 1, instruments: ["AUD_USD", "EUR_JPY"])
    #expect(some.origins.map(\.instrument.name) == ["EUR_JPY", "AUD_USD"])
    let places = [3: 0, 6: 1]
    let expected = read(market).compactMap { item in
      places[item.file].map { place in
        var moved = item
        moved.file = place
        return moved
      }
    }
    #expect(read(some) == expected)
  }

  @Test func `has a source for each instrument, another for another seed, none for its length`() {
    func heads(_ seed: UInt64, _ days: Int64) -> [String] {
      SyntheticMarket(seed: seed, days: days).origins.map(\.headHash.hex)
    }
    #expect(Set(heads(3, 1)).count == 8)
    #expect(Set(heads(3, 1) + heads(4, 1)).count == 16)
    #expect(heads(3, 1) == heads(3, 10))
  }

  @Test func `is called synthetic, and no file is`() {
    #expect(market.title == "synthetic market, seed 3, days 1")
    #expect(market.origins.allSatisfy { $0.path == market.title && $0.size == 0 })
    #expect(SyntheticMarket.isOrigin(path: market.title, size: 0))
    #expect(!SyntheticMarket.isOrigin(path: "ticks/EUR_USD.csv", size: 0))
    #expect(!SyntheticMarket.isOrigin(path: "synthetic market, seed 3/EUR_USD.csv", size: 9))
  }
}
