import Feeds
import Market
import Numerics
import Testing

@Suite struct `The length of candles` {
  private let scratch = Scratch()

  private func granularity(_ minutes: [Int64?], _ told: Granularity? = nil) throws -> Granularity? {
    let path = try scratch.file("EUR_USD.csv", bars(minutes))
    let files = try TickFeed.discover(
      [path], instruments: nil, candles: .told(granularity: told))
    return files[0].candles?.granularity
  }

  private func problem(_ minutes: [Int64?], _ told: Granularity? = nil) throws -> CandleProblem? {
    FeedsTests.problem(
      [try scratch.file("EUR_USD.csv", bars(minutes))], .told(granularity: told))
  }

  @Test(arguments: Granularity.allCases)
  func `is the spacing of their rows`(granularity: Granularity) throws {
    let step = granularity.seconds / 60
    #expect(try self.granularity([0, step, 2 * step]) == granularity)
    #expect(try self.granularity([0, 7 * step, 8 * step, 9 * step]) == granularity)
  }

  @Test func `is the most common spacing, whatever gaps and strays are between`() throws {
    #expect(try granularity([0, 1, 6, 11, 12, 17, 22, 22, 3, nil, 23, 28]) == .m5)
    // Minutes of a quiet market: 1, 2, 1, 3, 1.
    #expect(try granularity([0, 1, 3, 4, 7, 8]) == .m1)
  }

  @Test func `is the shorter of two that are as common`() throws {
    #expect(try granularity([0, 5, 10, 25, 40]) == .m5)
    #expect(try granularity([0, 15, 30, 35, 40]) == .m5)
  }

  @Test func `is looked for in the first 4,096 rows`() throws {
    let hours = (0..<4_096).map { Int64?($0 * 60) }
    let minutes = (1...5_000).map { Int64?(4_095 * 60 + $0) }
    #expect(try granularity(hours + minutes) == .h1)
    // One row fewer in front: 2,047 steps of an hour, then as many minutes and one.
    let first = (0..<2_048).map { Int64?($0 * 60) }
    #expect(try granularity(first + (1...2_048).map { Int64?(2_047 * 60 + $0) }) == .m1)
  }

  @Test func `is asked for where the rows do not tell`() throws {
    let path = scratch.path("EUR_USD.csv")
    for (minutes, rows) in [
      ([5], 1), ([5, 6], 2), ([5, 6, 8], 3), ([6, 6, 5], 3), ([nil, nil], 0),
    ]
      as [([Int64?], Int)]
    {
      #expect(try problem(minutes) == .barUnknown(file: path, rows: rows))
      #expect(try granularity(minutes, .m1) == .m1)
    }
    #expect(try granularity([5], .h4) == .h4)
  }

  @Test func `is one of those we know, or the one told where rows are missing`() throws {
    let path = scratch.path("EUR_USD.csv")
    #expect(try problem([0, 2, 4, 6]) == .noSuchBar(file: path, milliseconds: 120_000))
    #expect(try granularity([0, 2, 4, 6], .m1) == .m1)
    try scratch.file("EUR_USD.csv", "ts_ms,o,h,l,c\n0,1,1,1,1\n1500,1,1,1,1\n3000,1,1,1,1\n")
    #expect(FeedsTests.problem([path]) == .noSuchBar(file: path, milliseconds: 1_500))
  }

  @Test func `is not what is told against the spacing`() throws {
    let path = scratch.path("EUR_USD.csv")
    #expect(
      try problem([0, 15, 30], .h1)
        == .notTheBarTold(file: path, told: .h1, milliseconds: 900_000))
    #expect(
      try problem([0, 15, 30], .m5)
        == .notTheBarTold(file: path, told: .m5, milliseconds: 900_000))
    #expect(
      try problem([0, 2, 4], .m5) == .notTheBarTold(file: path, told: .m5, milliseconds: 120_000))
    #expect(try granularity([0, 15, 30], .m15) == .m15)
  }

  @Test func `is one in all files that are read`() throws {
    let minutes = try scratch.file("EUR_USD/M1.csv", bars([0, 1, 2]))
    let quarters = try scratch.file("USD_JPY/M15.csv", bars([0, 15, 30]))
    #expect(
      FeedsTests.problem([scratch.folder])
        == .barsDiffer(file: minutes, bar: .m1, other: quarters, otherBar: .m15))
    let files = try TickFeed.discover([scratch.folder], instruments: ["USD_JPY"])
    #expect(files.map(\.candles?.granularity) == [.m15])
  }

  @Test func `is told as well by a file that breaks later`() throws {
    let whole = GzipSamples.stored(Array(bars((0..<40).map { $0 }).utf8))
    let path = try scratch.file("EUR_USD.csv.gz", whole + [0, 0])
    #expect(try TickFeed.discover([path], instruments: nil).map(\.candles?.granularity) == [.m1])
    let cut = try scratch.file(
      "USD_JPY.csv",
      "ts_ms,o,h,l,c\n0,1,1,1,1\n60000,1,1,1,1\n" + String(repeating: "7", count: 1 << 21))
    #expect(
      readCandles(cut, options: .told()).failure == .lineTooLong(file: cut, line: 4))
  }
}

