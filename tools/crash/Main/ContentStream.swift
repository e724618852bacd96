import Events
import Journal
import Market
import Node
import Numerics

/// What happened, in order: (kind, `at`, body) of every content event of a journal.
struct ContentStream {
  private(set) var bytes: [UInt8] = []
  private(set) var events: UInt64 = 0
  /// The content head of the last page.
  private(set) var digest: Digest256?

  init(of journal: String) throws {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    var at = Timestamp.zero
    try JournalWalk.turns(of: log, path: journal) { turn in
      digest = turn.header.contentHead
      guard !turn.frames[0].flags.isNode else { return true }
      at = at.adding(nanoseconds: turn.frames[0].atDelta)
      for frame in turn.frames {
        append(UInt64(frame.kind))
        append(UInt64(bitPattern: at.nanoseconds))
        append(UInt64(frame.end - frame.bodyStart))
        bytes += turn.bytes[frame.bodyStart..<frame.end]
        events += 1
      }
      return true
    }
  }

  private mutating func append(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  func begins(with other: ContentStream) -> Bool { bytes.starts(with: other.bytes) }
}
