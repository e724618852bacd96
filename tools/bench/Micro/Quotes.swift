import Events
import Journal
import Node

/// The frames of a journal's accepted quotes, one event a turn, one after the other.
struct Quotes {
  private(set) var bytes: [UInt8] = []
  /// By quote: where its frame ends, and how long after the quote before it came.
  private(set) var ends: [Int] = []
  private(set) var deltas: [Int64] = []

  /// Reads every turn of one frame that is an input.
  init(of journal: String) throws {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    try JournalWalk.turns(of: log, path: journal) { turn in
      let frame = turn.frames[0]
      guard turn.frames.count == 1, frame.flags.isInput, !frame.flags.isNode else { return true }
      bytes.append(contentsOf: turn.bytes[frame.start..<frame.end])
      ends.append(bytes.count)
      deltas.append(frame.atDelta)
      return true
    }
    guard !ends.isEmpty else { throw BenchError.failed("\(journal) holds no turn of one quote") }
  }

  var count: Int { ends.count }

  /// Where the frame of a quote stands.
  func range(_ quote: Int) -> Range<Int> { (quote == 0 ? 0 : ends[quote - 1])..<ends[quote] }
}
