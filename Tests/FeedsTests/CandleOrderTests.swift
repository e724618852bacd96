import Feeds
import Foundation
import Market
import Numerics
import Testing

@Suite struct `A feed of candles` {
  private let scratch = Scratch()

  private func discover(_ options: CandleOptions = .told(granularity: .m1)) throws -> [FeedFile] {
    try TickFeed.discover([scratch.folder], instruments: nil, candles: options)
  }

  /// `instrument word@minute`, in order.
  private func story(_ files: [FeedFile], from: Int64? = nil, to: Int64? = nil) -> [String] {
    let reading = read(
      files, from: from.map { minute($0) * 1_000_000 }, to: to.map { minute($0) * 1_000_000 })
    #expect(reading.failure == nil)
    return reading.items.map { item in
      let name = files[item.file].instrument.name
      return "\(name) \(item.row.word)@\(item.time.nanoseconds / 60_000_000_000)"
    }
  }

  @Test func `hears a candle a bar after its open, and its quotes at open and close`() throws {
    try scratch.file("EUR_USD.csv", twoSidedBars([10, 11, 20]))
    let reading = read(try discover())
    #expect(reading.failure == nil)
    #expect(
      reading.rows.map(\.word) == [
        "open", "candle", "close", "open", "candle", "close", "open", "candle", "close",
      ])
    #expect(reading.times.map { $0 / 60_000_000_000 } == [10, 11, 11, 11, 12, 12, 20, 21, 21])
    #expect(reading.ordinals == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(reading.items.map(\.line) == [2, 2, 2, 3, 3, 3, 4, 4, 4])
    #expect(reading.rows.compactMap(\.quoteMicros).allSatisfy { $0 == [1_100_000, 1_200_000] })
    let stamps = reading.rows.compactMap(\.quoteStamp).map { $0.nanoseconds / 60_000_000_000 }
    #expect(stamps == [10, 11, 11, 12, 20, 21])
  }

  @Test func `goes by candles, close quotes, open quotes at one instant, each by instrument`()
    throws
  {
    try scratch.file("AUD_USD.csv", twoSidedBars([1, 2]))
    try scratch.file("EUR_USD.csv", twoSidedBars([1, 2]))
    try scratch.file("USD_JPY.csv", bars([1, 2], price: "144.1"))
    #expect(
      story(try discover()) == [
        "EUR_USD open@1", "AUD_USD open@1",
        "EUR_USD candle@2", "USD_JPY candle@2", "AUD_USD candle@2",
        "EUR_USD close@2", "AUD_USD close@2", "EUR_USD open@2", "AUD_USD open@2",
        "EUR_USD candle@3", "USD_JPY candle@3", "AUD_USD candle@3",
        "EUR_USD close@3", "AUD_USD close@3",
      ])
    #expect(
      story(try discover(.told(granularity: .m1, ("USD_JPY", 10_000))))
        .filter { $0.hasSuffix("@2") } == [
          "EUR_USD candle@2", "USD_JPY candle@2", "AUD_USD candle@2",
          "EUR_USD close@2", "USD_JPY close@2", "AUD_USD close@2",
          "EUR_USD open@2", "USD_JPY open@2", "AUD_USD open@2",
        ])
  }

  @Test func `keeps the order of instruments whatever the order of its files`() throws {
    try scratch.file("AUD_USD.csv", twoSidedBars([1, 2]))
    try scratch.file("EUR_USD/1.csv", twoSidedBars([1]))
    try scratch.file("EUR_USD/2.csv", twoSidedBars([2]))
    let files = try discover()
    #expect(story(files.reversed()) == story(files))
    #expect(story(files).count == 12)
  }

  @Test func `takes a row that is later than the next row at that row's time`() throws {
    try scratch.file("EUR_USD.csv", bars([10, 50, 11, 12]))
    try scratch.file("USD_JPY.csv", bars([11], price: "144"))
    #expect(
      story(try discover()) == [
        "EUR_USD candle@11", "EUR_USD candle@12", "EUR_USD candle@12", "USD_JPY candle@12",
        "EUR_USD candle@13",
      ])
  }

  @Test func `takes a rejected row with the candle before it, and at the start with the next`()
    throws
  {
    try scratch.file("EUR_USD.csv", twoSidedBars([nil, 10, nil, 11]))
    try scratch.file("USD_JPY.csv", twoSidedBars([10]))
    let files = try discover()
    #expect(
      story(files) == [
        "EUR_USD rejected@10", "EUR_USD open@10", "USD_JPY open@10",
        "EUR_USD candle@11", "USD_JPY candle@11", "EUR_USD close@11", "EUR_USD rejected@11",
        "USD_JPY close@11", "EUR_USD open@11", "EUR_USD candle@12", "EUR_USD close@12",
      ])
    let own = read(files).items.filter { $0.file == 0 }
    #expect(own.map(\.ordinal) == [2, 4, 5, 6, 8, 10, 11, 12])
    #expect(own.map(\.line) == [2, 3, 3, 3, 4, 5, 5, 5])
  }

  @Test func `gives what is heard from the start of the window to before its end`() throws {
    try scratch.file("EUR_USD.csv", twoSidedBars([1, 2, 3]))
    let files = try discover()
    let whole = story(files)
    #expect(
      story(files, from: 2, to: 3) == [
        "EUR_USD candle@2", "EUR_USD close@2", "EUR_USD open@2",
      ])
    for edge in 0...5 as ClosedRange<Int64> {
      #expect(story(files, to: edge) + story(files, from: edge) == whole, "cut at \(edge)")
    }
  }

  @Test func `goes on under any spread with the places of its file`() throws {
    try scratch.file("EUR_USD.csv", bars([1, 2, 3]))
    let bare = try discover()
    let quoted = try discover(.told(granularity: .m1, ("EUR_USD", 100)))
    #expect(read(bare).ordinals == [2, 5, 8])
    // Stopped after the first candle, which had no quotes then.
    #expect(read(quoted, startAfter: [2]).ordinals == [3, 4, 5, 6, 7, 8, 9])
    // Stopped after the last close quote, which nobody yields now.
    #expect(read(bare, startAfter: [9]) == Reading())
    #expect(read(bare, startAfter: [3]).ordinals == [5, 8])
  }

  @Test func `refuses to go on in a file with fewer rows than were taken`() throws {
    let path = try scratch.file("EUR_USD.csv", bars([1, 2, 3]))
    #expect(
      read(try discover(), startAfter: [10]).failure
        == .changedWhileReading(
          file: path, line: 4, reason: "4 rows were taken from it and it has 3"))
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `goes on after any of its items as if it had never stopped`(seed: UInt64) throws {
    let files = try randomFiles(seed)
    let whole = read(files)
    #expect(whole.failure == nil, "seed \(seed)")
    var taken: [Int64] = files.map { _ in 0 }
    for (index, item) in whole.items.enumerated() {
      let rest = read(files, startAfter: taken).items
      #expect(rest == Array(whole.items[index...]), "seed \(seed), after \(index) items")
      taken[item.file] = item.ordinal
    }
    #expect(read(files, startAfter: taken) == Reading(), "seed \(seed)")
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `of tidy files never goes back, in time or in phase`(seed: UInt64) throws {
    let files = try randomFiles(seed, isTidy: true)
    let items = read(files).items
    let phases = ["candle": 0, "close": 1, "open": 2]
    let keys = items.map { item in
      (item.time.nanoseconds, phases[item.row.word] ?? 9, item.file)
    }
    #expect(!keys.isEmpty)
    for (left, right) in zip(keys, keys.dropFirst()) {
      #expect(left < right, "seed \(seed): \(left) before \(right)")
    }
    for file in files.indices {
      let places = items.filter { $0.file == file }.map(\.ordinal)
      #expect(places == places.sorted() && Set(places).count == places.count, "seed \(seed)")
    }
  }

  /// Three instruments, one file each, of one side or of both, some with a spread.
  private func randomFiles(_ seed: UInt64, isTidy: Bool = false) throws -> [FeedFile] {
    var generator = SplitMix64(seed: seed)
    var options = CandleOptions.told(granularity: .m1)
    for name in ["EUR_USD", "USD_JPY", "AUD_USD"] {
      var number = Int64(generator.next(below: 4))
      var minutes: [Int64?] = [number]
      for _ in 0..<8 {
        number += 1 + Int64(generator.next(below: 2))
        switch isTidy ? 7 : generator.next(below: 8) {
        case 0: minutes.append(nil)
        case 1: minutes.append(max(0, number - 2))
        default: minutes.append(number)
        }
      }
      let isTwoSided = generator.next(below: 2) == 0
      try scratch.file("\(name).csv", isTwoSided ? twoSidedBars(minutes) : bars(minutes))
      if !isTwoSided, generator.next(below: 2) == 0 {
        options.spreads.append(.init(instrument: name, spread: Price(micros: 1_000)))
      }
    }
    return try discover(options)
  }
}
