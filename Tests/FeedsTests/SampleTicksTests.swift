import Feeds
import Foundation
import Market
import Testing

@Suite struct `Sample ticks` {
  private let scratch = Scratch()

  @Test func `are a feed of two instruments, all quotes plausible`() throws {
    let folder = scratch.path("sample")
    try SampleTicks.write(to: folder, seed: 7, ticksPerInstrument: 20_000)
    let files = try TickFeed.discover([folder], instruments: nil)
    #expect(files.map(\.instrument.name) == ["EUR_USD", "USD_JPY"])
    #expect(files.map(\.path) == ["\(folder)/EUR_USD.csv", "\(folder)/USD_JPY.csv"])
    var last: [Int64] = [0, 0]
    let items = read(files).items
    #expect(items.count == 40_000)
    for item in items {
      guard case .tick(let stamp, let bid?, let ask?) = item.row else {
        Issue.record("row \(item.ordinal) is no quote")
        return
      }
      let spread = (ask.micros - bid.micros) / files[item.file].instrument.units.point
      #expect((9...19).contains(spread))
      #expect(stamp == item.time && stamp.nanoseconds > last[item.file])
      last[item.file] = stamp.nanoseconds
    }
  }

  @Test func `leave out the weekend`() throws {
    try SampleTicks.write(to: scratch.folder, seed: 1, ticksPerInstrument: 450_000)
    let week: Int64 = 7 * 86_400
    let closed: Range<Int64> = (86_400 + 21 * 3_600)..<(3 * 86_400 + 22 * 3_600)
    let stamps = read(scratch.path("EUR_USD.csv")).times
    let isClosed = stamps.contains { closed.contains($0 / 1_000_000_000 % week) }
    #expect(!isClosed)
    // From a Monday over one weekend.
    #expect((stamps.last ?? 0) - (stamps.first ?? 0) > 5 * 86_400 * 1_000_000_000)
  }

  @Test func `are the same for a seed, and others for another`() throws {
    let arena = try [("a", 3), ("b", 3), ("c", 4)].map { folder, seed in
      try SampleTicks.write(
        to: scratch.path(folder), seed: UInt64(seed), ticksPerInstrument: 100)
      return try String(contentsOfFile: scratch.path("\(folder)/USD_JPY.csv"), encoding: .utf8)
    }
    #expect(arena[0] == arena[1])
    #expect(arena[0] != arena[2])
    #expect(arena[0].hasPrefix("ts_ns,bid,ask\n17046720"))
  }

  @Test func `leave a file of their own bytes alone and refuse any other`() throws {
    let path = scratch.path("EUR_USD.csv")
    try SampleTicks.write(to: scratch.folder, seed: 3, ticksPerInstrument: 100)
    let before = try String(contentsOfFile: path, encoding: .utf8)
    try SampleTicks.write(to: scratch.folder, seed: 3, ticksPerInstrument: 100)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    #expect(
      throws: FeedError.unwritable(
        file: path, reason: "a file of this name with other bytes is there")
    ) {
      try SampleTicks.write(to: scratch.folder, seed: 3, ticksPerInstrument: 99)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
    #expect(names.sorted() == ["EUR_USD.csv", "USD_JPY.csv"])
  }

  @Test func `name the folder that can not be made`() {
    let folder = scratch.path("missing/deeper")
    #expect(throws: FeedError.unwritable(file: folder, reason: "No such file or directory")) {
      try SampleTicks.write(to: folder, seed: 3, ticksPerInstrument: 1)
    }
  }
}
