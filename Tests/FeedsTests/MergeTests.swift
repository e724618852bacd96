import Feeds
import Foundation
import Market
import Testing

@Suite struct `A merged feed` {
  private let scratch = Scratch()

  private func discover() throws -> [FeedFile] {
    try TickFeed.discover([scratch.folder], instruments: nil)
  }

  /// `instrument@time`, in order.
  private func merged(from: Int64? = nil, to: Int64? = nil) throws -> [String] {
    let files = try discover()
    let reading = read(files, from: from, to: to)
    #expect(reading.failure == nil)
    return reading.items.map { "\(files[$0.file].instrument.name)@\($0.time.nanoseconds)" }
  }

  @Test func `goes by time, then instrument, then file, then row`() throws {
    try scratch.file("AUD_USD.csv", lines([1, 5, 5]))
    try scratch.file("EUR_USD/1.csv", lines([2, 5, 9]))
    try scratch.file("EUR_USD/2.csv", lines([3, 5, 5]))
    let reading = read(try discover())
    #expect(reading.times == [1, 2, 3, 5, 5, 5, 5, 5, 9])
    #expect(reading.items.map(\.file) == [2, 0, 1, 0, 1, 1, 2, 2, 0])
    #expect(reading.ordinals == [1, 1, 1, 2, 2, 3, 2, 3, 3])
  }

  @Test func `breaks ties by instrument whatever the order of its files`() throws {
    try scratch.file("AUD_USD.csv", lines([5]))
    try scratch.file("EUR_USD.csv", lines([5]))
    let reading = read(Array(try discover().reversed()))
    #expect(reading.items.map(\.file) == [1, 0])
  }

  @Test func `takes a late row at once, before later files`() throws {
    try scratch.file("EUR_USD.csv", lines([10, 50, 60, 20, 70]))
    try scratch.file("USD_JPY.csv", lines([30, 55]))
    #expect(
      try merged() == [
        "EUR_USD@10", "USD_JPY@30", "EUR_USD@50", "EUR_USD@20", "EUR_USD@20", "USD_JPY@55",
        "EUR_USD@70",
      ])
  }

  @Test func `gives rows from the start of the window to before its end`() throws {
    try scratch.file("EUR_USD.csv", lines([1, 2, 3, nil, 4, 5]))
    try scratch.file("USD_JPY.csv", lines([2, 4]))
    #expect(
      try merged(from: 3) == ["EUR_USD@3", "EUR_USD@3", "EUR_USD@4", "USD_JPY@4", "EUR_USD@5"])
    #expect(try merged(to: 3) == ["EUR_USD@1", "EUR_USD@2", "USD_JPY@2"])
    #expect(try merged(from: 2, to: 3) == ["EUR_USD@2", "USD_JPY@2"])
    #expect(try merged(from: 3, to: 3) == [])
    #expect(try merged(from: 4, to: 1) == [])
    #expect(try merged(from: 9) == [])
  }

  @Test func `keeps the ordinals of rows outside the window`() throws {
    try scratch.file("EUR_USD.csv", lines([1, 2, 3, 4]))
    let reading = read(try discover(), from: 3)
    #expect(reading.ordinals == [3, 4])
    #expect(reading.items.map(\.line) == [3, 4])
  }

  @Test func `never opens a file that begins after the window`() throws {
    try scratch.file("EUR_USD/1.csv", lines([1, 2]))
    let later = try scratch.file("EUR_USD/2.csv", lines([3, 4]))
    let files = try discover()
    try FileManager.default.removeItem(atPath: later)
    #expect(read(files, to: 3) == Reading(items: read(files).items, failure: nil))
    #expect(read(files).failure == .notFound(file: later))
  }

  @Test func `has open only the files that could be next`() throws {
    for day in 0..<60 {
      for name in ["EUR_USD", "USD_JPY"] {
        let start = Int64(day * 10)
        try scratch.file("\(name)/\(day).csv", lines([start + 1, start + 2, start + 3]))
      }
    }
    let files = try discover()
    #expect(files.count == 120)
    #expect(try scratch.openFiles() == 0)
    var feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
    #expect(try scratch.openFiles() == 0)
    var most = 0
    var rows = 0
    while try feed.next() != nil {
      rows += 1
      most = max(most, try scratch.openFiles())
    }
    #expect(rows == 360)
    #expect(most == 2)
    #expect(try scratch.openFiles() == 0)
  }

  @Test func `opens files that were read before one at a time`() throws {
    for day in 0..<60 {
      try scratch.file("EUR_USD/\(day).csv", lines([Int64(day) * 10 + 1, Int64(day) * 10 + 2]))
    }
    let files = try discover()
    var taken: [Int64] = files.map { _ in 2 }
    taken[59] = 1
    var feed = TickFeed(files, startAfter: taken, from: nil, to: nil)
    let item = try feed.next()
    #expect(item?.row == tick(592))
    #expect(try scratch.openFiles() == 0)
    #expect(try feed.next() == nil)
  }

  @Test func `closes its files when it is let go halfway`() throws {
    try scratch.file("EUR_USD.csv", lines([1, 2, 3]))
    let files = try discover()
    do {
      var feed = TickFeed(files, startAfter: [0], from: nil, to: nil)
      _ = try feed.next()
      #expect(try scratch.openFiles() == 1)
    }
    #expect(try scratch.openFiles() == 0)
  }

  @Test func `refuses to go on in a file with fewer rows than were taken`() throws {
    let path = try scratch.file("EUR_USD.csv", lines([1, 2, 3]))
    #expect(
      read(try discover(), startAfter: [4]).failure
        == .changedWhileReading(
          file: path, line: 4, reason: "4 rows were taken from it and it has 3"))
  }

  @Test func `lives in an actor`() async throws {
    actor Mailbox {
      private var feed: TickFeed
      init(_ files: [FeedFile]) {
        feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
      }
      func next() throws(FeedError) -> FeedItem? { try feed.next() }
    }
    try scratch.file("EUR_USD.csv", lines([1]))
    let mailbox = Mailbox(try discover())
    #expect(try await mailbox.next()?.row == tick(1))
    #expect(try await mailbox.next() == nil)
  }
}
