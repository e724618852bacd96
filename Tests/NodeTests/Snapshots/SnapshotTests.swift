import Events
import Feeds
import Foundation
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `A snapshot` {
  private let node = TestNode()

  /// A journal of a rough feed in four runs, so that three snapshots of it are kept.
  private func fourRuns(seed: UInt64 = 3) async throws -> RunSummary {
    let files = try node.rough(400, seed: seed)
    for minutes in [2, 5, 8] as [Int64] { try await node.run(files, to: .sample(minutes: minutes)) }
    return try await node.run(files)
  }

  private func kept() throws -> [UInt64] {
    try node.reading { log, _ in try log.snapshots().map(\.key) }
  }

  @Test func `is left at each clean stop, and three are kept`() async throws {
    let last = try await fourRuns()
    let kept = try kept()
    #expect(kept.count == 3)
    #expect(kept.first == last.lastSequence)
    #expect(last.restoredFrom == kept[1])
    #expect(last.warnings.isEmpty && last.leftOutOfSnapshots.isEmpty)
  }

  @Test func `has reducers go on as if they had applied everything`() async throws {
    // Stamps that ascend: a bound in time then parts the feed where it would go on.
    let files = try node.sample(600)
    for minutes in [1, 3, 4] as [Int64] { try await node.run(files, to: .sample(minutes: minutes)) }
    let continued = try await node.run(files)
    let unbroken = try await node.run(files, in: "unbroken")
    #expect(try kept().count == 3)
    #expect(continued.contentDigest == unbroken.contentDigest)
    try node.reading { log, path in
      var fromSnapshot = TurnEngine(Reducers())
      var fromZero = TurnEngine(Reducers())
      let short = try Replay.restore(log, path: path, into: &fromSnapshot)
      let long = try Replay.restore(log, path: path, into: &fromZero, fromZero: true)
      #expect(short.fromSnapshot == continued.lastSequence && long.fromSnapshot == 0)
      #expect(fromSnapshot.sections() == fromZero.sections())
      #expect(short.history.feeds.map(\.position) == long.history.feeds.map(\.position))
      #expect(short.history.openings.count == 4 && long.history.openings.count == 4)
      #expect(short.history.inputs == long.history.inputs)
      #expect(short.history.turns == long.history.turns)
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `gives the same digest read from each of them`(seed: UInt64) async throws {
    let last = try await fourRuns(seed: seed)
    for sequence in try kept() {
      let report = try node.replay(from: sequence + 1)
      #expect(report.isIdentical && report.fromSnapshot == sequence, "seed \(seed)")
      #expect(report.verified == last.lastSequence - sequence, "seed \(seed)")
      if sequence < last.lastSequence { #expect(report.contentDigest == last.contentDigest) }
    }
    let whole = try node.replay()
    #expect(whole.snapshots == 3 && whole.isIdentical && whole.contentDigest == last.contentDigest)
  }

  @Test func `that is damaged is passed over with a warning, and the one before is taken`()
    async throws
  {
    _ = try await fourRuns()
    let kept = try kept()
    try damage(kept[0]) { $0[$0.count - 1] ^= 1 }
    let report = try node.replay(from: .max)
    #expect(report.fromSnapshot == kept[1])
    #expect(
      report.warnings.first?.hasPrefix("The snapshot at event \(kept[0]) was passed over: ") == true
    )
    let next = try await node.run(try node.files("rough-3"))
    #expect(next.restoredFrom == kept[1] && next.warnings.count == 1)
  }

  @Test func `none of which is good costs time and nothing else`() async throws {
    let last = try await fourRuns()
    for sequence in try kept() { try damage(sequence) { $0[40] ^= 1 } }
    let next = try await node.run(try node.files("rough-3"))
    #expect(next.restoredFrom == 0 && next.warnings.count == 3)
    #expect(next.contentDigest == last.contentDigest)
    #expect(try node.replay().isIdentical)
  }

  @Test(arguments: ActorName.allCases)
  func `that lacks an actor, or has another version of it, restores it from the events`(
    actor: ActorName
  ) async throws {
    let last = try await fourRuns()
    try replace { record in
      record.with(
        sections: record.sections.map {
          $0.name == actor.name
            ? SnapshotSection(name: $0.name, version: $0.version + 1, bytes: [1]) : $0
        })
    }
    try node.reading { log, path in
      var restored = TurnEngine(Reducers())
      var fromZero = TurnEngine(Reducers())
      let short = try Replay.restore(log, path: path, into: &restored)
      _ = try Replay.restore(log, path: path, into: &fromZero, fromZero: true)
      #expect(short.fromSnapshot == last.lastSequence)
      #expect(short.warnings.count == 1 && short.warnings[0].contains(actor.name))
      #expect(restored.sections() == fromZero.sections())
    }
  }

  @Test func `of other rules is not believed`() async throws {
    _ = try await fourRuns()
    let before = try kept()[1]
    try replace { $0.with(rules: rulesVersion + 1) }
    let next = try await node.run(try node.files("rough-3"))
    #expect(next.restoredFrom == before)
    #expect(next.warnings[0].contains("rules version \(rulesVersion + 1), not \(rulesVersion)"))
  }

  @Test func `with another state is found by replay, which names actor and line`() async throws {
    let last = try await fourRuns()
    try replace { record in
      var engine = TurnEngine(Reducers())
      let missing = (try? engine.adopt(record.sections)) ?? []
      #expect(missing.isEmpty)
      var outbox = Outbox()
      engine.reducers.apply(.ingest, .refusedRow(at: engine.position.at), into: &outbox)
      let other = engine.sections()
      return record.with(
        sections: record.sections.map { kept in other.first { $0.name == kept.name } ?? kept })
    }
    let report = try node.replay()
    #expect(!report.isIdentical && report.difference == nil)
    let difference = try #require(report.snapshotDifference)
    #expect(difference.sequence == last.lastSequence)
    #expect(difference.section == "TickIngest")
    #expect(difference.recorded?.hasPrefix("\"rows_rejected\": ") == true)
    #expect(difference.recorded != difference.replayed)
  }

  @Test func `of another journal, or of another place in it, is passed over`() async throws {
    _ = try await fourRuns()
    let newest = try kept()[0]
    try replace { $0.with(contentHead: .zero) }
    #expect(try node.replay(from: .max).warnings[0].contains("its hashes are not the journal's"))
    try replace { $0.with(journal: JournalID(bytes: [UInt8](repeating: 9, count: 16))) }
    #expect(try node.replay(from: .max).warnings[0].contains("it belongs to another journal"))
    #expect(try node.replay(from: .max).fromSnapshot < newest)
  }

  // MARK: Changing what is kept

  /// Writes the newest snapshot, which is of the last event, anew.
  private func replace(_ change: (SnapshotRecord) -> SnapshotRecord) throws {
    let path = node.folder.path("journal")
    let log = try LMDBEventLog.openForWriting(path, durable: false) { madeUpIdentity }
    defer { log.close() }
    let newest = try log.snapshots()[0]
    var buffer = ByteBuffer(capacity: newest.bytes.count)
    buffer.append(newest.bytes)
    let record = change(try SnapshotRecord(buffer.bytes))
    try log.append(
      [], snapshot: PendingSnapshot(sequence: newest.key, bytes: record.encoded()))
  }

  /// Changes bytes of a snapshot in the file, as a failing disk or a hand would.
  private func damage(_ sequence: UInt64, _ change: (inout [UInt8]) -> Void) throws {
    let found = try node.reading { log, _ in
      try log.snapshots().first { $0.key == sequence }?.bytes
    }
    let old = try #require(found)
    var new = old
    change(&new)
    let file = node.folder.path("journal/data.mdb")
    var data = try Data(contentsOf: URL(filePath: file))
    let range = try #require(data.range(of: Data(old)))
    data.replaceSubrange(range, with: new)
    try data.write(to: URL(filePath: file))
  }
}

extension SnapshotRecord {
  func with(
    journal: JournalID? = nil, rules: Int64? = nil, contentHead: Digest256? = nil,
    sections: [SnapshotSection]? = nil
  ) -> SnapshotRecord {
    SnapshotRecord(
      journal: journal ?? self.journal, sequence: sequence, at: at, rules: rules ?? self.rules,
      contentHead: contentHead ?? self.contentHead, nodeHead: nodeHead, takenAt: takenAt,
      sections: sections ?? self.sections)
  }
}

extension Event {
  /// A row that was none, of the first instrument.
  fileprivate static func refusedRow(at time: Timestamp) -> Event {
    Event(
      sequence: 1, cause: 0, at: time, occurredAt: time, isInput: true,
      body: .rowRejected(
        RowRejected(
          instrument: InstrumentID(0), line: 1, reason: .notText, head: Text(offset: 0, count: 0))))
  }
}

extension Timestamp {
  /// So many minutes after the first quotes of sample and rough feeds.
  fileprivate static func sample(minutes: Int64) -> Timestamp {
    Timestamp(nanoseconds: (1_704_672_000 + minutes * 60) * nanosecondsPerSecond)
  }
}

@Suite struct `A snapshot is due` {
  private let start = Timestamp(nanoseconds: 1_000)

  private func isDue(_ events: UInt64, after seconds: Int64, isStop: Bool = false) -> Bool {
    let schedule = SnapshotSchedule(lastSequence: 40, takenAt: start)
    return schedule.isDue(
      at: start.adding(nanoseconds: seconds * nanosecondsPerSecond), behind: 40 + events,
      isStop: isStop)
  }

  @Test func `every 250,000 events`() {
    #expect(!isDue(249_999, after: 1))
    #expect(isDue(250_000, after: 1))
  }

  @Test func `every ten minutes in which something happened`() {
    #expect(!isDue(1, after: 599))
    #expect(isDue(1, after: 600))
    #expect(!isDue(0, after: 600))
  }

  @Test func `at a clean stop`() {
    #expect(isDue(1, after: 0, isStop: true))
    #expect(!isDue(0, after: 0, isStop: true))
  }

  @Test func `counted from the last one`() {
    var schedule = SnapshotSchedule(lastSequence: 0, takenAt: start)
    #expect(schedule.isDue(at: start, behind: 250_000, isStop: false))
    schedule.note(250_000, at: start)
    #expect(!schedule.isDue(at: start, behind: 499_999, isStop: false))
    #expect(schedule.isDue(at: start, behind: 500_000, isStop: false))
  }
}
