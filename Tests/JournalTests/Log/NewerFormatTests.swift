import Journal
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A newer format` {
  private let folder = TemporaryFolder()

  private func journal() throws -> DataFile {
    let path = folder.path("old")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    for _ in 0..<3 {
      scribe.write(quotes: 4)
      try scribe.commit()
    }
    scribe.log.close()
    return try DataFile(of: path)
  }

  @Test func `of the journal is refused by name, and is no damage`() async throws {
    var file = try journal()
    try file.changeIdentity { $0.put(UInt16(3), at: 4) }
    let path = try file.write("newer", in: folder)
    let refused = JournalError.newerFormat(path: path, format: 3)
    #expect(throws: refused) { try LMDBEventLog.openForReading(path) }
    #expect(throws: refused) { try LMDBEventLog.forTests(path) }
    #expect(throws: refused) { try JournalVerifier.verify(path) }
    #expect(refused.description.contains("format 3, newer than this program's"))
    #expect(try DataFile(of: path).bytes == file.bytes)
    #expect(try await Verdict.ofBoth(on: path) == .unknown)
  }

  @Test func `of the newest page is refused before anything is appended`() async throws {
    var file = try journal()
    try file.changePage(2) { $0.put(UInt16(7), at: 4) }
    let path = try file.write("newer", in: folder)
    #expect(throws: JournalError.newerFormat(path: path, format: 7)) {
      try LMDBEventLog.forTests(path)
    }
    #expect(try await Verdict.ofBoth(on: path) == .unknown)
  }

  @Test func `of any page is told by both verifiers, with what is good before it`() async throws {
    var file = try journal()
    try file.changePage(1) { $0.put(UInt16(3), at: 4) }
    let path = try file.write("newer", in: folder)
    let report = try JournalVerifier.verify(path)
    #expect(report.needsNewer)
    #expect(report.problem == "the page at event 5 has the newer format 3")
    #expect(report.events == 4)
    #expect(try await Verdict.ofBoth(on: path) == .unknown)
  }

  @Test func `does not hide damage elsewhere`() async throws {
    var file = try journal()
    try file.changePage(1) { $0.put(UInt16(3), at: 4) }
    let path = try file.write("newer", in: folder)
    let wrong = HeadLine(
      journal: JournalIdentity.one.id, sequence: 4, at: .zero, head: .zero)
    #expect(try await Verdict.ofBoth(on: path, head: wrong) == .damaged)
    #expect(try JournalVerifier.verify(path, against: wrong).fault?.contains("kept head") == true)
  }

  /// Both must read bodies for it, and only ours does.
  @Test func `of an event is told by the verifier that reads bodies`() async throws {
    var file = try journal()
    try file.changePage(1) { $0[224 + 2] += 1 }  // The version of the first frame: one minor up.
    let path = try file.write("newer", in: folder)
    let report = try JournalVerifier.verify(path)
    #expect(report.needsNewer)
    #expect(report.problem?.contains("newer than this program") == true)
    #expect(report.events == 4)
  }
}
