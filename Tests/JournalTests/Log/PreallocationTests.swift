import Foundation
import Journal
import TestSupport
import Testing

@Suite struct `The space behind a journal that is written with syncs` {
  private let folder = TemporaryFolder()
  private var path: String { folder.path("journal") }

  private func opened(durable: Bool = true) throws -> LMDBEventLog {
    try LMDBEventLog.openForWriting(path, durable: durable) { .one }
  }

  private func fileBytes(_ name: String = "journal") throws -> Int64 {
    Int64(try Data(contentsOf: URL(filePath: folder.path(name) + "/data.mdb")).count)
  }

  /// Commits a few hundred quotes at a time.
  ///
  /// - Returns: The most bytes that were seen behind the last tree page in use.
  private func grow(_ log: LMDBEventLog, _ scribe: Scribe, commits: Int) throws -> Int64 {
    var most: Int64 = 0
    for _ in 0..<commits {
      scribe.write(quotes: 400)
      try scribe.commit()
      most = max(most, try fileBytes() - log.usedBytes)
    }
    return most
  }

  @Test func `is as much as the journal has grown, and at most a quarter of a megabyte`() throws {
    let log = try opened()
    defer { log.close() }
    let scribe = Scribe(log)
    var before = log.usedBytes
    for _ in 0..<40 {
      let kept = try grow(log, scribe, commits: 3)
      #expect(kept <= min(log.usedBytes - before, 256 << 10))
    }
    // What was kept is used up before there is more.
    before = try fileBytes()
    while log.usedBytes + 64 << 10 < before {
      scribe.write(quotes: 400)
      try scribe.commit()
      #expect(try fileBytes() == before)
    }
    let kept = try grow(log, scribe, commits: 120)
    #expect(kept > 200 << 10 && kept <= 256 << 10, "\(kept) bytes")
  }

  @Test func `is cut off when the journal is closed`() throws {
    let log = try opened()
    let scribe = Scribe(log)
    #expect(try grow(log, scribe, commits: 60) > 0)
    let used = log.usedBytes
    log.close()
    #expect(try fileBytes() == used)
    log.close()

    let report = try JournalVerifier.verify(path)
    #expect(report.isGood && report.events == scribe.writer.lastSequence)
  }

  @Test(arguments: [(commits: 3, quotes: 400), (commits: 6, quotes: 6_000)])
  func `is not kept behind little, nor for commits that are large`(
    commits: Int, quotes: Int
  ) throws {
    let log = try opened()
    defer { log.close() }
    let scribe = Scribe(log)
    for _ in 0..<commits {
      scribe.write(quotes: quotes)
      try scribe.commit()
      #expect(try fileBytes() == log.usedBytes)
    }
  }

  @Test func `is not kept where no commit is synced`() throws {
    let log = try opened(durable: false)
    defer { log.close() }
    #expect(try grow(log, Scribe(log), commits: 60) == 0)
  }

  @Test func `is harmless when the writer dies, and the next one goes on in it`() throws {
    let log = try opened()
    let scribe = Scribe(log)
    _ = try grow(log, scribe, commits: 60)
    let left = try fileBytes()
    #expect(left > log.usedBytes)
    // A process that dies closes nothing: this is what it leaves.
    try FileManager.default.createDirectory(
      atPath: folder.path("left"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      atPath: path + "/data.mdb", toPath: folder.path("left") + "/data.mdb")
    log.close()

    let report = try JournalVerifier.verify(folder.path("left"))
    #expect(report.isGood && report.events == scribe.writer.lastSequence)
    let again = try LMDBEventLog.openForWriting(folder.path("left"), durable: true) { .other }
    let next = try Scribe(resuming: again, as: scribe.writer)
    next.write(quotes: 400)
    try next.commit()
    #expect(try fileBytes("left") == left, "the next commit stands in what was kept")
    again.close()
    #expect(try fileBytes("left") < left)
    #expect(try JournalVerifier.verify(folder.path("left")).isGood)
  }

  @Test func `is a write like any other when the disk refuses it`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let log = try LMDBEventLog.openForWriting(path, durable: true) { .one }
      let scribe = Scribe(log)
      scribe.write(quotes: 4_000)
      try scribe.commit()
      // The file may grow for the next commit, and not for what would be kept behind it.
      try withFilesOfAtMost(UInt64(log.usedBytes) + 60 << 10) {
        scribe.write(quotes: 1)
        let error = #expect(throws: JournalError.self) { try scribe.commit() }
        guard case .writeFailed(_, let reason, lastDurable: 4_000) = error else {
          Issue.record("another error: \(String(describing: error))")
          return
        }
        #expect(reason == String(cString: strerror(EFBIG)))
      }
      log.close()
    }
    #expect(try #require(JournalFolder(path: path).fault).contains("Events up to 4000 are durable"))
    let report = try JournalVerifier.verify(path)
    #expect(report.isGood && report.events == 4_000)
  }
}
