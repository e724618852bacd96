import Foundation
import Journal
import TestSupport
import Testing

@Suite struct `A journal that is opened again and again` {
  private let folder = TemporaryFolder()

  /// A reader copies out more than a megabyte at a time. In a process of its own, which nothing else fills.
  @Test func `leaves no memory behind`() async throws {
    let path = folder.path("journal")
    let log = try LMDBEventLog.forTests(path)
    let scribe = Scribe(log)
    for _ in 0..<40 {
      scribe.write { $0.row(60_000) }
      try scribe.commit()
    }
    log.close()
    await #expect(processExitsWith: .success) { [path = path as String] in
      // The first thread has the heap that every program has.
      try await MainActor.run {
        let first = try anonymousBytes(afterReading: path)
        for _ in 0..<3 {
          let later = try anonymousBytes(afterReading: path)
          #expect(later < first + 512 << 10, "from \(first) to \(later) bytes")
        }
      }
    }
  }
}

/// Reads a journal, closes it, and looks at the anonymous memory of this process.
private func anonymousBytes(afterReading path: String) throws -> Int {
  let log = try LMDBEventLog.openForReading(path)
  var pages = 0
  try log.forEachPage(from: 1) { _, _ in
    pages += 1
    return true
  }
  #expect(pages == 40)
  log.close()
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
  return try #require(Int(line.split { !$0.isNumber }[0])) << 10
}
