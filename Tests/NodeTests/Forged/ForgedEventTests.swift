import Events
import ExampleRecorder
import Foundation
import Journal
import Market
import Node
import Numerics
import SchemaGen
import TestSupport
import Testing
import Turns

/// Journals whose chains and checksums are sound and one of whose events nobody would write: each kind, as the
/// schemas list it, with its fields at their least, their greatest and at random.
///
/// New kinds and fields are covered without a line here.
@Suite struct `A forged event` {
  private let node = TestNode()

  @Test func `never traps who reads, replays or goes on behind it`() async throws {
    let files = try node.sample(3)
    try await node.run(files)
    var begin = 0
    for _ in 0..<12 {
      await #expect(processExitsWith: .success) {
        [
          path = node.folder.path("journal") as String, note = node.folder.path("note") as String,
          begin = begin as Int
        ] in
        try ForgedEvents(path, note: note).tryAll(from: begin)
      }
      let words = try node.folder.text(of: "note").split(separator: "\n").map { String($0) }
      guard words[0] != "all" else {
        #expect(try #require(Int(words[1])) > 300)
        return
      }
      Issue.record("\(words[1])")
      begin = try #require(Int(words[0])) + 1
    }
  }
}

/// Puts forged events behind a journal, one at a time, and reads it in every way.
struct ForgedEvents {
  private let path: String
  private let note: String
  private let sound: LMDBEventLog
  private static let draws: UInt64 = isLong ? 60 : 3

  init(_ path: String, note: String) throws {
    self.path = path
    self.note = note
    sound = try LMDBEventLog.openForReading(path)
  }

  func tryAll(from begin: Int) throws {
    let schemas = try Schemas(folder: URL(filePath: Vectors.packageRoot + "schemas/events"))
    let styles =
      [SampleValues(.smallest), SampleValues(.largest), SampleValues(.everyday)]
      + (0..<Self.draws).map { SampleValues(.drawn, seed: $0) }
    var number = 0
    for schema in schemas.events {
      for (place, style) in styles.enumerated() {
        defer { number += 1 }
        guard number >= begin else { continue }
        try Data("\(number)\n\(schema.name), style \(place)\n".utf8).write(
          to: URL(filePath: note))
        var values = style
        let payload = try PayloadSample(
          schema, of: schemas, minor: schema.minor, values: &values,
          isPresent: { _, values in place < 3 || values.flip() })
        try read(try forged(schema, payload.body), applying: !Self.checkedElsewhere(schema))
      }
    }
    try Data("all\n\(number)\n".utf8).write(to: URL(filePath: note))
  }

  /// Whether values are checked by who resolves them, before they are recorded, and by nobody who applies
  /// them: the settings, of which reducers take whatever an event says.
  private static func checkedElsewhere(_ schema: Schema) -> Bool {
    schema.name == "node.configuration-applied"
  }

  /// The journal with one turn more.
  private func forged(_ schema: Schema, _ body: [UInt8]) throws -> MemoryEventLog {
    let log = MemoryEventLog(identity: sound.identity)
    try sound.forEachPage(from: 1) { key, page in
      try log.append([PendingPage(firstSequence: key, bytes: page)])
      return true
    }
    let (chain, tail) = try ChainState.resume(log)
    var engine = TurnEngine(Reducers())
    _ = try Replay.restore(log, path: path, into: &engine)
    var pages = PageBuilder(
      journal: log.identity.id, after: tail, contentAt: engine.position.contentAt, chain: chain)
    var turn = TurnRecord()
    turn.firstSequence = engine.position.lastSequence + 1
    turn.eventCount = 1
    turn.isNode = schema.isNode
    turn.isInput = schema.isInput
    turn.listsInstrument = schema.name == "node.instrument-listed"
    let before = schema.isNode ? engine.position.at : engine.position.contentAt
    turn.at = before.adding(nanoseconds: schema.isNode ? 0 : 60 * nanosecondsPerSecond)
    turn.frames.append(frame(schema, body, atDelta: schema.isNode ? 0 : 60_000_000_000))
    pages.take(turn)
    try pages.commit(to: log, at: Timestamp(nanoseconds: 1_700_000_000_000_000_000))
    return log
  }

  private func frame(_ schema: Schema, _ body: [UInt8], atDelta: UInt64) -> [UInt8] {
    var rest = ByteBuffer()
    rest.append(varint: UInt64(schema.number))
    rest.append(varint: UInt64(32 * schema.major + schema.minor))
    let flags: UInt8 = (schema.isInput ? 1 : 0) | 2 | (schema.isNode ? 8 : 0)
    rest.append(flags)
    rest.append(varint: atDelta)
    if schema.isInput {
      rest.append(zigzag: 0)
      rest.append(varint: schema.isNode ? 0 : 1)
      rest.append(varint: UInt64(Int64.max))
      rest.append(varint: 0)
    } else {
      rest.append(varint: 0)
    }
    rest.append(body)
    var frame = ByteBuffer()
    frame.append(varint: UInt64(rest.count))
    frame.append(rest.bytes)
    return [UInt8](frame.bytes)
  }

  /// Whatever throws has said what is wrong: only a trap is a fault.
  private func saying(_ body: () throws -> Void) {
    do { try body() } catch { _ = "\(error)" }
  }

  private func read(_ log: MemoryEventLog, applying: Bool) throws {
    let last = try log.newestPage()?.key ?? 1
    saying {
      let narrator = Narrator(try JournalHistory.read(log, path: path))
      try RecordedEvents.forEach(in: log, path: path, from: last, to: .max) { recorded in
        _ = narrator.sentence(recorded)
        _ = recorded.fields
        return true
      }
    }
    saying { _ = try JournalHistory.readNodeEvents(log, path: path) }
    saying { _ = try Explanation.of(last, in: log, path: path) }
    saying { _ = try JournalDifference.between(log, path, sound, path) }
    saying { _ = try LatestMetrics.read(log, path: path) }
    saying { _ = try OrderBook(of: log, path: path) }
    saying { _ = try TradeBook(of: log, path: path) }
    saying { _ = try AccountLedger(of: log, path: path) }
    saying { try ManifoldHistory.forEachEvent(in: log, path: path) { _, _ in true } }
    guard applying else { return }
    saying { _ = try Replay.verify(log, path: path) }
    saying {
      var engine = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: path, into: &engine)
      var sink = Unkept()
      for input in ForgedInputs.after(engine.position.at, instruments: 2) {
        try engine.run(input, into: &sink)
      }
      for actor in ActorName.allCases { _ = engine.reducers.text(of: actor) }
    }
  }
}
