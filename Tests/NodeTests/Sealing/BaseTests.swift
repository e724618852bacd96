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
  private let node = TestNode()

  /// A sealed journal, and the same child made anew with its snapshot changed.
  private func child(
    seed: UInt64, _ change: (SnapshotRecord) -> SnapshotRecord
  ) async throws -> [FeedFile] {
    let files = try await node.begun(seed: seed)
    try node.seal(into: "made")
    let (identity, kept) = try node.reading("made") { log, _ in (log.identity, try log.snapshots())
    }
    var buffer = ByteBuffer()
    buffer.append(try #require(kept.first).bytes)
    let record = change(try SnapshotRecord(buffer.bytes))
    let snapshot = PendingSnapshot(sequence: record.sequence, bytes: record.encoded())
    try LMDBEventLog.openForWriting(node.folder.path("child"), durable: false, with: snapshot) {
      identity
    }.close()
    return files
  }

  private func withoutKernel(_ record: SnapshotRecord) -> SnapshotRecord {
    record.with(
      sections: record.sections.map {
        $0.name == ActorName.kernel.name
          ? SnapshotSection(name: $0.name, version: $0.version + 1, bytes: [1]) : $0
      })
  }

  @Test func `that has another version of an actor is restored from the parent's events`()
    async throws
  {
    let files = try await child(seed: 1, withoutKernel)
    let restored = try node.sections("child")
    #expect(try restored == node.sections("made"))
    let run = try await node.run(files, in: "child")
    #expect(run.warnings.count == 1 && run.warnings[0].contains("KernelActor"))
    #expect(try await run.contentDigest == node.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `asks for its parent by name where it cannot do without`() async throws {
    let files = try await child(seed: 2, withoutKernel)
    try FileManager.default.moveItem(
      atPath: node.folder.path("parent"), toPath: node.folder.path("moved"))
    let base = try #require(try node.verify("child").identity).base
    let error = await #expect(throws: JournalError.self) {
      try await node.run(files, in: "child")
    }
    let text = try #require(error).description
    #expect(text.contains(base.parent.hex) && text.contains(base.headHash.hex))
    #expect(text.contains("KernelActor") && text.contains(node.folder.path("parent")))
    // What the base does tell is told without the parent.
    #expect(try node.reading("child") { try JournalHistory.read($0, path: $1) }.feeds.count == 3)

    // Another journal in its place is not believed.
    try await node.run(files, in: "parent")
    await #expect(throws: JournalError.self) { try await node.run(files, in: "child") }
    try FileManager.default.removeItem(atPath: node.folder.path("parent"))
    try FileManager.default.moveItem(
      atPath: node.folder.path("moved"), toPath: node.folder.path("parent"))
    #expect(try await node.run(files, in: "child").wasContinued)
  }

  @Test func `finds a parent that moved together with its child`() async throws {
    _ = try await child(seed: 3, withoutKernel)
    let together = node.folder.path("together")
    try FileManager.default.createDirectory(atPath: together, withIntermediateDirectories: true)
    for name in ["parent", "child"] {
      try FileManager.default.moveItem(
        atPath: node.folder.path(name), toPath: together + "/" + name)
    }
    #expect(try node.sections("together/child") == node.sections("made"))
  }

  @Test func `that is damaged is told by the verifier, and the parent is heard instead`()
    async throws
  {
    let files = try await child(seed: 4) { $0.with(contentHead: .zero) }
    #expect(try !node.verify("child").isGood)
    let run = try await node.run(files, in: "child")
    #expect(run.warnings[0].contains("its hashes are not the journal's"))
    #expect(try await run.contentDigest == node.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `of other rules is heard again from the parent, or taken as it was left`()
    async throws
  {
    let files = try await child(seed: 5) { $0.with(rules: rulesVersion + 1) }
    #expect(try node.sections("child") == node.sections("made"))
    try FileManager.default.moveItem(
      atPath: node.folder.path("parent"), toPath: node.folder.path("moved"))
    let run = try await node.run(files, in: "child")
    #expect(
      run.warnings.contains {
        $0.contains("rules version \(rulesVersion + 1)") && $0.contains("not at hand")
      })
    #expect(try await run.contentDigest == node.whole(files, partedAt: 5).contentDigest)
  }

  @Test func `says of an event before it that it stands in the parent`() async throws {
    let files = try await node.begun(seed: 6)
    try node.seal()
    try await node.run(files, in: "child")
    let base = try #require(try node.verify("child").identity).base
    let path = node.folder.path("child")
    let refused = JournalError.inParent(path: path, sequence: base.lastSequence, base: base)
    #expect(throws: refused) {
      try node.reading("child") { try Explanation.of(base.lastSequence, in: $0, path: $1) }
    }
    #expect(refused.description.contains(base.parent.hex))
    #expect(throws: JournalError.inParent(path: path, sequence: 7, base: base)) {
      try node.reading("child") {
        try PastState.at(7, in: $0, path: $1, fromZero: false) { _, _ in }
      }
    }
    let first = try node.facts("child").first {
      $0.because.contains { $0 <= base.lastSequence }
    }
    let event = try #require(first)
    let told = try node.reading("child") { try Explanation.of(event.sequence, in: $0, path: $1) }
    let explanation = try #require(told)
    #expect(explanation.inParent == event.because.filter { $0 <= base.lastSequence }.sorted(by: >))
    #expect(explanation.used.allSatisfy { $0.sequence > base.lastSequence })
  }

  @Test func `is a place that reducers can be asked for, and nothing before it`() async throws {
    _ = try await node.begun(seed: 7)
    let report = try node.seal()
    let parent = try node.sections("parent")
    try node.reading("child") { log, path in
      try PastState.at(report.lastSequence, in: log, path: path, fromZero: false) { engine, how in
        #expect(engine.sections() == parent)
        #expect(how.fromSnapshot == report.lastSequence)
      }
    }
  }
}
