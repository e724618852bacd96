import Compression
import Market

/// How far apart the rows of a candle file are, by its first 4,096 rows.
///
/// The most common distance between neighbours that ascend, the smaller of two that are as common;
/// a distance seen once tells nothing, since it may be a gap.
struct RowSpacing: Equatable, Sendable {
  static let mostRows = 4_096

  /// Nil where too few rows tell.
  private(set) var nanoseconds: Int64?
  /// How many rows with a stamp were looked at.
  private(set) var rows = 0

  var granularity: Granularity? {
    nanoseconds.flatMap { nanoseconds in
      nanoseconds % nanosecondsPerSecond == 0
        ? Granularity(seconds: nanoseconds / nanosecondsPerSecond) : nil
    }
  }

  init(stamps: [Timestamp]) {
    rows = stamps.count
    let distances = zip(stamps, stamps.dropFirst())
      .map { $1.nanoseconds - $0.nanoseconds }.filter { $0 > 0 }.sorted()
    var most = 1
    var start = 0
    for index in distances.indices where index > 0 {
      if distances[index] != distances[start] { start = index }
      if index - start + 1 > most {
        most = index - start + 1
        nanoseconds = distances[index]
      }
    }
  }

  /// Looks at the first rows. What is wrong behind the rows that tell is left to the reading.
  init(ofFile path: String, size: Int64) throws(FeedError) {
    var stamps: [Timestamp] = []
    var failure: FeedError?
    do {
      let rows = RowReader(try source(path, size: size), path: path)
      while rows.ordinal < Self.mostRows, let row = try rows.next() {
        if let stamp = row.stamp { stamps.append(stamp) }
      }
    } catch {
      failure = error
    }
    self.init(stamps: stamps)
    if let failure, nanoseconds == nil { throw failure }
  }
}

private func source(_ path: String, size: Int64) throws(FeedError) -> ByteSource {
  do {
    return try ByteSource(path: path, size: size)
  } catch {
    throw FeedError(error, line: 1)
  }
}
