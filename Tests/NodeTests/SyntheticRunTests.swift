import Feeds
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing

@Suite struct `A run of the synthetic market` {
  private let node = TestNode()
  private let market = SyntheticMarket(seed: 5, days: 1)
  /// Monday 2024-01-08 06:00 UTC: a fifth of the day's quotes are behind it.
  private let morning = Timestamp(nanoseconds: 1_704_693_600_000_000_000)

  @discardableResult
  private func run(
    _ market: SyntheticMarket, in journal: String = "journal", from: Timestamp? = nil,
    to: Timestamp? = nil
  ) async throws -> RunSummary {
    var request = RunRequest(journal: node.folder.path(journal), synthetic: market)
    request.durable = false
    request.from = from
    request.to = to
    return try await RunSession(request, inbox: Inbox()).run()
  }

  @Test func `replays as identical, refuses nothing and tells that it is synthetic`() async throws {
    let summary = try await run(market)
    #expect(summary.inputs > 32_000)
    #expect(summary.rejected == 0)
    #expect(summary.failure == nil)
    #expect(summary.synthetic == ["synthetic market, seed 5, days 1"])
    let report = try node.replay()
    #expect(report.isIdentical)
    #expect(report.contentDigest == summary.contentDigest)
    #expect(report.history.synthetic == summary.synthetic)
    #expect(report.history.instruments.map(\.name) == Instrument.defaultOrder)
    #expect(report.history.feeds.map(\.size) == [Int64](repeating: 0, count: 8))
  }

  @Test func `in two parts gives the content of one, and takes no fact twice`() async throws {
    let unbroken = try await run(market, in: "unbroken")
    let first = try await run(market, to: morning)
    let second = try await run(market)
    #expect(first.inputs > 1_000 && second.inputs > 1_000)
    #expect(first.inputs + second.inputs == unbroken.inputs)
    #expect(second.contentDigest == unbroken.contentDigest)
    let third = try await run(market)
    #expect(third.inputs == 0)
    #expect(third.contentDigest == unbroken.contentDigest)
  }

  @Test func `goes on with the next day of a longer market`() async throws {
    try await run(market)
    let longer = SyntheticMarket(seed: 5, days: 2)
    let more = try await run(longer, to: morning.adding(nanoseconds: 86_400_000_000_000))
    #expect(more.inputs > 1_000)
    #expect(more.rejected == 0)
    #expect(more.synthetic == ["synthetic market, seed 5, days 2"])
    #expect(try node.replay().history.feeds.count == 8)
  }

  @Test func `takes another seed for other sources`() async throws {
    try await run(market, to: morning)
    let other = SyntheticMarket(seed: 6, days: 1)
    let summary = try await run(
      other, from: morning, to: morning.adding(nanoseconds: 3_600_000_000_000))
    #expect(summary.inputs > 500)
    #expect(summary.rejected == 0)
    #expect(
      summary.synthetic == ["synthetic market, seed 5, days 1", "synthetic market, seed 6, days 1"])
    #expect(try node.replay().history.feeds.map(\.source) == Array(1...16))
  }

  @Test func `adds an instrument that was left out before`() async throws {
    try await run(SyntheticMarket(seed: 5, days: 1, instruments: ["USD_CAD"]), to: morning)
    let all = try await run(
      market, from: morning, to: morning.adding(nanoseconds: 3_600_000_000_000))
    #expect(all.rejected == 0)
    #expect(try node.replay().history.feeds.count == 8)
  }

  @Test func `with quotes that the journal is past ends with what to do`() async throws {
    try await run(market)
    let summary = try await run(SyntheticMarket(seed: 6, days: 1))
    #expect(summary.rejected >= 1_000)
    let text = try #require(summary.failure).description
    #expect(text.hasPrefix("synthetic market, seed 6, days 1: 1,000 rows in a row were refused"))
    #expect(text.hasSuffix("start another journal."))
    #expect(try node.replay().isIdentical)
  }
}
