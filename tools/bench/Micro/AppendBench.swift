import Events
import Glibc
import Journal
import Market

/// Appends finished turns of one quote each to a new journal: pages, chain, CRC, synced commits.
///
/// No actor runs. Afterwards the journal must pass the audit, outside the measured time: what was
/// written is a real one.
struct AppendBench {
  private let quotes: Quotes
  private let path: String
  private let batch: Int
  private let commits: Int

  /// - Parameter batch: Events a commit.
  init(quotes: Quotes, into path: String, batch: Int, commits: Int) {
    self.quotes = quotes
    self.path = path
    self.batch = batch
    self.commits = commits
  }

  func run() throws {
    let identity = JournalIdentity(
      id: JournalID(bytes: [UInt8](repeating: 7, count: 16)), bornAt: 1)
    let log = try LMDBEventLog.openForWriting(path, durable: true) { identity }
    var pages = PageBuilder(
      journal: identity.id, after: nil, contentAt: .zero, chain: ChainState())
    var turn = TurnRecord()
    turn.eventCount = 1
    turn.isInput = true
    var took = [Int64](repeating: 0, count: commits)
    var quote = 0
    var frameBytes = 0
    try quotes.bytes.withUnsafeBytes { frames in
      for commit in 0..<commits {
        took[commit] = try nanoseconds {
          for _ in 0..<batch {
            turn.firstSequence += 1
            turn.at = turn.at.adding(nanoseconds: quotes.deltas[quote])
            turn.frames.removeAll()
            turn.frames.append(UnsafeRawBufferPointer(rebasing: frames[quotes.range(quote)]))
            pages.take(turn)
            frameBytes += turn.frames.count
            quote = quote + 1 == quotes.count ? 0 : quote + 1
          }
          try pages.commit(to: log, at: turn.at)
        }
      }
    }
    log.close()
    let report = try JournalVerifier.verify(path)
    let events = UInt64(batch * commits)
    guard report.isGood, report.events == events else {
      throw BenchError.failed("what was appended fails the audit: \(report.problem ?? "too few")")
    }
    tell(
      "append batch=\(batch) events=\(events) frame_bytes=\(frameBytes) "
        + "page_bytes=\(frameBytes / commits + PageHeader.byteCount) "
        + "ev_s=\(rate(events, took.reduce(0, +))) commit_ns_p50=\(took.sorted()[commits / 2])")
  }
}