@Suite struct `What is told of candles` {
  private let scratch = Scratch()

  @Test func `is refused for ticks`() throws {
    let path = try scratch.file("EUR_USD.csv", lines([1, 2]))
    for options in [
      CandleOptions.told(side: .mid), .told(granularity: .m1), .told(("EUR_USD", 10)),
    ] {
      #expect(problem([path], options) == .optionForTicks(file: path))
    }
    #expect(problem([path]) == nil)
  }

  @Test func `can not make ticks and candles one feed`() throws {
    let ticks = try scratch.file("EUR_USD.csv", lines([1, 2]))
    let candles = try scratch.file("AUD_USD.csv", bars([0, 1, 2]))
    let expected = CandleProblem.ticksAndCandles(ticks: ticks, candles: candles)
    #expect(problem([ticks, candles]) == expected)
    #expect(problem([candles, ticks]) == expected)
    // What is not read does not count.
    let files = try TickFeed.discover([scratch.folder], instruments: ["AUD_USD"])
    #expect(files.map(\.path) == [candles])
  }

  @Test func `can not make one side and both sides one instrument`() throws {
    let one = try scratch.file("EUR_USD/1.csv", bars([0, 1, 2]))
    let both = try scratch.file("EUR_USD/2.csv", twoSidedBars([3, 4, 5]))
    for side in [nil, .bid, .mid] as [PriceSide?] {
      #expect(
        problem([scratch.folder], .told(side: side))
          == .sidesMixed(instrument: "EUR_USD", file: one, other: both))
    }
    let other = try scratch.file("USD_JPY.csv", twoSidedBars([3, 4, 5]))
    let files = try TickFeed.discover([one, other], instruments: nil)
    #expect(files.map(\.candles?.side) == [.bid, .mid])
  }

  @Test func `of spreads is refused where it changes nothing`() throws {
    let one = try scratch.file("EUR_USD.csv", bars([0, 1, 2]))
    let both = try scratch.file("USD_JPY.csv", twoSidedBars([0, 1, 2]))
    #expect(
      problem([one, both], .told(("GBP_USD", 10))) == .spreadWithoutFile(instrument: "GBP_USD"))
    #expect(
      problem([one, both], .told(("EUR_USD", 10), ("USD_JPY", 1_000)))
        == .spreadForTwoSides(instrument: "USD_JPY", file: both))
    #expect(problem([one, both], .told(("EUR_USD", 10))) == nil)
  }

  @Test func `makes the content that is recorded and reported`() throws {
    try scratch.file("EUR_USD/1.csv", bars([0, 1, 2]))
    try scratch.file("EUR_USD/2.csv", bars([3, 4, 5]))
    try scratch.file("USD_JPY.csv", bars([0, 1, 2]))
    try scratch.file("AUD_USD.csv", twoSidedBars([0, 1, 2]))
    let files = try TickFeed.discover(
      [scratch.folder], instruments: nil, candles: .told(("USD_JPY", 14_000)))
    guard case .candles(.m1, let instruments) = FeedContent(of: files) else {
      Issue.record("no candles")
      return
    }
    #expect(instruments.map(\.instrument.name) == ["EUR_USD", "USD_JPY", "AUD_USD"])
    #expect(instruments.map(\.side) == [.bid, .bid, .mid])
    #expect(instruments.map(\.quotes) == [.none, .spread(Price(micros: 14_000)), .own])
    #expect(instruments.map(\.spreadPips) == [nil, "1.4", nil])
    let ticks = try scratch.file("GBP_USD/t.csv", lines([1]))
    #expect(FeedContent(of: try TickFeed.discover([ticks], instruments: nil)) == .ticks)
  }
}
