import Foundation
import Journal
import TestSupport
import Testing

/// Each test writes in a process of its own, whose files may not grow any more: a full disk.
@Suite struct `A write that fails` {
  private let folder = TemporaryFolder()
  private var path: String { folder.path("journal") }

  @Test func `leaves what was committed before, and takes nothing more`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let log = try LMDBEventLog.forTests(path)
      let scribe = Scribe(log)
      scribe.write(quotes: 5)
      try scribe.commit()
      let before = try log.pages()

      scribe.write(quotes: 5_000)
      try withFilesOfAtMost(try #require(sizeOfFile(path + "/data.mdb"))) {
        let error = #expect(throws: JournalError.self) { try scribe.commit() }
        guard case .writeFailed(path, let reason, lastDurable: 5) = error else {
          Issue.record("another error: \(String(describing: error))")
          return
        }
        #expect(reason == String(cString: strerror(EFBIG)))
      }
      // There is actor again, but what was acknowledged since is unknown to whoever asks.
      #expect(
        throws: JournalError.writeFailed(
          path: path, reason: "an earlier write failed", lastDurable: 5)
      ) { try log.append([Page(events: 6...6, frameBytes: 9)]) }
      #expect(try log.pages() == before)
    }
    #expect(try LMDBEventLog.openForReading(path).pages().count == 1)
  }

  @Test func `is told by a file whose room was kept for it`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let log = try LMDBEventLog.forTests(path)
      let scribe = Scribe(log)
      scribe.write(quotes: 5)
      try scribe.commit()
      scribe.write(quotes: 5_000)
      try withFilesOfAtMost(try #require(sizeOfFile(path + "/data.mdb"))) {
        #expect(throws: JournalError.self) { try scribe.commit() }
      }
    }
    let told = try #require(JournalFolder(path: path).fault)
    #expect(told.contains("File too large"))
    #expect(told.contains("Events up to 5 are durable"))
    #expect(!folder.contains("journal/FAULT.reserved"))

    let report = try JournalVerifier.verify(path)
    #expect(report.isGood, "a fault is told, and is no verdict")
    #expect(report.events == 5)
    #expect(report.faultFile == told)

    try LMDBEventLog.forTests(path).close()
    #expect(JournalFolder(path: path).fault == told, "a person removes it, no opening")
    #expect(folder.contains("journal/FAULT.reserved"), "there is room for the next one")
  }

  @Test func `makes the next opening say where the journal ends`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let log = try LMDBEventLog.forTests(path)
      let scribe = Scribe(log)
      scribe.write { $0.quote(answers: 6) }
      try scribe.commit()
      log.close()
      // Seven events in one page: the last durable one is not the page's key.
      let again = try LMDBEventLog.forTests(path)
      try withFilesOfAtMost(try #require(sizeOfFile(path + "/data.mdb"))) {
        let error = #expect(throws: JournalError.self) {
          try again.append([Page(events: 8...9, frameBytes: 1_000_000)])
        }
        guard case .writeFailed(_, _, lastDurable: 7) = error else {
          Issue.record("another error: \(String(describing: error))")
          return
        }
      }
    }
  }
}

/// How many bytes a file has.
private func sizeOfFile(_ path: String) -> UInt64? {
  var status = stat()
  return stat(path, &status) == 0 ? UInt64(status.st_size) : nil
}

/// Runs something in a process whose files cannot grow beyond a size meanwhile.
func withFilesOfAtMost(_ bytes: UInt64, _ body: () throws -> Void) throws {
  signal(SIGXFSZ, SIG_IGN)
  var before = rlimit()
  getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
  var limit = before
  limit.rlim_cur = rlim_t(bytes)
  #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
  try body()
  #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0)
}
