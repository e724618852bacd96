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
  private let desk = Desk()

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `leaves a child whose content head is that of one unsealed journal`(
    seed: UInt64
  ) async throws {
    let files = try await desk.begun(seed: seed)
    let sealed = try desk.seal()
    #expect(sealed.notCompressed == nil && !sealed.wentOn && !sealed.wasDone)
    let child = try await desk.run(files, in: "child")
    let whole = try await desk.whole(files, partedAt: 5)

    #expect(child.contentDigest == whole.contentDigest, "seed \(seed)")
    #expect(child.firstSequence == sealed.lastSequence + 1)
    #expect(child.lastSequence == whole.lastSequence && child.wasContinued)
    #expect(child.inputs == whole.inputs && child.rejected == whole.rejected)
    // Numbers, times, causes and facts used go on: parent and child read as one.
    #expect(try desk.facts("parent") + desk.facts("child") == desk.facts("whole"), "seed \(seed)")
    #expect(try desk.sections("child") == desk.sections("whole"))
    #expect(try desk.sections("child", fromZero: true) == desk.sections("whole"))
  }

  @Test func `leaves both sound, and replay proves both`() async throws {
    let files = try await desk.begun(seed: 1)
    try desk.seal()
    let child = try await desk.run(files, in: "child")
    for journal in ["parent", "child"] {
      #expect(try desk.verify(journal).isGood, "\(journal)")
      let report = try desk.replay(journal)
      #expect(report.isIdentical && report.isProof && report.warnings.isEmpty, "\(journal)")
    }
    let report = try desk.replay("child")
    #expect(report.verified == child.events && report.contentDigest == child.contentDigest)
    #expect(try desk.replay("child", from: child.lastSequence).isIdentical)
    #expect(
      try desk.reading("child") { try Replay.verify($0, path: $1, fromZero: true) }.isIdentical)
  }

  @Test func `keeps what the journal said of itself`() async throws {
    let files = try await desk.begun(seed: 2)
    let before = try desk.reading("parent") { try JournalHistory.read($0, path: $1) }
    try desk.seal()
    let empty = try desk.reading("child") { try JournalHistory.read($0, path: $1) }
    #expect(empty.feeds.map(\.position) == before.feeds.map(\.position))
    #expect(empty.instruments == before.instruments)
    #expect(empty.events == before.events && empty.lastStop == before.lastStop)
    try await desk.run(files, in: "child")
    let history = try desk.reading("child") { try JournalHistory.read($0, path: $1) }
    #expect(history.openings.map(\.number) == [1, 2])
    let names = try desk.reading("child") { try InstrumentNames($0, path: $1).listed }
    #expect(names == ["EUR_USD", "USD_JPY", "GBP_USD"])
    let statistics = try desk.reading("child") { try JournalStatistics($0, path: $1) }
    #expect(statistics.events == history.events - before.events)
    #expect(try statistics.firstAt ?? .zero >= desk.verify("parent").lastAt)
  }

  @Test func `may be done again with the child`() async throws {
    let files = try await desk.begun(seed: 3)
    try desk.seal()
    try await desk.run(files, in: "child", to: .rough(minutes: 9))
    try desk.seal("child", into: "grandchild")
    let last = try await desk.run(files, in: "grandchild")
    let whole = try await desk.whole(files, partedAt: 5, 9)
    #expect(last.contentDigest == whole.contentDigest)
    #expect(
      try desk.facts("parent") + desk.facts("child") + desk.facts("grandchild")
        == desk.facts("whole"))
    #expect(try desk.verify("child").isGood && desk.replay("child").isIdentical)
    #expect(try desk.replay("grandchild").isIdentical)
    let middle = try desk.verify("child").identity
    #expect(middle?.base.isNone == false && middle?.seal?.form == .compressed)
  }

  @Test func `records the stop that a killed run did not`() async throws {
    let files = try desk.rough(300, seed: 5)
    let path = desk.folder.path("parent")
    let log = try LMDBEventLog.openForWriting(path, durable: false) { madeUpIdentity }
    _ = try run(files, through: DirectRooms(), into: log)
    log.close()
    let events = try desk.verify("parent").events
    let report = try desk.seal()
    #expect(report.lastSequence == events + 1)
    let history = try desk.reading("parent") { try JournalHistory.read($0, path: $1) }
    #expect(history.lastStop?.reason == .sealed && history.lastStop?.opening == 1)
    #expect(try desk.verify("parent").isGood && desk.replay("parent").isIdentical)
    #expect(try desk.reading("parent") { log, _ in try log.snapshots()[0].key } == events + 1)
    #expect(try await desk.run(files, in: "child").wasContinued)
    #expect(try desk.replay("child").isIdentical)
  }

  @Test func `of a clean stop adds no event`() async throws {
    _ = try await desk.begun(seed: 6)
    let before = try desk.verify("parent")
    let report = try desk.seal()
    let after = try desk.verify("parent")
    #expect(report.lastSequence == before.events && after.headHash == before.headHash)
    #expect(report.bytesAfter < report.bytesBefore)
    #expect(after.pages <= before.pages)
  }

  // MARK: Refusals

  @Test func `is refused, and changes nothing, where a child cannot be made`() async throws {
    let files = try await desk.begun(seed: 7)
    try await desk.run(files, in: "other")
    let before = try desk.bytes("parent")
    let other = try desk.verify("other").identity
    #expect(
      throws: SealError.occupied(
        path: desk.folder.path("parent"), child: desk.folder.path("other"),
        journal: try #require(other).id)
    ) { try desk.seal(into: "other") }
    #expect(throws: SealError.sameFolder(path: desk.folder.path("parent"))) {
      try desk.seal(into: "parent/")
    }
    #expect(throws: JournalError.notFound(path: desk.folder.path("nothing"))) {
      try desk.seal("nothing")
    }
    #expect(!desk.folder.contains("nothing") && !desk.folder.contains("child"))
    #expect(try desk.bytes("parent") == before)
  }

  @Test func `is refused while a FAULT file stands`() async throws {
    _ = try await desk.begun(seed: 8)
    try desk.folder.write("parent/FAULT", "A commit failed: no room.\n")
    let before = try desk.bytes("parent")
    #expect(
      throws: SealError.fault(path: desk.folder.path("parent"), text: "A commit failed: no room.")
    ) { try desk.seal() }
    #expect(try desk.bytes("parent") == before)
  }

  @Test func `is refused while somebody writes`() async throws {
    _ = try await desk.begun(seed: 8)
    let log = try LMDBEventLog.openForWriting(desk.folder.path("parent"), durable: false) {
      madeUpIdentity
    }
    defer { log.close() }
    #expect(throws: JournalError.self) { try desk.seal() }
    #expect(!desk.folder.contains("child"))
  }

  @Test func `is refused of a journal, or a child, without an event`() async throws {
    let path = desk.folder.path("empty")
    try LMDBEventLog.openForWriting(path, durable: false) { madeUpIdentity }.close()
    #expect(throws: SealError.empty(path: path)) { try desk.seal("empty") }
    _ = try await desk.begun(seed: 9)
    try desk.seal()
    #expect(throws: SealError.empty(path: desk.folder.path("child"))) {
      try desk.seal("child", into: "grandchild")
    }
  }

  @Test func `is done once: again it says so, elsewhere it says where`() async throws {
    _ = try await desk.begun(seed: 10)
    let first = try desk.seal()
    let again = try desk.seal()
    #expect(again.wasDone && again.child == first.child && again.lastSequence == first.lastSequence)
    let before = try desk.bytes("parent")
    let seal = try #require(try desk.verify("parent").identity?.seal)
    #expect(throws: SealError.sealedElsewhere(path: desk.folder.path("parent"), seal: seal)) {
      try desk.seal(into: "elsewhere")
    }
    #expect(try desk.bytes("parent") == before && !desk.folder.contains("elsewhere"))
  }

  @Test func `closes the journal for every run, which is told where to go on`() async throws {
    let files = try await desk.begun(seed: 11)
    let report = try desk.seal()
    await #expect(
      throws: JournalError.sealed(
        path: desk.folder.path("parent"), child: report.child.hex,
        folder: desk.folder.path("child"))
    ) { try await desk.run(files, in: "parent") }
  }
}
