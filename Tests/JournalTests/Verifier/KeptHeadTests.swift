import Journal
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A kept head` {
  private let folder = TemporaryFolder()

  @Test func `holds at every end of a turn, and nowhere inside one`() async throws {
    let journal = try HandJournal(in: folder, pages: 3)
    for event in journal.events {
      let verdict = try await Verdict.ofBoth(
        on: journal.path, head: journal.head(at: event.sequence))
      #expect(verdict == (event.endsTurn ? .sound : .damaged), "event \(event.sequence)")
    }
    #expect(journal.events.count { !$0.endsTurn } == 3)
  }

  @Test func `holds in a journal that went on`() throws {
    let path = folder.path("journal")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    var heads: [String] = []
    for _ in 0..<4 {
      scribe.write(quotes: 600)
      try scribe.commit()
      heads.append(scribe.head)
    }
    scribe.log.close()
    for head in heads { #expect(Verdict(on: path, head: HeadLine(head)) == .sound) }
  }

  /// Another value in one of its four parts.
  @Test(arguments: 0..<4) func `does not hold when it says anything else`(part: Int) async throws {
    let journal = try HandJournal(in: folder)
    let kept = journal.head(at: 9)
    let changed = HeadLine(
      journal: part == 0 ? JournalIdentity.other.id : kept.journal,
      sequence: part == 1 ? 8 : 9,
      at: part == 2 ? kept.at.adding(nanoseconds: 1) : kept.at,
      head: part == 3 ? .zero : kept.head)
    #expect(try await Verdict.ofBoth(on: journal.path, head: changed) == .damaged)
    #expect(try await Verdict.ofBoth(on: journal.path, head: kept) == .sound)
  }

  @Test func `finds a cut tail, which nothing else does`() async throws {
    let journal = try HandJournal(in: folder)
    let log = try LMDBEventLog.forTests(folder.path("cut"))
    try log.append(Array(try LMDBEventLog.openForReading(journal.path).pages().dropLast()))
    log.close()
    #expect(try await Verdict.ofBoth(on: folder.path("cut")) == .sound)
    let kept = journal.head(at: 21)
    #expect(try await Verdict.ofBoth(on: folder.path("cut"), head: kept) == .damaged)
    let report = try JournalVerifier.verify(folder.path("cut"), against: kept)
    #expect(report.fault?.contains("its tail was cut") == true)
  }

  @Test func `finds a history that was written again`() async throws {
    let journal = try HandJournal(in: folder)
    let path = folder.path("rewritten")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    scribe.write { $0.listing() }
    for _ in 0..<5 { scribe.write { $0.quote(answers: 3) } }
    try scribe.commit()
    scribe.log.close()
    #expect(try await Verdict.ofBoth(on: path) == .sound)
    #expect(try await Verdict.ofBoth(on: path, head: journal.head(at: 21)) == .damaged)
  }

  /// The page at event 10 is damaged.
  @Test(arguments: [(9, true), (13, false), (21, false)] as [(UInt64, Bool)])
  func `says nothing behind a bad page`(sequence: UInt64, isReached: Bool) async throws {
    let journal = try HandJournal(in: folder)
    var file = try journal.file()
    try file.changePage(3) { $0[$0.count - 1] ^= 2 }
    let path = try file.write("damaged", in: folder)
    let wrong = HeadLine(
      journal: JournalIdentity.one.id, sequence: sequence, at: .zero, head: .zero)
    #expect(try await Verdict.ofBoth(on: path, head: wrong) == .damaged)
    let report = try JournalVerifier.verify(path, against: wrong)
    #expect(report.problem == "the hash chain breaks in the page at event 10")
    let python = try await pythonVerifier(path, "\(wrong)").json()["fault"].text()
    #expect(python.contains("from sequence 10"))
  }

  /// The page at event 10 is newer: what is before it can be told, what is behind cannot.
  @Test(arguments: [(9, .damaged), (13, .unknown)] as [(UInt64, Verdict)])
  func `is held against what is before a newer page`(
    sequence: UInt64, verdict: Verdict
  ) async throws {
    let journal = try HandJournal(in: folder)
    var file = try journal.file()
    try file.changePage(3) { $0.put(UInt16(3), at: 4) }
    let path = try file.write("newer", in: folder)
    let wrong = HeadLine(
      journal: JournalIdentity.one.id, sequence: sequence, at: .zero, head: .zero)
    #expect(try await Verdict.ofBoth(on: path, head: wrong) == verdict)
  }
}
