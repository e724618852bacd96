import Feeds
import Market
import Testing

@Suite struct `A row of candles` {
  private let scratch = Scratch()

  /// What the only data row behind a good one says.
  private func row(_ header: String, _ line: [UInt8]) throws -> FeedRow? {
    let good = String(repeating: ",1", count: header.split(separator: ",").count - 1)
    let path = try scratch.file(
      "EUR_USD.csv", Array("\(header)\n0\(good)\n".utf8) + line + [10])
    let reading = readCandles(path, options: .told(side: .bid, granularity: .m1))
    #expect(reading.failure == nil)
    // The second row's own place: a candle or a rejected row.
    return reading.items.first { $0.ordinal == 5 }?.row
  }

  private func row(_ header: String, _ line: String) throws -> FeedRow? {
    try row(header, Array(line.utf8))
  }

  private func candle(_ line: String) throws -> CandleRow? {
    try row(CandleHeader.withVolume, line)?.candle
  }

  @Test(
    arguments: [
      ("1.38676", 1_386_760), ("101.234", 101_234_000), ("0", 0), ("-1.5", -1_500_000),
      ("1.386765", 1_386_765), ("1.3867651", nil), ("", nil), ("nan", nil), ("inf", nil),
      ("1e5", nil), (".5", nil), ("9223372036854.775808", nil),
    ] as [(String, Int64?)])
  func `holds each price exactly or not at all`(text: String, micros: Int64?) throws {
    let price = micros.map { Price(micros: $0) }
    #expect(try candle("60000,\(text),1,1,1,7")?.open == price)
    #expect(try candle("60000,1,\(text),1,1,7")?.high == price)
    #expect(try candle("60000,1,1, \(text)\t,1,7")?.low == price)
    let last = try candle("60000,1,1,1,\(text),7")
    #expect(last?.close == price)
    #expect(last?.open == Price(micros: 1_000_000))
    #expect(last?.openAt.nanoseconds == 60_000_000_000)
    #expect(last?.volume == 7)
  }

  @Test(
    arguments: [
      ("0", 0), ("42", 42), ("-1", -1), ("12.0", 12), ("", nil),
    ] as [(String, Int64?)])
  func `may lack its volume, and may have one below nought`(text: String, volume: Int64?) throws {
    let candle = try candle("60000,1,1,1,1,\(text)")
    #expect(candle != nil)
    #expect(candle?.volume == volume)
  }

  @Test func `of a file without volumes has none`() throws {
    let candle = try row(CandleHeader.oneSided, "60000,1,1,1,1")?.candle
    #expect(candle != nil)
    #expect(candle?.volume == nil)
  }

  @Test(
    arguments: [
      (CandleHeader.oneSided, "60000,1,1,1", .missingFields),
      (CandleHeader.oneSided, "60000,1,1,1,1,7", .tooManyFields),
      (CandleHeader.withVolume, "60000,1,1,1,1", .missingFields),
      (CandleHeader.withVolume, "60000,1,1,1,1,7,", .tooManyFields),
      (CandleHeader.twoSided, "60000,1,1,1,1,1,1,1", .missingFields),
      (CandleHeader.twoSided, "60000,1,1,1,1,1,1,1,1,1,1,1", .tooManyFields),
      (CandleHeader.oneSided, "x,1,1,1,1", .badStamp),
      (CandleHeader.oneSided, "-60000,1,1,1,1", .badStamp),
      (CandleHeader.oneSided, "60000.5,1,1,1,1", .badStamp),
      (CandleHeader.oneSided, ",1,1,1,1", .badStamp),
      (CandleHeader.oneSided, "ts_ms,o,h,l,c", .badStamp),
      (CandleHeader.withVolume, "60000,1,1,1,1,many", .badVolume),
      (CandleHeader.withVolume, "60000,1,1,1,1,1.5", .badVolume),
      (CandleHeader.withVolume, "60000,1,1,1,1,99999999999999", .badVolume),
      (CandleHeader.oneSided, "60000,1,1,\u{1},1", .notText),
    ] as [(String, String, RowFault)])
  func `is rejected with its reason and its head`(
    header: String, line: String, reason: RowFault
  ) throws {
    #expect(try row(header, line) == .rejected(reason: reason, head: Array(line.utf8)))
  }

