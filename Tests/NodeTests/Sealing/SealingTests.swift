import Events
import Feeds
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `Sealing a journal` {
  private let node = TestNode()

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `leaves a child whose content head is that of one unsealed journal`(
    seed: UInt64
  ) async throws {
    let files = try await node.begun(seed: seed)
    let sealed = try node.seal()
    #expect(sealed.notCompressed == nil && !sealed.wentOn && !sealed.wasDone)
    let child = try await node.run(files, in: "child")
    let whole = try await node.whole(files, partedAt: 5)

    #expect(child.contentDigest == whole.contentDigest, "seed \(seed)")
    #expect(child.firstSequence == sealed.lastSequence + 1)
    #expect(child.lastSequence == whole.lastSequence && child.wasContinued)
    #expect(child.inputs == whole.inputs && child.rejected == whole.rejected)
    // Numbers, times, causes and facts used go on: parent and child read as one.
    #expect(try node.facts("parent") + node.facts("child") == node.facts("whole"), "seed \(seed)")
    #expect(try node.sections("child") == node.sections("whole"))
    #expect(try node.sections("child", fromZero: true) == node.sections("whole"))
  }

  @Test func `leaves both sound, and replay proves both`() async throws {
    let files = try await node.begun(seed: 1)
    try node.seal()
    let child = try await node.run(files, in: "child")
    for journal in ["parent", "child"] {
      #expect(try node.verify(journal).isGood, "\(journal)")
      let report = try node.replay(journal)
      #expect(report.isIdentical && report.isProof && report.warnings.isEmpty, "\(journal)")
    }
    let report = try node.replay("child")
    #expect(report.verified == child.events && report.contentDigest == child.contentDigest)
    #expect(try node.replay("child", from: child.lastSequence).isIdentical)
    #expect(
      try node.reading("child") { try Replay.verify($0, path: $1, fromZero: true) }.isIdentical)
  }

  @Test func `keeps what the journal said of itself`() async throws {
    let files = try await node.begun(seed: 2)
    let before = try node.reading("parent") { try JournalHistory.read($0, path: $1) }
    try node.seal()
    let empty = try node.reading("child") { try JournalHistory.read($0, path: $1) }
    #expect(empty.feeds.map(\.position) == before.feeds.map(\.position))
    #expect(empty.instruments == before.instruments)
    #expect(empty.events == before.events && empty.lastStop == before.lastStop)
    try await node.run(files, in: "child")
    let history = try node.reading("child") { try JournalHistory.read($0, path: $1) }
    #expect(history.openings.map(\.number) == [1, 2])
    let names = try node.reading("child") { try InstrumentNames($0, path: $1).listed }
    #expect(names == ["EUR_USD", "USD_JPY", "GBP_USD"])
    let statistics = try node.reading("child") { try JournalStatistics($0, path: $1) }
    #expect(statistics.events == history.events - before.events)
    #expect(try statistics.firstAt ?? .zero >= node.verify("parent").lastAt)
  }

  @Test func `may be done again with the child`() async throws {
    let files = try await node.begun(seed: 3)
    try node.seal()
    try await node.run(files, in: "child", to: .rough(minutes: 9))
    try node.seal("child", into: "grandchild")
    let last = try await node.run(files, in: "grandchild")
    let whole = try await node.whole(files, partedAt: 5, 9)
    #expect(last.contentDigest == whole.contentDigest)
    #expect(
      try node.facts("parent") + node.facts("child") + node.facts("grandchild")
        == node.facts("whole"))
    #expect(try node.verify("child").isGood && node.replay("child").isIdentical)
    #expect(try node.replay("grandchild").isIdentical)
    let middle = try node.verify("child").identity
    #expect(middle?.base.isNone == false && middle?.seal?.form == .compressed)
  }

  @Test func `records the stop that a killed run did not`() async throws {
    let files = try node.rough(300, seed: 5)
    let path = node.folder.path("parent")
    let log = try LMDBEventLog.openForWriting(path, durable: false) { madeUpIdentity }
    _ = try run(files, through: Reducers(), into: log)
    log.close()
    let events = try node.verify("parent").events
    let report = try node.seal()
    #expect(report.lastSequence == events + 1)
    let history = try node.reading("parent") { try JournalHistory.read($0, path: $1) }
    #expect(history.lastStop?.reason == .sealed && history.lastStop?.opening == 1)
    #expect(try node.verify("parent").isGood && node.replay("parent").isIdentical)
    #expect(try node.reading("parent") { log, _ in try log.snapshots()[0].key } == events + 1)
    #expect(try await node.run(files, in: "child").wasContinued)
    #expect(try node.replay("child").isIdentical)
  }

  @Test func `of a clean stop adds no event`() async throws {
    _ = try await node.begun(seed: 6)
    let before = try node.verify("parent")
    let report = try node.seal()
    let after = try node.verify("parent")
    #expect(report.lastSequence == before.events && after.headHash == before.headHash)
    #expect(report.bytesAfter < report.bytesBefore)
    #expect(after.pages <= before.pages)
  }

  // MARK: Refusals

  @Test func `is refused, and changes nothing, where a child cannot be made`() async throws {
    let files = try await node.begun(seed: 7)
    try await node.run(files, in: "other")
    let before = try node.bytes("parent")
    let other = try node.verify("other").identity
    #expect(
      throws: SealError.occupied(
        path: node.folder.path("parent"), child: node.folder.path("other"),
        journal: try #require(other).id)
    ) { try node.seal(into: "other") }
    #expect(throws: SealError.sameFolder(path: node.folder.path("parent"))) {
      try node.seal(into: "parent/")
    }
    #expect(throws: JournalError.notFound(path: node.folder.path("nothing"))) {
      try node.seal("nothing")
    }
    #expect(!node.folder.contains("nothing") && !node.folder.contains("child"))
    #expect(try node.bytes("parent") == before)
  }

  @Test func `is refused while a FAULT file stands`() async throws {
    _ = try await node.begun(seed: 8)
    try node.folder.write("parent/FAULT", "A commit failed: no actor.\n")
    let before = try node.bytes("parent")
    #expect(
      throws: SealError.fault(path: node.folder.path("parent"), text: "A commit failed: no actor.")
    ) { try node.seal() }
    #expect(try node.bytes("parent") == before)
  }

  @Test func `is refused while somebody writes`() async throws {
    _ = try await node.begun(seed: 8)
    let log = try LMDBEventLog.openForWriting(node.folder.path("parent"), durable: false) {
      madeUpIdentity
    }
    defer { log.close() }
    #expect(throws: JournalError.self) { try node.seal() }
    #expect(!node.folder.contains("child"))
  }

  @Test func `is refused of a journal, or a child, without an event`() async throws {
    let path = node.folder.path("empty")
    try LMDBEventLog.openForWriting(path, durable: false) { madeUpIdentity }.close()
    #expect(throws: SealError.empty(path: path)) { try node.seal("empty") }
    _ = try await node.begun(seed: 9)
    try node.seal()
    #expect(throws: SealError.empty(path: node.folder.path("child"))) {
      try node.seal("child", into: "grandchild")
    }
  }

  @Test func `is done once: again it says so, elsewhere it says where`() async throws {
    _ = try await node.begun(seed: 10)
    let first = try node.seal()
    let again = try node.seal()
    #expect(again.wasDone && again.child == first.child && again.lastSequence == first.lastSequence)
    let before = try node.bytes("parent")
    let seal = try #require(try node.verify("parent").identity?.seal)
    #expect(throws: SealError.sealedElsewhere(path: node.folder.path("parent"), seal: seal)) {
      try node.seal(into: "elsewhere")
    }
    #expect(try node.bytes("parent") == before && !node.folder.contains("elsewhere"))
  }

  @Test func `closes the journal for every run, which is told where to go on`() async throws {
    let files = try await node.begun(seed: 11)
    let report = try node.seal()
    await #expect(
      throws: JournalError.sealed(
        path: node.folder.path("parent"), child: report.child.hex,
        folder: node.folder.path("child"))
    ) { try await node.run(files, in: "parent") }
  }
}
