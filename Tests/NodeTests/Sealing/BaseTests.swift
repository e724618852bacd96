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

@Suite struct `The base of a child` {
  private let desk = Desk()

  /// A sealed journal, and the same child made anew with its snapshot changed.
  private func child(
    seed: UInt64, _ change: (SnapshotRecord) -> SnapshotRecord
  ) async throws -> [FeedFile] {
    let files = try await desk.begun(seed: seed)
    try desk.seal(into: "made")
    let (identity, kept) = try desk.reading("made") { log, _ in (log.identity, try log.snapshots())
    }
    var buffer = ByteBuffer()
    buffer.append(try #require(kept.first).bytes)
    let record = change(try SnapshotRecord(buffer.bytes))
    let snapshot = PendingSnapshot(sequence: record.sequence, bytes: record.encoded())
    try LMDBEventLog.openForWriting(desk.folder.path("child"), durable: false, with: snapshot) {
      identity
    }.close()
    return files
  }

  private func withoutKernel(_ record: SnapshotRecord) -> SnapshotRecord {
    record.with(
      sections: record.sections.map {
        $0.name == Room.kernel.name
          ? SnapshotSection(name: $0.name, version: $0.version + 1, bytes: [1]) : $0
      })
  }

  @Test func `that has another version of a room is restored from the parent's events`()
    async throws
  {
    let files = try await child(seed: 1, withoutKernel)
    let restored = try desk.sections("child")
    #expect(try restored == desk.sections("made"))
    let run = try await desk.run(files, in: "child")
    #expect(run.warnings.count == 1 && run.warnings[0].contains("KernelActor"))
    #expect(try await run.contentDigest == desk.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `asks for its parent by name where it cannot do without`() async throws {
    let files = try await child(seed: 2, withoutKernel)
    try FileManager.default.moveItem(
      atPath: desk.folder.path("parent"), toPath: desk.folder.path("moved"))
    let base = try #require(try desk.verify("child").identity).base
    let error = await #expect(throws: JournalError.self) {
      try await desk.run(files, in: "child")
    }
    let text = try #require(error).description
    #expect(text.contains(base.parent.hex) && text.contains(base.headHash.hex))
    #expect(text.contains("KernelActor") && text.contains(desk.folder.path("parent")))
    // What the base does tell is told without the parent.
    #expect(try desk.reading("child") { try JournalHistory.read($0, path: $1) }.feeds.count == 3)

    // Another journal in its place is not believed.
    try await desk.run(files, in: "parent")
    await #expect(throws: JournalError.self) { try await desk.run(files, in: "child") }
    try FileManager.default.removeItem(atPath: desk.folder.path("parent"))
    try FileManager.default.moveItem(
      atPath: desk.folder.path("moved"), toPath: desk.folder.path("parent"))
    #expect(try await desk.run(files, in: "child").wasContinued)
  }

  @Test func `finds a parent that moved together with its child`() async throws {
    _ = try await child(seed: 3, withoutKernel)
    let together = desk.folder.path("together")
    try FileManager.default.createDirectory(atPath: together, withIntermediateDirectories: true)
    for name in ["parent", "child"] {
      try FileManager.default.moveItem(
        atPath: desk.folder.path(name), toPath: together + "/" + name)
    }
    #expect(try desk.sections("together/child") == desk.sections("made"))
  }

  @Test func `that is damaged is told by the verifier, and the parent is heard instead`()
    async throws
  {
    let files = try await child(seed: 4) { $0.with(contentHead: .zero) }
    #expect(try !desk.verify("child").isGood)
    let run = try await desk.run(files, in: "child")
    #expect(run.warnings[0].contains("its hashes are not the journal's"))
    #expect(try await run.contentDigest == desk.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `of other rules is heard again from the parent, or taken as it was left`()
    async throws
  {
    let files = try await child(seed: 5) { $0.with(rules: 2) }
    #expect(try desk.sections("child") == desk.sections("made"))
    try FileManager.default.moveItem(
      atPath: desk.folder.path("parent"), toPath: desk.folder.path("moved"))
    let run = try await desk.run(files, in: "child")
    #expect(run.warnings.contains { $0.contains("rules version 2") && $0.contains("not at hand") })
    #expect(try await run.contentDigest == desk.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `says of an event before it that it stands in the parent`() async throws {
    let files = try await desk.begun(seed: 6)
    try desk.seal()
    try await desk.run(files, in: "child")
    let base = try #require(try desk.verify("child").identity).base
    let path = desk.folder.path("child")
    let refused = JournalError.inParent(path: path, sequence: base.lastSequence, base: base)
    #expect(throws: refused) {
      try desk.reading("child") { try Explanation.of(base.lastSequence, in: $0, path: $1) }
    }
    #expect(refused.description.contains(base.parent.hex))
    #expect(throws: JournalError.inParent(path: path, sequence: 7, base: base)) {
      try desk.reading("child") {
        try PastState.at(7, in: $0, path: $1, fromZero: false) { _, _ in }
      }
    }
    let first = try desk.facts("child").first {
      $0.because.contains { $0 <= base.lastSequence }
    }
    let event = try #require(first)
    let told = try desk.reading("child") { try Explanation.of(event.sequence, in: $0, path: $1) }
    let explanation = try #require(told)
    #expect(explanation.inParent == event.because.filter { $0 <= base.lastSequence }.sorted(by: >))
    #expect(explanation.used.allSatisfy { $0.sequence > base.lastSequence })
  }

  @Test func `is a place that rooms can be asked for, and nothing before it`() async throws {
    _ = try await desk.begun(seed: 7)
    let report = try desk.seal()
    let parent = try desk.sections("parent")
    try desk.reading("child") { log, path in
      try PastState.at(report.lastSequence, in: log, path: path, fromZero: false) { engine, how in
        #expect(engine.sections() == parent)
        #expect(how.fromSnapshot == report.lastSequence)
      }
    }
  }
}
