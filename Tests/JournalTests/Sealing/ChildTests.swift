import Events
import Journal
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A child of a sealed journal` {
  private let folder = TemporaryFolder()

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `goes on with numbers and heads behind its parent's last event`(seed: UInt64) async throws {
    let sealed = try SealedJournal(seed: seed, in: folder)
    let parent = try JournalVerifier.verify(sealed.parent)
    let report = try JournalVerifier.verify(sealed.child)
    #expect(report.isGood, "\(report.problem ?? "")")
    #expect(report.base.headHash == parent.headHash)
    #expect(report.base.contentHead == parent.contentDigest)
    #expect(report.events == parent.events + UInt64(sealed.events.count))
    #expect(report.headHash == sealed.childHead.head)
    #expect(try await Verdict.ofBoth(on: sealed.child, head: sealed.childHead) == .sound)
    let python = try await pythonVerifier(sealed.child).json()
    #expect(try python["content_digest"].text() == report.contentDigest.hex)
    #expect(try python["head_hash"].text() == report.headHash.hex)
    #expect(try python["events"].integer() == Int64(report.events))
  }

  @Test func `has the content head that one journal of all the events has`() throws {
    let sealed = try SealedJournal(seed: 2, in: folder)
    let whole = folder.path("whole")
    let log = try LMDBEventLog.forTests(whole)
    for path in [sealed.parent, sealed.child] {
      let part = try LMDBEventLog.openForReading(path)
      defer { part.close() }
      try log.append(try part.pages().map { $0.of(JournalIdentity.one.id) })
    }
    log.close()
    let report = try JournalVerifier.verify(whole)
    #expect(report.isGood, "\(report.problem ?? "")")
    #expect(try report.contentDigest == JournalVerifier.verify(sealed.child).contentDigest)
  }

  @Test func `is held against lines of its parent, and of itself`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    #expect(try await Verdict.ofBoth(on: sealed.child, head: sealed.parentHead) == .sound)
    #expect(try await Verdict.ofBoth(on: sealed.child, head: sealed.earlierHead) == .unknown)
    let told = try JournalVerifier.verify(sealed.child, against: sealed.earlierHead).fault ?? ""
    #expect(told.contains("must be asked of that one, which was at \(sealed.parent)"))

    let end = sealed.parentHead
    let others = [
      HeadLine(journal: end.journal, sequence: end.sequence, at: end.at, head: .zero),
      HeadLine(journal: end.journal, sequence: end.sequence, at: .zero, head: end.head),
      HeadLine(journal: end.journal, sequence: end.sequence + 1, at: end.at, head: end.head),
      HeadLine(
        journal: JournalID(bytes: [UInt8](repeating: 9, count: 16)), sequence: end.sequence,
        at: end.at, head: end.head),
    ]
    for line in others {
      #expect(try await Verdict.ofBoth(on: sealed.child, head: line) == .damaged, "\(line)")
    }
  }

  @Test func `keeps the snapshot of its base beside the newest three`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    let log = try LMDBEventLog.forTests(sealed.child)
    let scribe = try Scribe(resuming: log)
    let base = sealed.parentHead.sequence
    var taken: [UInt64] = []
    for _ in 0..<5 {
      scribe.write(quotes: 3)
      try scribe.commit(
        state: SnapshotState(rules: 1, shared: [], reducers: []))
      taken.append(scribe.writer.lastSequence)
    }
    #expect(try log.snapshots().map(\.key) == taken.suffix(3).reversed() + [base])
    log.close()
    #expect(try await Verdict.ofBoth(on: sealed.child) == .sound)
  }

  @Test func `may be empty, and resumes across its base where no link ended since`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    let log = try LMDBEventLog.openForReading(sealed.child)
    defer { log.close() }
    let empty = MemoryEventLog(identity: log.identity)
    let (chain, tail) = try ChainState.resume(empty)
    #expect(tail?.lastSequence == sealed.parentHead.sequence)
    #expect(chain.contentHead() == log.identity.base.contentHead)
    #expect(try ChainState.resume(log).chain.contentHead() == log.pages().last?.header.contentHead)
  }

  // MARK: Damage

  @Test(arguments: [
    ("magic", 0), ("format 0", 4), ("header bytes", 6), ("own id", 8), ("last sequence", 40),
    ("content events", 64), ("node events", 72), ("newest listing", 87), ("link", 96),
    ("node head", 128), ("content bytes", 160), ("name bytes", 92),
  ])
  func `whose record of the parent is wrong is damaged, whatever its checksum`(
    name: String, offset: Int
  ) async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    try file.changeLink("parent") { $0[offset] ^= 1 }
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged, "\(name)")
    #expect(throws: JournalError.self) { _ = try readAll(path) }
  }

  @Test func `of a newer format leaves the question open`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    try file.changeLink("parent") { $0[4] = 2 }
    let path = try file.write("newer", in: folder)
    #expect(throws: JournalError.newerFormat(path: path, format: 2)) {
      try LMDBEventLog.openForReading(path)
    }
    #expect(try await Verdict.ofBoth(on: path) == .unknown)
  }

  @Test func `whose pages begin elsewhere is damaged`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    try file.changePage(0) { $0.put(UInt64(1), at: 24) }
    #expect(try await Verdict.ofBoth(on: file.write("damaged", in: folder)) == .damaged)
  }

  @Test func `that is told as one without parent is damaged`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    try file.changeIdentity { $0.put(UInt16(1), at: 4) }
    #expect(try await Verdict.ofBoth(on: file.write("damaged", in: folder)) == .damaged)
  }

  /// Reads a journal as commands do: what its bytes say, and how they fit together.
  private func readAll(_ path: String) throws -> UInt64 {
    let report = try JournalVerifier.verify(path)
    if let problem = report.problem {
      throw JournalError.damaged(path: path, what: problem, goodThrough: report.events)
    }
    return report.events
  }
}

extension Page {
  /// The same page in another journal.
  fileprivate func of(_ journal: JournalID) -> Page {
    var page = self
    page.bytes.replaceSubrange(8..<24, with: journal.bytes)
    page.bytes.repairChecksum()
    return page
  }
}