  @Test func `has a stamp whose bar ends before 2^62 ns`() throws {
    // The last millisecond from which a day's bar ends in time.
    let last = ((1 << 62) - 86_400_000_000_000) / 1_000_000 - 1
    let good = try row(CandleHeader.oneSided, "\(last),1,1,1,1")
    #expect(good?.candle?.openAt.nanoseconds == Int64(last) * 1_000_000)
    #expect(good?.candle?.closeAt.isValid == true)
    for stamp in ["\(last + 1)", "9223372036854775807", "18446744073709551616"] {
      let line = "\(stamp),1,1,1,1"
      #expect(
        try row(CandleHeader.oneSided, line) == .rejected(reason: .badStamp, head: Array(line.utf8))
      )
    }
  }

  @Test func `is too long above 4 KiB, and its head has 64 bytes`() throws {
    let longest = Array("60000,1,1,1,1".utf8) + [UInt8](repeating: 32, count: 4_083)
    #expect(longest.count == FeedRow.longestQuote)
    #expect(try row(CandleHeader.oneSided, longest)?.candle != nil)
    #expect(
      try row(CandleHeader.oneSided, longest + [32])
        == .rejected(reason: .tooLong, head: Array(longest.prefix(64))))
  }
}

@Suite struct `A candle file` {
  private let scratch = Scratch()

  @Test(arguments: [
    "ts_ms,o,h,l,c\n0,1,1,1,1\n60000,1,1,1,1\n", "ts_ms,o,h,l,c\n0,1,1,1,1\n60000,1,1,1,1",
    "ts_ms,o,h,l,c\r\n0,1,1,1,1\r\n60000,1,1,1,1\r\n",
    "\u{feff}ts_ms,o,h,l,c\n0,1,1,1,1\n\n60000,1,1,1,1\n",
    " ts_ms , o,h,\tl,c\n 0 ,1,1 , 1,1\n60000,1,1,1,\t1\n",
    "\n\nts_ms,o,h,l,c\n0,1,1,1,1\n60000,1,1,1,1",
  ])
  func `reads the same in every tolerated form`(text: String) throws {
    let reading = readCandles(try scratch.file("EUR_USD.csv", text))
    #expect(reading.failure == nil)
    #expect(reading.rows.map { $0.candle?.openAt.nanoseconds } == [0, 60_000_000_000])
    #expect(reading.rows.allSatisfy { $0.candle?.close == Price(micros: 1_000_000) })
    #expect(reading.times == [60_000_000_000, 120_000_000_000])
  }

  @Test func `is told by its header, and only by it`() throws {
    for (header, form) in [
      (CandleHeader.oneSided, FileForm.oneSided),
      (CandleHeader.withVolume, .oneSidedWithVolume), (CandleHeader.twoSided, .twoSided),
      ("ts_ns,bid,ask", .ticks),
    ] {
      let fields = String(repeating: ",1", count: header.split(separator: ",").count - 1)
      let path = try scratch.file("EUR_USD.csv", "\(header)\n0\(fields)\n60000\(fields)\n")
      let options: CandleOptions = form == .ticks ? .told() : .told(granularity: .m1)
      let files = try TickFeed.discover([path], instruments: nil, candles: options)
      #expect(files.map(\.form) == [form])
    }
    for first in ["0,1,1,1,1", "0,1,1,1,1,1", "0,1,1,1,1,1,1,1,1", "ts_ms,o,h,l,c,volume"] {
      let path = try scratch.file("EUR_USD.csv", "\(first)\n60000,1,1,1,1\n")
      #expect(
        readCandles(path).failure == .notATickFile(file: path, line: 1, found: first))
    }
  }

  @Test func `is found in folders as tick files are`() throws {
    try scratch.file(
      "candles/M1/mt5/EUR_USD.csv.gz", GzipSamples.stored(Array(bars([0, 1, 2]).utf8)))
    try scratch.file("candles/M1/mt5/USD_JPY.csv", bars([0, 1, 2]))
    let files = try TickFeed.discover([scratch.path("candles")], instruments: nil)
    #expect(files.map(\.instrument.name) == ["EUR_USD", "USD_JPY"])
    #expect(files.map(\.candles?.granularity) == [.m1, .m1])
    #expect(files[0].firstStamp == .zero)
    #expect(read(files).items.count == 6)
  }

  @Test func `gives every row before its damage`() throws {
    let member = GzipSamples.stored(Array(bars((0..<2_000).map { $0 }).utf8))
    let path = try scratch.file("EUR_USD.csv.gz", member + member.prefix(100))
    let reading = readCandles(path)
    #expect(reading.failure == .truncated(file: path, line: 2_006))
    #expect(reading.items.count >= 2_000)
    let cut = try scratch.file("USD_JPY.csv.gz", member.prefix(member.count - 9))
    let shorter = readCandles(cut)
    #expect(shorter.failure == .truncated(file: cut, line: 2_001))
    #expect(shorter.rows == Array(reading.rows.prefix(shorter.items.count)))
  }

  @Test func `that is no more than a header has no rows`() throws {
    for header in [CandleHeader.oneSided, CandleHeader.withVolume, CandleHeader.twoSided] {
      let path = try scratch.file("EUR_USD.csv", header + "\n\n")
      #expect(readCandles(path).failure == .noRows(file: path))
    }
  }
}
