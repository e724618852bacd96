import Events
import Feeds
import Ingest
import Journal
import Market
import Node
import TestSupport
import Testing
import Turns

@Suite struct `A replay` {
  private let node = TestNode()

  /// Writes a journal by the direct path.
  private func write(
    _ files: [FeedFile], rules: Int64 = rulesVersion,
    tamper: @escaping (inout ByteBuffer) -> Void = { _ in }
  ) throws {
    let log = try LMDBEventLog.openForWriting(node.folder.path("journal"), durable: false) {
      madeUpIdentity
    }
    defer { log.close() }
    var stepped = try SteppedRun(
      files, through: Reducers(), into: log, rules: rules, tamper: tamper)
    var feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
    while let item = try feed.next() { try stepped.apply(item) }
    try stepped.commit()
  }

  /// Writes a journal whose third candle closed at another ask than was quoted.
  private func writeTampered() throws {
    var candles = 0
    try write(try node.sample(600)) { frames in
      let bytes = frames.bytes
      var offset = 0
      while offset < bytes.count, let frame = try? Frame.parse(bytes, at: offset, end: bytes.count)
      {
        offset = frame.end
        guard frame.kind == EventKind.candleClosed.rawValue else { continue }
        candles += 1
        // The last byte of a candle is the highest of its closing ask.
        if candles == 3 { frames.replace(at: frame.end - 1, with: [bytes[frame.end - 1] + 2]) }
      }
    }
  }

  @Test func `finds the first fact that does not follow, by event, cause and field`() throws {
    try writeTampered()
    let report = try node.replay()
    let difference = try #require(report.difference)
    #expect(!report.isIdentical)
    #expect(difference.differingFields == ["close_ask"])
    #expect(difference.recorded?.kind == .candleClosed)
    #expect(difference.replayed?.kind == .candleClosed)
    #expect(difference.cause == difference.sequence - 1)
    #expect(try JournalVerifier.verify(node.folder.path("journal")).isGood)
  }

  @Test func `of what lies behind or before a wrong fact is identical`() throws {
    try writeTampered()
    let wrong = try #require(try node.replay().difference).sequence
    #expect(try node.replay(to: wrong - 2).isIdentical)
    #expect(try node.replay(from: wrong + 2, to: wrong + 60).isIdentical)
    #expect(try !node.replay(from: wrong).isIdentical)
  }

  @Test func `prints the event, its cause and both versions, and ends with 1`() async throws {
    try writeTampered()
    let difference = try #require(try node.replay().difference)
    let replay = try await Program.retrace.run(["replay", "journal"], in: node.folder.path)
    #expect(replay.status == 1)
    #expect(replay.out.hasPrefix("Different: event \(difference.sequence) at "))
    for part in [
      "  cause     event \(difference.cause) was being applied", "  differs   close_ask",
      "  recorded  ingest.candle-closed", "  replayed  ingest.candle-closed", "    ≠ close_ask = ",
      "      instrument = 0", "Nothing was changed.", "retrace journal dump journal --from ",
    ] { #expect(replay.out.contains(part), "\(part)") }

    let told = try await Program.retrace.run(["replay", "journal", "--json"], in: node.folder.path)
    #expect(told.status == 1)
    let json = try told.json()
    #expect(json["identical"] == .flag(false) && json["proof"] == .flag(false))
    let first = json["first_difference"]
    #expect(first["sequence"] == .integer(Int64(difference.sequence)))
    #expect(first["fields"] == .list([.text("close_ask")]))
    let (recorded, replayed) = (first["recorded"]["body"], first["replayed"]["body"])
    #expect(recorded["close_ask"] != replayed["close_ask"])
  }

  @Test func `of other rules is a comparison, and says so first`() async throws {
    try write(try node.sample(100), rules: rulesVersion + 1)
    let report = try node.replay()
    #expect(report.isIdentical && !report.isProof)
    #expect(report.otherRules == [rulesVersion + 1])
    let shown = try await Program.retrace.run(["replay", "journal"], in: node.folder.path)
    #expect(shown.status == 0)
    #expect(
      shown.out.hasPrefix(
        "Comparison, not proof: recorded under rules version \(rulesVersion + 1), "
          + "replayed under \(rulesVersion).\nIdentical: "))
    let told = try await Program.retrace.run(["replay", "journal", "--json"], in: node.folder.path)
    #expect(try told.json()["identical"] == .flag(true))
    #expect(try told.json()["proof"] == .flag(false))
  }

  @Test func `counts only what it compared`() async throws {
    let run = try await node.run(try node.sample(100))
    #expect(try node.replay().verified == run.lastSequence)
    #expect(try node.replay(from: 51, to: 60).verified == 10)
    #expect(try node.replay(from: run.lastSequence + 1).verified == 0)
  }

  @Test func `restores reducers that stand where the run stood`() async throws {
    let files = try node.rough(300, seed: 9)
    let run = try await node.run(files)
    try node.reading { log, path in
      var engine = TurnEngine(Reducers())
      let history = try Replay.restore(log, path: path, into: &engine).history
      #expect(engine.position.lastSequence == run.lastSequence)
      #expect(history.inputs == run.inputs)
      var refused: Int64 = 0
      for index in 0..<3 {
        let counts = try #require(engine.reducers.ingest.counts(of: InstrumentID(UInt16(index))))
        refused += counts.rejected + counts.rowsRejected
      }
      #expect(refused == run.rejected)
    }
  }
}
