import Feeds
import Foundation
import Market
import Testing

@Suite struct `Real ticks` {
  /// The folder of recorded data beside the package.
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/ticks").path

  private static let isThere = FileManager.default.fileExists(atPath: folder)
  private static let absent: Comment = "skipped: ../shared/data/ticks is not beside the package"

  @Test(
    .enabled(if: isThere, absent),
    arguments: [("oanda", 16, 595_827), ("fxcm", 16, 1_281_352), ("dukascopy", 3, 161_737)])
  func `are read to the last row`(source: String, fileCount: Int, rowCount: Int) throws {
    let files = try TickFeed.discover(["\(Self.folder)/\(source)"], instruments: nil)
    #expect(files.count == fileCount)
    var feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
    var rows = 0
    var quotes = 0
    var last: Int64 = 0
    var isOrdered = true
    while let item = try feed.next() {
      rows += 1
      if case .tick(item.time, _?, _?) = item.row { quotes += 1 }
      isOrdered = isOrdered && item.time.nanoseconds >= last
      last = item.time.nanoseconds
    }
    #expect(rows == rowCount)
    #expect(quotes == rowCount)
    #expect(isOrdered)
  }
}
