import Market

/// How fast a journal grows, and how long the free space lasts at that.
package struct JournalGrowth: Equatable, Sendable {
  /// Bytes of `data.mdb`, and the time that its turns reach over.
  package let bytes: Int64
  package let nanoseconds: Int64

  package init(bytes: Int64, nanoseconds: Int64) {
    self.bytes = bytes
    self.nanoseconds = nanoseconds
  }

  package init(_ found: JournalStatistics) {
    self.init(
      bytes: found.fileBytes,
      nanoseconds: found.firstAt.map { found.lastAt.nanoseconds - $0.nanoseconds } ?? 0)
  }

  /// Less than this tells nothing: a file of LMDB has a size of its own to begin with.
  private static let leastNanoseconds = 3_600 * nanosecondsPerSecond
  private static let day = 86_400.0 * Double(nanosecondsPerSecond)

  /// Days that it reaches over; closed markets count as they stand in between.
  package var days: Double { Double(nanoseconds) / Self.day }

  /// Nil while it reaches over less than an hour.
  package var bytesPerDay: Int64? {
    guard nanoseconds >= Self.leastNanoseconds else { return nil }
    return Int64(Double(bytes) / days)
  }

  /// Whole days that so many bytes last; nil while nothing is known.
  package func daysLeft(of freeBytes: UInt64) -> Int64? {
    bytesPerDay.map { $0 > 0 ? Int64(clamping: freeBytes / UInt64($0)) : .max }
  }
}
