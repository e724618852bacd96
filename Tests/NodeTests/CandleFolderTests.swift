import Feeds
import Market
import TestSupport
import Testing

@Suite struct `Folders of recorded candles` {
  @Test(
    .enabled(if: RecordedCandles.areHere, Comment(rawValue: RecordedCandles.whyNot)),
    arguments: [
      ("M1/dukascopy", .m1, 5, [.bid]), ("M1/fxcm", .m1, 2, [.mid]),
      ("M1/fxcm-20110307", .m1, 1, [.mid]), ("M1/fxcm-2012", .m1, 1, [.mid]),
      ("M1/fxcm-20180403", .m1, 1, [.mid]), ("M1/mt5", .m1, 5, [.bid]),
      ("M1/oanda", .m1, 2, [.mid]), ("M1/oanda-20180403", .m1, 1, [.mid]), ("M15", .m15, 8, [.bid]),
      ("H1", .h1, 8, [.mid, .bid]), ("H4", .h4, 9, [.bid]),
    ] as [(String, Granularity, Int, [PriceSide])])
  func `tell their bar and side by themselves`(
    folder: String, granularity: Granularity, count: Int, sides: [PriceSide]
  ) throws {
    let files = try TickFeed.discover([RecordedCandles.path(folder)], instruments: nil)
    #expect(files.count == count)
    #expect(files.allSatisfy { $0.candles?.granularity == granularity })
    #expect(files.allSatisfy { $0.candles.map { sides.contains($0.side) } ?? false })
  }

  @Test(.enabled(if: RecordedCandles.areHere, Comment(rawValue: RecordedCandles.whyNot)))
  func `of both sides come to three items a row, each at its place`() throws {
    let files = try TickFeed.discover([RecordedCandles.path("M1/oanda-20180403")], instruments: nil)
    var feed = TickFeed(files, startAfter: [0], from: nil, to: nil)
    var ordinals: [Int64] = []
    var last = Timestamp.zero
    var isOrdered = true
    while let item = try feed.next() {
      ordinals.append(item.ordinal)
      isOrdered = isOrdered && item.time >= last
      last = item.time
    }
    #expect(ordinals == (1...4_230).map { Int64($0) })
    #expect(isOrdered)
  }
}
