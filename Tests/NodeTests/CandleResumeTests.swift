import Events
import Feeds
import Market
import Node
import Testing

@Suite struct `A stopped run of candles` {
  private let node = CandleNode()

  private func write() throws -> [String] {
    let candles = CandleText.twoSided([1, 2, 3]) + "rejected\n" + "240000,1,1,1,1,1,1,1,1\n"
    return [
      try node.file("EUR_USD.csv", candles),
      try node.file("USD_JPY.csv", CandleText.bars([2, 3, 4])),
    ]
  }

  private func items(_ files: [FeedFile]) throws -> [FeedItem] {
    var feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
    var items: [FeedItem] = []
    while let item = try feed.next() { items.append(item) }
    return items
  }

  @Test func `goes on after any item, and takes no fact twice`() async throws {
    let files = try node.discover(write(), .told(("USD_JPY", 14_000)))
    let items = try items(files)
    #expect(items.count == 22)
    let whole = try await node.run(files, into: "whole")
    #expect(whole.inputs == 22)
    for cut in 0...items.count {
      let first = try await node.run(files, only: Array(items[..<cut]), into: "cut-\(cut)")
      #expect(first.inputs == Int64(cut))
      let rest = try await node.run(files, into: "cut-\(cut)")
      #expect(rest.wasContinued)
      #expect(rest.inputs == Int64(items.count - cut), "cut after \(cut)")
      #expect(rest.contentDigest == whole.contentDigest, "cut after \(cut)")
    }
    let again = try await node.run(files, into: "whole")
    #expect(again.inputs == 0)
    #expect(again.contentDigest == whole.contentDigest)
    #expect(try node.replay("cut-5").isIdentical)
  }

  @Test func `may go on with quotes it did not yield before`() async throws {
    let paths = try write()
    let bare = try node.discover([paths[1]])
    let first = Array(try items(bare)[..<1])
    try await node.run(bare, only: first, into: "journal")
    let rest = try await node.run(node.discover([paths[1]], .told(("USD_JPY", 14_000))))
    #expect(rest.inputs == 7)
    let inputs = try node.facts().filter(\.isInput)
    #expect(inputs.map(\.position) == [2, 3, 4, 5, 6, 7, 8, 9])
  }

  @Test func `does not go on with another bar, source or side`() async throws {
    let minutes = try node.file("EUR_USD/1.csv", CandleText.bars([1, 2, 3]))
    try await node.run(node.discover([minutes]))
    let before = try node.events().count
    let hours = try node.file("EUR_USD/2.csv", CandleText.bars([1, 2, 3], seconds: 3_600))
    let ticks = try node.file("USD_JPY/3.csv", "ts_ns,bid,ask\n1,144,145\n")
    await #expect {
      try await node.run(node.discover([hours]))
    } throws: { error in
      "\(error)".contains("ready candles of 60 s") && "\(error)".contains("of 3600 s")
    }
    await #expect {
      try await node.run(node.discover([ticks]))
    } throws: { error in
      "\(error)".contains("built from ticks")
    }
    await #expect {
      try await node.run(node.discover([minutes], .told(side: .mid)))
    } throws: { error in
      "\(error)".contains("EUR_USD") && "\(error)".contains("bid")
    }
    #expect(try node.events().count == before)
    // Another instrument may have another side.
    let both = try node.file("GBP_USD/4.csv", CandleText.twoSided([5, 6, 7]))
    #expect(try await node.run(node.discover([minutes, both])).inputs == 9)
  }

  @Test func `can be cut into windows of time without loss`() async throws {
    let files = try node.discover(write(), .told(("USD_JPY", 14_000)))
    let whole = try await node.run(files, into: "whole")
    for edge in 1...6 as ClosedRange<Int64> {
      let at = Timestamp(nanoseconds: edge * CandleNode.minute)
      let left = try await node.run(files, into: "edge-\(edge)", to: at)
      let right = try await node.run(files, into: "edge-\(edge)", from: at)
      #expect(left.inputs + right.inputs == whole.inputs, "cut at minute \(edge)")
      #expect(right.contentDigest == whole.contentDigest, "cut at minute \(edge)")
    }
  }
}
