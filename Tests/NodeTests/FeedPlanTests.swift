import Feeds
import Journal
import Market
import Node
import TestSupport
import Testing

@Suite struct `A run on a journal that has read before` {
  private let node = TestNode()

  private func write(_ name: String, _ seconds: ClosedRange<Int>, bid: String = "1.1") throws {
    try node.folder.write(
      name, seconds.map { "\($0)000000000,\(bid),1.3\n" }.joined())
  }

  /// Per feed of the journal: its path and the last row taken.
  private func feeds() throws -> [String] {
    try node.replay().history.feeds.map { feed in
      "\(feed.source) \(feed.path.split(separator: "/").last ?? "") \(feed.position)"
    }
  }

  @Test func `begins behind the last row of a file that it knows`() async throws {
    try write("EUR_USD.csv", 1...10)
    let files = try node.files("EUR_USD.csv")
    try await node.run(files, to: Timestamp(nanoseconds: 4 * nanosecondsPerSecond))
    #expect(try feeds() == ["1 EUR_USD.csv 3"])
    #expect(try await node.run(files).inputs == 7)
    #expect(try feeds() == ["1 EUR_USD.csv 10"])
  }

  @Test func `knows a file again under another path`() async throws {
    try write("EUR_USD.csv", 1...10)
    try await node.run(node.files("EUR_USD.csv"))
    try write("moved/EUR_USD-old.csv", 1...10)
    #expect(try await node.run(node.files("moved")).inputs == 0)
    #expect(try feeds() == ["1 EUR_USD-old.csv 10"])
  }

  @Test func `gives a new file of a known instrument a number of its own`() async throws {
    try write("EUR_USD-1.csv", 1...10)
    try await node.run(node.files("EUR_USD-1.csv"))
    try write("EUR_USD-2.csv", 11...15)
    let both = try node.files("EUR_USD-2.csv", "EUR_USD-1.csv")
    #expect(try await node.run(both).inputs == 5)
    #expect(try feeds() == ["1 EUR_USD-1.csv 10", "2 EUR_USD-2.csv 5"])
    #expect(try node.replay().history.instruments.map(\.name) == ["EUR_USD"])
  }

  @Test func `lists a new instrument behind the known ones, whatever its rank`() async throws {
    try write("GBP_USD.csv", 1...10)
    try await node.run(node.files("GBP_USD.csv"))
    try write("EUR_USD.csv", 1...5)
    #expect(try await node.run(node.files("EUR_USD.csv", "GBP_USD.csv")).inputs == 5)
    #expect(try node.replay().history.instruments.map(\.name) == ["GBP_USD", "EUR_USD"])
    #expect(try feeds() == ["1 GBP_USD.csv 10", "2 EUR_USD.csv 5"])
    #expect(try node.replay().isIdentical)
  }

  @Test func `holds the same bytes of another instrument for another file`() async throws {
    try write("EUR_USD.csv", 1...10)
    try await node.run(node.files("EUR_USD.csv"))
    try write("GBP_USD.csv", 1...10)
    #expect(try await node.run(node.files("GBP_USD.csv")).inputs == 10)
  }

  @Test(arguments: [(1...11, "1.1"), (1...9, "1.1"), (1...10, "1.2")])
  func `refuses a file that grew, shrank or changed`(
    seconds: ClosedRange<Int>, bid: String
  ) async throws {
    try write("EUR_USD.csv", 1...10)
    let first = try await node.run(node.files("EUR_USD.csv"))
    try write("EUR_USD.csv", seconds, bid: bid)
    let error = try await #require(throws: RunError.self) {
      try await node.run(node.files("EUR_USD.csv"))
    }
    let path = node.folder.path("EUR_USD.csv")
    guard case .fileChanged(file: path, readBefore: path) = error else {
      Issue.record("refused as \(error)")
      return
    }
    #expect(try node.replay().history.events == Int64(first.lastSequence))
  }
}
