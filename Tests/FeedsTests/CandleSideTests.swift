import Feeds
import Market
import Numerics
import Testing

@Suite struct `The side of a candle` {
  private let scratch = Scratch()

  private func first(
    _ header: String, _ fields: String, _ options: CandleOptions, name: String = "EUR_USD"
  ) throws -> CandleRow? {
    let path = try scratch.file("\(name).csv", "\(header)\n0,\(fields)\n60000,\(fields)\n")
    var options = options
    options.granularity = .m1
    let reading = readCandles(path, options: options)
    #expect(reading.failure == nil)
    return reading.rows.lazy.compactMap(\.candle).first
  }

  private func prices(_ row: CandleRow?) -> [Int64?] {
    [row?.open, row?.high, row?.low, row?.close].map { $0?.micros }
  }

  private let both = "1.10000,1.10010,1.09990,1.10005,1.10015,1.10030,1.10004,1.10016"

  @Test func `is mid where both are there, exact at half points`() throws {
    let row = try first(CandleHeader.twoSided, both, .told())
    #expect(row?.side == .mid)
    #expect(prices(row) == [1_100_075, 1_100_200, 1_099_970, 1_100_105])
    #expect(row?.volume == nil)
  }

  @Test func `is the one asked for where both are there`() throws {
    let bid = try first(CandleHeader.twoSided, both, .told(side: .bid))
    #expect(bid?.side == .bid)
    #expect(prices(bid) == [1_100_000, 1_100_100, 1_099_900, 1_100_050])
    let ask = try first(CandleHeader.twoSided, both, .told(side: .ask))
    #expect(ask?.side == .ask)
    #expect(prices(ask) == [1_100_150, 1_100_300, 1_100_040, 1_100_160])
  }

  @Test(arguments: [nil, .bid, .ask, .mid] as [PriceSide?])
  func `of a one-sided file is bid, or what it is said to be`(side: PriceSide?) throws {
    let row = try first(CandleHeader.oneSided, "1.1,1.3,1.0,1.2", .told(side: side))
    #expect(row?.side == side ?? .bid)
    #expect(prices(row) == [1_100_000, 1_300_000, 1_000_000, 1_200_000])
  }

  @Test func `misses a mid of which one side is absent or half a millionth is left`() throws {
    let odd = try first(
      CandleHeader.twoSided, "x,1.1,1.1,1.000001,1.2,nan,1.2,1.000002", .told())
    #expect(prices(odd) == [nil, nil, 1_150_000, nil])
    let huge = try first(
      CandleHeader.twoSided, "9223372036854,1,1,1,9223372036854,1,1,1", .told())
    #expect(prices(huge) == [nil, 1_000_000, 1_000_000, 1_000_000])
  }
}

@Suite struct `The quotes of a candle` {
  private let scratch = Scratch()

  private func quotes(
    _ header: String, _ fields: String, _ options: CandleOptions, name: String = "EUR_USD"
  ) throws -> [[Int64]] {
    let path = try scratch.file("\(name).csv", "\(header)\n0,\(fields)\n")
    var options = options
    options.granularity = .m1
    let reading = readCandles(path, options: options)
    #expect(reading.failure == nil)
    return reading.rows.compactMap(\.quoteMicros)
  }

  @Test(arguments: [nil, .bid, .ask, .mid] as [PriceSide?])
  func `have their own spread where both sides are there`(side: PriceSide?) throws {
    #expect(
      try quotes(
        CandleHeader.twoSided, "1.1,1.3,1.0,1.2,1.10012,1.4,1.1,1.20007", .told(side: side))
        == [[1_100_000, 1_100_120], [1_200_000, 1_200_070]])
  }

  @Test func `are none for one-sided candles without a spread`() throws {
    #expect(try quotes(CandleHeader.oneSided, "1.1,1.3,1.0,1.2", .told()) == [])
    #expect(try quotes(CandleHeader.withVolume, "1.1,1.3,1.0,1.2,5", .told()) == [])
  }

  @Test func `lie above bids, below asks and around mids`() throws {
    let fields = "1.10000,1.3,1.0,1.20005"
    func told(_ side: PriceSide?, _ micros: Int64) throws -> [[Int64]] {
      try quotes(CandleHeader.oneSided, fields, .told(side: side, ("EUR_USD", micros)))
    }
    #expect(try told(nil, 120) == [[1_100_000, 1_100_120], [1_200_050, 1_200_170]])
    #expect(try told(.bid, 120) == [[1_100_000, 1_100_120], [1_200_050, 1_200_170]])
    #expect(try told(.ask, 120) == [[1_099_880, 1_100_000], [1_199_930, 1_200_050]])
    #expect(try told(.mid, 120) == [[1_099_940, 1_100_060], [1_199_990, 1_200_110]])
    // Half of 15 points lies between two points: the bid is rounded down.
    #expect(try told(.mid, 150) == [[1_099_920, 1_100_070], [1_199_970, 1_200_120]])
  }

  @Test func `keep the points of yen pairs`() throws {
    #expect(
      try quotes(
        CandleHeader.oneSided, "144.1234,145,144,144.5", .told(side: .mid, ("USD_JPY", 13_000)),
        name: "USD_JPY") == [[144_116_000, 144_129_000], [144_493_000, 144_506_000]])
  }

  @Test func `are left out where a price is absent`() throws {
    #expect(
      try quotes(CandleHeader.oneSided, "x,1.3,1.0,1.2", .told(("EUR_USD", 100)))
        == [[1_200_000, 1_200_100]])
    #expect(
      try quotes(CandleHeader.twoSided, "1.1,1.3,1.0,1.2,1.2,1.4,1.1,", .told())
        == [[1_100_000, 1_200_000]])
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `of mids are a spread wide, on points, and less than a point below the mid`(
    seed: UInt64
  ) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let mid = 500_000 + Int64(generator.next(below: 2_000_000))
      let spread = 10 * (1 + Int64(generator.next(below: 300)))
      let text = decimal(mid, places: 6)
      let quotes = try quotes(
        CandleHeader.oneSided, "\(text),\(text),\(text),\(text)",
        .told(side: .mid, ("EUR_USD", spread)))
      #expect(quotes.count == 2 && quotes[0] == quotes[1], "seed \(seed)")
      let quote = quotes[0]
      #expect(quote[1] - quote[0] == spread, "seed \(seed)")
      #expect(quote[0] % 10 == 0, "seed \(seed)")
      // Twice the distance of the quote's mid, from 0 to just under two points.
      let below = 2 * mid - quote[0] - quote[1]
      #expect((0..<20).contains(below), "seed \(seed): \(mid) \(spread)")
    }
  }
}
