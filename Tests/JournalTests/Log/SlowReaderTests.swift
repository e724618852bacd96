import Foundation
import Journal
import Market
import TestSupport
import Testing

/// Readers beside the writer: whatever they do between two pages, they hold no transaction meanwhile.
@Suite struct `A slow reader beside a writer` {
  private let folder = TemporaryFolder()
  private static let commits = 100_000

  /// Bytes of a journal after so many commits of one small page each.
  ///
  /// - Parameter isRead: Whether a reader stands in the middle of the journal all the while.
  private func size(_ name: String, isRead: Bool) throws -> Int {
    let path = folder.path(name)
    let log = try LMDBEventLog.forTests(path)
    defer { log.close() }
    let scribe = Scribe(log)
    // More than one read's worth, so that the reader comes back for more.
    for _ in 0..<200 {
      scribe.write { $0.row(60_000) }
      try scribe.commit()
    }
    var left = Self.commits
    func commit(_ count: Int) throws {
      for _ in 0..<min(count, left) {
        scribe.write(quotes: 1)
        try scribe.commit()
      }
      left -= min(count, left)
    }
    if isRead {
      let reader = try LMDBEventLog.openForReading(path)
      defer { reader.close() }
      var pages = 0
      // The reader is as slow as can be: while it looks at one page, a thousand are written.
      try reader.forEachPage(from: 1) { _, _ in
        pages += 1
        try commit(1_000)
        return left > 0
      }
      #expect(pages >= 100)
    }
    try commit(left)
    #expect(scribe.writer.lastSequence == UInt64(200 + Self.commits))
    let values = try URL(filePath: path + "/data.mdb").resourceValues(forKeys: [.fileSizeKey])
    return try #require(values.fileSize)
  }

  @Test func `leaves the file within a fifth of what it is without one`() throws {
    let alone = try size("alone", isRead: false)
    let read = try size("read", isRead: true)
    #expect(Double(read) <= 1.2 * Double(alone), "\(read) bytes beside \(alone)")
  }
}
