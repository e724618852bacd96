import Journal
import Numerics
import TestSupport
import Testing

@Suite struct `Salvaging what is sealed` {
  private let folder = TemporaryFolder()

  @Test func `keeps a sealed journal's first pages, open, and warns of its child`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.parent)
    let last = try file.pages()[2].data.upperBound - 1
    file.bytes[last] ^= 1
    let damaged = try file.write("damaged", in: folder)
    let target = folder.path("salvaged")
    let report = try JournalSalvage.salvage(damaged, into: target)
    #expect(report.kept.pageCount == 2 && report.fault != nil)
    #expect(try await Verdict.ofBoth(on: target) == .sound)
    #expect(try JournalVerifier.verify(target).identity?.seal == nil)
    #expect(report.fault?.contains(JournalIdentity.other.id.hex) == true)
    try LMDBEventLog.forTests(target).close()
  }

  @Test func `keeps a child's first pages behind its base`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    try file.changePage(12) { $0[240] ^= 1 }
    let damaged = try file.write("damaged", in: folder)
    let target = folder.path("salvaged")
    let report = try JournalSalvage.salvage(damaged, into: target)
    #expect(report.kept.pageCount == 12)
    #expect(try await Verdict.ofBoth(on: target) == .sound)
    let log = try LMDBEventLog.forTests(target)
    defer { log.close() }
    #expect(log.identity.base.headHash == sealed.parentHead.head)
    #expect(try log.snapshots().map(\.key) == [sealed.parentHead.sequence])
    let scribe = try Scribe(resuming: log)
    scribe.write(quotes: 3)
    try scribe.commit()
  }

  @Test func `keeps every event of a child whose base is damaged, for its parent to help`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.child)
    let found = try file.bytes.withUnsafeBytes { try TreeFile($0).snapshots.first?.data }
    file.bytes[try #require(found).upperBound - 1] ^= 1
    let damaged = try file.write("damaged", in: folder)
    let target = folder.path("salvaged")
    let report = try JournalSalvage.salvage(damaged, into: target)
    #expect(report.kept.headHash == sealed.childHead.head && report.fault == nil)
    let told = try JournalVerifier.verify(target)
    #expect(told.events == sealed.childHead.sequence)
    #expect(told.problem?.contains("behind which this journal begins, is missing") == true)
    #expect(report.audit.problem == told.problem)
  }
}
