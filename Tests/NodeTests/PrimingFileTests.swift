import Events
import Feeds
import Market
import Node
import Testing

/// Candle files that prime runs from candles and from ticks.
@Suite struct `Files that prime a run` {
  private let node = CandleNode()

  private func prime(
    _ feed: [FeedFile], with paths: String..., options: CandleOptions = CandleOptions(),
    from: Timestamp? = nil, journal: String = "journal"
  ) async throws -> RunSummary {
    var request = RunRequest(journal: node.path(journal), files: feed)
    request.durable = false
    request.from = from
    request.priming = .files(
      try TickFeed.discover(
        priming: paths, of: request.instruments.map(\.name), candles: options))
    return try await RunSession(request, inbox: Inbox()).run()
  }

  /// Two ticks a minute of these minutes.
  private func ticks(_ minutes: ClosedRange<Int64>) throws -> [FeedFile] {
    let rows = minutes.flatMap { minute in
      [
        "\(minute * 60)500000000,\(CandleText.price(of: minute)),\(CandleText.price(of: minute, 10))\n",
        "\(minute * 60 + 30)000000000,\(CandleText.price(of: minute, 3)),\(CandleText.price(of: minute, 15))\n",
      ]
    }
    return try node.discover([node.file("ticks/EUR_USD.csv", rows.joined())])
  }

  private func candles(_ journal: String = "journal") throws -> [(open: Int64, primed: Bool)] {
    try node.facts(journal).compactMap { event in
      if let candle = event.candle {
        return (candle.openAt.nanoseconds / CandleNode.minute, candle.priming == true)
      }
      guard case .candleClosed(let candle) = event.event.body else { return nil }
      return (candle.openAt.nanoseconds / CandleNode.minute, false)
    }
  }

  @Test func `let a run from ticks go on behind their candles, in order`() async throws {
    let past = try node.file("past/EUR_USD.csv", CandleText.twoSided(Array(Int64(100)..<200)))
    let summary = try await prime(ticks(200...205), with: past)
    #expect(summary.primed.candles == 100 && summary.primed.leftOut == 0)
    #expect(summary.late == 0 && summary.rejected == 0)
    let found = try candles()
    #expect(found.map(\.open) == Array(Int64(100)...204))
    #expect(found.map(\.primed) == (Int64(100)...204).map { $0 < 200 })
    let steps = try node.facts().compactMap(\.metrics).map(\.step)
    #expect(steps.dropFirst().allSatisfy { $0 == .contiguous })
    #expect(try node.replay().isIdentical)
  }

  @Test func `give the same content in one format of two sides as folded from ticks of both`()
    async throws
  {
    let run = try ticks(200...205)
    let past = try node.file(
      "past/EUR_USD.csv",
      (Int64(100)...199).flatMap { minute in
        [
          "\(minute * 60)500000000,\(CandleText.price(of: minute)),\(CandleText.price(of: minute, 10))\n",
          "\(minute * 60 + 30)000000000,\(CandleText.price(of: minute, 3)),\(CandleText.price(of: minute, 15))\n",
        ]
      }.joined())
    let folded = try await prime(run, with: past, journal: "folded")
    #expect(folded.primed.candles == 100)
    #expect(try candles("folded").map(\.open) == Array(Int64(100)...204))
  }

  @Test func `count candles that close after the first row, and leave them out`() async throws {
    let past = try node.file("past/EUR_USD.csv", CandleText.twoSided(Array(Int64(100)..<250)))
    let summary = try await prime(ticks(200...205), with: past)
    // The first row comes half a second into minute 200.
    #expect(summary.primed.candles == 100 && summary.primed.leftOut == 50)
    #expect(try candles().filter(\.primed).map(\.open) == Array(Int64(100)..<200))
  }

  @Test func `give a bar that is not over at the first row to nobody`() async throws {
    let past = try node.file(
      "past/EUR_USD.csv",
      (Int64(100)...199).map { "\($0 * 60)500000000,1.10000,1.10010\n" }.joined()
        + "12000100000000,1.10000,1.10010\n")
    let summary = try await prime(ticks(200...205), with: past)
    #expect(summary.primed.candles == 100 && summary.primed.leftOut == 1)
  }

  @Test func `are refused by name where bar or side is another than the run's`() async throws {
    let run = try ticks(200...205)
    let bids = try node.file("bids/EUR_USD.csv", CandleText.bars(Array(Int64(100)..<200)))
    let five = try node.file(
      "five/EUR_USD.csv", CandleText.bars(Array(Int64(10)..<40), seconds: 300))
    await #expect {
      try await prime(run, with: bids)
    } throws: { error in
      "\(error)".hasPrefix("\(bids) holds bid prices of EUR_USD, and this run measures mid prices.")
    }
    await #expect {
      try await prime(run, with: five, options: .told(side: .mid))
    } throws: { error in
      "\(error)".hasPrefix("\(five) holds candles of 300 s, and this run measures candles of 60 s.")
    }
    // Nothing was made of it.
    #expect(throws: (any Error).self) { try node.facts() }
    let mids = try await prime(run, with: bids, options: .told(side: .mid))
    #expect(mids.primed.candles == 100)
  }

  @Test func `do not take a candle that the run itself begins with`() async throws {
    let both = try node.file("both/EUR_USD.csv", CandleText.bars(Array(Int64(100)..<260)))
    let feed = try node.discover([
      node.file("run/EUR_USD.csv", CandleText.bars(Array(Int64(200)..<240)))
    ])
    let summary = try await prime(feed, with: both)
    #expect(summary.primed.candles == 100 && summary.primed.leftOut == 60)
    #expect(summary.rejected == 0)
    #expect(try candles().map(\.open) == Array(Int64(100)..<240))
  }

  @Test func `may be the part of the run's own files before its start`() async throws {
    let feed = try node.discover([
      node.file("run/EUR_USD.csv", CandleText.twoSided(Array(Int64(1_000)..<5_000)))
    ])
    var request = RunRequest(journal: node.path("journal"), files: feed)
    request.durable = false
    request.from = Timestamp(nanoseconds: 4_000 * CandleNode.minute)
    request.priming = .past(of: feed, days: 1)
    let summary = try await RunSession(request, inbox: Inbox()).run()
    // The candle that closes at the start belongs to the run.
    #expect(summary.primed == Primed(candles: 1_439, leftOut: 0, refusedTicks: 0))
    #expect(try candles().map(\.open) == Array(Int64(2_560)..<5_000))
    #expect(try candles().filter(\.primed).count == 1_439)
    #expect(summary.rejected == 0)
    let again = try await RunSession(request, inbox: Inbox()).run()
    #expect(again.inputs == 0)
  }

  @Test func `are told when they have changed since they primed`() async throws {
    let past = try node.file("past/EUR_USD.csv", CandleText.twoSided(Array(Int64(100)..<200)))
    _ = try await prime(ticks(200...205), with: past)
    _ = try node.file("past/EUR_USD.csv", CandleText.twoSided(Array(Int64(100)..<190)))
    await #expect(throws: RunError.self) { try await prime(ticks(200...205), with: past) }
  }

  @Test func `record rows that are none, before the start, with their reason`() async throws {
    let text =
      CandleText.twoSided(Array(Int64(100)..<150)) + "no row\n"
      + CandleText.twoSided(Array(Int64(150)..<200)).split(separator: "\n").dropFirst()
      .map { "\($0)\n" }.joined()
    let past = try node.file("past/EUR_USD.csv", text)
    let summary = try await prime(ticks(200...205), with: past)
    #expect(summary.primed.candles == 100 && summary.rejected == 1)
  }
}
