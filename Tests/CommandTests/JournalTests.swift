import TestSupport
import Testing

@Suite struct `The journal's statistics` {
  private let work = Workplace()

  @Test func `count events by kind, turns, openings and bytes`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let told = try await work.statistics("a")
    #expect(
      try told.has(
        "journal", "events", "turns", "inputs", "rejected", "pages", "frame_bytes", "file_bytes",
        "first_at", "last_at", "openings", "fault", "instruments", "kinds"))
    #expect(told["journal"] == run["journal_id"] && told["events"] == run["events"])
    let kinds = try told["kinds"].object()
    #expect(kinds["feed.tick-received"] == .integer(1_200))
    #expect(kinds["ingest.candle-closed"] == kinds["kernel.metrics-computed"])
    #expect(try kinds.values.reduce(0) { try $0 + $1.integer() } == run["events"].integer())
    let ticks = try await work.events("a", kind: "feed.tick-received")
    #expect(told["first_at"] == ticks.first?["at"] && told["last_at"] == ticks.last?["at"])
    #expect(told["fault"].isNull)
  }

  @Test func `invent no time where nothing of the market was recorded yet`() async throws {
    try emptyJournal(at: work.folder.path("a"))
    let told = try await work.statistics("a")
    #expect(told["events"] == .integer(0) && told["first_at"].isNull && told["last_at"].isNull)
    let text = try await work.retrace("journal", "stat", "a").out
    #expect(text.contains("\n  from, to     nothing of the market yet\n"), "\(text)")
  }

  @Test func `name openings, feeds and kinds for people`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let told = try await work.retrace("journal", "stat", "a").out
    for part in [
      "opening 1 ", "EUR_USD, 50 rows of ticks/EUR_USD.csv", "100  feed.tick-received",
    ] { #expect(told.contains(part), "\(part)") }
  }
}

@Suite struct `A dump of the journal` {
  private let work = Workplace()

  private func dump(_ filters: String...) async throws -> [VectorValue] {
    let dump = try await Program.retrace.run(
      ["journal", "dump", "a"] + filters, in: work.folder.path)
    #expect(dump.status == 0)
    return try dump.jsonLines()
  }

  @Test func `has one JSON object for each event, in order`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let sequences = try await dump().map { try $0["seq"].integer() }
    #expect(try Array(1...run["events"].integer()) == sequences)
  }

  @Test func `shows an input with its source, and a decision with its cause`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let tick = try #require(try await dump("--kind", "feed.tick-received").first)
    #expect(
      Set(try tick.object().keys) == [
        "seq", "kind", "version", "at", "cause", "occurred_at", "source", "position", "principal",
        "instrument", "body",
      ])
    let metrics = try #require(try await dump("--kind", "kernel.metrics-computed").first)
    let cause = try metrics["cause"].integer()
    let candle = try await dump("--from", "\(cause)", "--to", "\(cause)")
    #expect(candle.map { $0["kind"] } == [.text("ingest.candle-closed")])
  }

  @Test func `takes several kinds`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let kinds = try await dump("--kind", "node.run-started", "--kind", "node.run-stopped")
    #expect(kinds.map { $0["kind"] } == [.text("node.run-started"), .text("node.run-stopped")])
  }

  @Test func `of one instrument has its events alone`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let ticks = try await dump("--instrument", "USD_JPY", "--kind", "feed.tick-received")
    #expect(ticks.count == 600)
    for tick in ticks { #expect(tick["instrument"] == .text("USD_JPY")) }
    // Its listing and its feed are its own too; the opening and the stop are nobody's.
    let kinds = Set(try await dump("--instrument", "USD_JPY").map { try $0["kind"].text() })
    #expect(kinds.contains("node.feed-opened") && !kinds.contains("node.run-started"))
  }

  @Test func `of a range has its ends and what is between`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let sequences = try await dump("--from", "10", "--to", "12").map { try $0["seq"].integer() }
    #expect(sequences == [10, 11, 12])
    #expect(try await dump("--from", "5000").isEmpty)
  }

  @Test func `of an instrument that is not listed is refused`() async throws {
    try await work.sample(10)
    try await work.record(in: "a")
    let refused = try await work.retrace("journal", "dump", "a", "--instrument", "GBP_USD")
    #expect(refused.status == 2)
    #expect(refused.out.isEmpty)
    #expect(
      refused.err.hasPrefix(
        "retrace: The journal lists no instrument `GBP_USD`, only EUR_USD, USD_JPY."))
  }
}
