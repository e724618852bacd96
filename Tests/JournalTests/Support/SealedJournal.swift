import Events
import Journal
import Market
import Numerics
import TestSupport
import Turns

/// A small journal of real reducers, sealed and compressed, and its child, which goes on for 20 commits.
struct SealedJournal {
  let parent: String
  let child: String
  /// The events written behind the base.
  let events: [WrittenEvent]
  /// The line that proves the parent's end, and one of an event before it.
  let parentHead: HeadLine
  let earlierHead: HeadLine
  /// The line that proves the child's end.
  let childHead: HeadLine

  init(seed: UInt64, in folder: TemporaryFolder, compressing: Bool = true) throws {
    parent = try smallJournal(seed: seed, in: folder)
    child = folder.path("child-\(seed)")
    let report = try JournalVerifier.verify(parent)
    parentHead = HeadLine(
      journal: JournalIdentity.one.id, sequence: report.events, at: report.lastAt,
      head: report.headHash)
    let log = try LMDBEventLog.forTests(parent)
    let first = try log.pages()[0].header
    earlierHead = HeadLine(
      journal: JournalIdentity.one.id, sequence: first.lastSequence, at: first.lastAt,
      head: ChainState.headHash(
        journal: JournalIdentity.one.id, lastSequence: first.lastSequence,
        contentHead: first.contentHead, nodeHead: first.nodeHead))
    let base = try JournalOrigin(behind: log, folder: parent, contentAt: report.lastAt)
    let identity = JournalIdentity(
      id: JournalIdentity.other.id, bornAt: JournalIdentity.other.bornAt, base: base)
    let scribe = try Scribe(
      resuming: LMDBEventLog.openForWriting(child, durable: false, with: identity.snapshot) {
        identity
      })
    try log.markSealed(
      JournalSeal(
        child: identity.id, folder: child, lastSequence: report.events,
        sealedAt: Timestamp(nanoseconds: 1_800_000_000_000_000_000), form: .asCommitted))
    log.close()
    if compressing, let copy = try SealedCopy(of: parent) {
      try copy.write()
      try copy.replace()
    }
    for number in 0..<20 {
      scribe.write(quotes: 1 + number % 7 * 3)
      try scribe.commit()
    }
    scribe.log.close()
    events = scribe.events
    guard let line = HeadLine(scribe.head) else { throw VectorMismatch(scribe.head) }
    childHead = line
  }
}

extension JournalIdentity {
  /// A snapshot as the birth of a child leaves it, of an actor that nobody knows.
  var snapshot: PendingSnapshot {
    PendingSnapshot(
      sequence: base.lastSequence,
      bytes: SnapshotRecord(
        journal: id, sequence: base.lastSequence, at: base.at, rules: 1,
        contentHead: base.contentHead, nodeHead: base.nodeHead, takenAt: base.at,
        sections: [SnapshotSection(name: "actor", version: 1, bytes: [1, 2, 3])]
      ).encoded())
  }
}
