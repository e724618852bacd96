import Journal
import TestSupport
import Testing

@Suite struct `A birth that was interrupted` {
  private let folder = TemporaryFolder()
  private var path: String { folder.path("journal") }

  /// How far it got.
  enum Stage: CaseIterable {
    case emptyFile, noDatabases, noIdentity
  }

  /// Leaves what a crash at that stage would leave.
  private func interrupt(at stage: Stage) throws {
    switch stage {
    case .emptyFile: try DataFile(bytes: []).write("journal", in: folder)
    case .noDatabases: try DataFile.emptyEnvironment.write("journal", in: folder)
    case .noIdentity:
      try LMDBEventLog.forTests(folder.path("whole")).close()
      var file = try DataFile(of: folder.path("whole"))
      // The databases were the first commit, in meta page 1; the identity the second, in page 0.
      file.bytes.replaceSubrange(..<4_096, with: DataFile.metaPage(0))
      try file.write("journal", in: folder)
    }
  }

  @Test(arguments: Stage.allCases) func `goes on with the next opening`(stage: Stage) throws {
    try interrupt(at: stage)
    let log = try LMDBEventLog.forTests(path, .other)
    #expect(log.identity == .other)
    let scribe = Scribe(log)
    scribe.write(quotes: 3)
    try scribe.commit()
    log.close()
    #expect(try JournalVerifier.verify(path).events == 3)
  }

  @Test(arguments: Stage.allCases)
  func `is no journal for a reader, and is left as it is`(stage: Stage) throws {
    try interrupt(at: stage)
    let before = try DataFile(of: path)
    #expect(throws: JournalError.notAJournal(path: path)) { try LMDBEventLog.openForReading(path) }
    #expect(try DataFile(of: path).bytes == before.bytes)
  }

  @Test(arguments: Stage.allCases)
  func `does not verify, by either verifier`(stage: Stage) async throws {
    try interrupt(at: stage)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
  }

  @Test func `is none when the file came to harm besides`() throws {
    var file = DataFile.emptyEnvironment
    file.bytes[40 + 6] = 3  // The depth of a free list without a root.
    try file.write("journal", in: folder)
    #expect(throws: JournalError.self) { try LMDBEventLog.forTests(path) }
  }
}
