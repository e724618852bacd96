import Foundation
import Journal
import TestSupport
import Testing

@Suite struct `A journal on disk` {
  private let folder = TemporaryFolder()
  private var path: String { folder.path("deep/er/journal") }

  private func appendTwo(_ log: LMDBEventLog) throws {
    let scribe = Scribe(log)
    scribe.write(quotes: 3)
    try scribe.commit()
    scribe.write(quotes: 2)
    try scribe.commit()
  }

  @Test func `is made with the folders above it`() throws {
    let log = try LMDBEventLog.openForWriting(path, durable: true) { .one }
    #expect(log.identity == .one)
    log.close()
    #expect(try LMDBEventLog.openForReading(path).identity == .one)
  }

  @Test func `holds after reopening what it held, under the same id`() throws {
    let log = try LMDBEventLog.forTests(path)
    try appendTwo(log)
    let pages = try log.pages()
    log.close()

    let again = try LMDBEventLog.openForWriting(path, durable: false) {
      Issue.record("a journal that is there got a second identity")
      return .other
    }
    #expect(again.identity == .one)
    #expect(try again.pages() == pages)
    again.close()

    let reader = try LMDBEventLog.openForReading(path)
    #expect(reader.identity == .one)
    #expect(try reader.pages() == pages)
  }

  @Test func `keeps room for a fault from its birth`() throws {
    _ = try LMDBEventLog.forTests(path)
    let reserved = try Data(contentsOf: URL(filePath: path + "/FAULT.reserved"))
    #expect([UInt8](reserved) == [UInt8](repeating: 0, count: 4_096))
    #expect(JournalFolder(path: path).fault == nil)
  }

  @Test func `makes that room again when a crash cut it short`() throws {
    try LMDBEventLog.forTests(path).close()
    try folder.write("deep/er/journal/FAULT.reserved", "")
    try LMDBEventLog.forTests(path).close()
    #expect(try folder.text(of: "deep/er/journal/FAULT.reserved").utf8.count == 4_096)
  }

  @Test func `is not made by reading`() throws {
    #expect(throws: JournalError.notFound(path: path)) { try LMDBEventLog.openForReading(path) }
    #expect(throws: JournalError.notFound(path: path)) { try JournalVerifier.verify(path) }
    #expect(!folder.contains("deep"))
    try folder.makeFolder("deep/er/journal")
    #expect(throws: JournalError.notFound(path: path)) { try LMDBEventLog.openForReading(path) }
    #expect(throws: JournalError.notFound(path: path)) { try JournalVerifier.verify(path) }
  }

  @Test func `has one writer, whose process id the second one is told`() async throws {
    let log = try LMDBEventLog.forTests(path)
    let refused = JournalError.locked(path: path, processID: "\(getpid())")
    #expect(throws: refused) { try LMDBEventLog.forTests(path) }
    #expect(JournalFolder(path: path).writer == "\(getpid())")

    await #expect(processExitsWith: .success) {
      [path = path as String, first = getpid() as Int32] in
      #expect(throws: JournalError.locked(path: path, processID: "\(first)")) {
        try LMDBEventLog.forTests(path)
      }
    }
    log.close()
    #expect(JournalFolder(path: path).writer == nil)
    try LMDBEventLog.forTests(path).close()
  }

  @Test func `may be looked at by many without seeming to have a writer`() throws {
    try LMDBEventLog.forTests(path).close()
    // A shared lock is what another one who looks holds for a moment.
    let lock = open(path + "/writer.lock", O_RDONLY | O_CLOEXEC)
    #expect(flock(lock, LOCK_SH | LOCK_NB) == 0)
    #expect(JournalFolder(path: path).writer == nil)
    #expect(throws: JournalError.self) { try LMDBEventLog.forTests(path) }
    #expect(flock(lock, LOCK_UN) == 0)
    close(lock)
    try LMDBEventLog.forTests(path).close()
  }

  @Test func `is read and verified beside its writer`() async throws {
    let log = try LMDBEventLog.forTests(path)
    let scribe = Scribe(log)
    for commits in 1...3 {
      scribe.write(quotes: 4)
      try scribe.commit()
      await #expect(processExitsWith: .success) {
        [path = path as String, commits = commits as Int, head = scribe.head as String] in
        let reader = try LMDBEventLog.openForReading(path)
        #expect(try reader.pages().count == commits)
        reader.close()
        let report = try JournalVerifier.verify(path, against: HeadLine(head))
        #expect(report.isGood && report.wasLive)
        #expect(report.events == UInt64(4 * commits))
      }
    }
  }
}
