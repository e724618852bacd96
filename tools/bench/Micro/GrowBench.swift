import Feeds
import Glibc
import Journal

/// Grows a journal to so many events and kills the node that writes it, in the middle of its work.
///
/// It is killed late between two snapshots, so that the next opening has nearly the longest tail to
/// apply again that there can be.
struct GrowBench {
  /// Events behind the newest snapshot at the least; the next one is due after 250,000.
  private static let tail: UInt64 = 200_000
  /// Longer than any growth should take, in milliseconds.
  private static let patience = 300_000
  /// The synthetic market has some this many events a day, weekends counted.
  private static let eventsADay: UInt64 = 25_000

  private let path: String
  private let events: UInt64

  init(_ path: String, events: UInt64) {
    self.path = path
    self.events = events
  }

  func run() throws {
    let child = try start(days: Int(events / Self.eventsADay) + 60)
    for _ in 0..<Self.patience {
      var status: Int32 = 0
      guard waitpid(child, &status, WNOHANG) == 0 else {
        throw BenchError.failed("the node ended before it had written \(events) events")
      }
      if let now = standing(), now.last >= events, now.last - now.snapshot >= Self.tail {
        try kill(child)
        return try report()
      }
      poll(nil, 0, 1)
    }
    try kill(child)
    throw BenchError.failed("\(events) events were not written in five minutes")
  }

  private func start(days: Int) throws(BenchError) -> pid_t {
    let line = ["bench", "live", path, "\(days)"]
    var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var child: pid_t = 0
    let result = posix_spawn(&child, "/proc/self/exe", nil, nil, words, environ)
    guard result == 0 else { throw .system("no child could be started", result) }
    return child
  }

  private func kill(_ child: pid_t) throws(BenchError) {
    guard Glibc.kill(child, SIGKILL) == 0 else { throw .system("kill", errno) }
    var status: Int32 = 0
    guard waitpid(child, &status, 0) == child else { throw .system("waitpid", errno) }
  }

  /// The newest event and the newest snapshot; nil while there is no journal yet. Why it cannot be
  /// read is not asked: if it stays so, patience ends.
  private func standing() -> (last: UInt64, snapshot: UInt64)? {
    guard let log = try? LMDBEventLog.openForReading(path) else { return nil }
    defer { log.close() }
    guard let newest = try? log.newestPage(), let snapshots = try? log.snapshots(),
      let header = try? newest.bytes.withUnsafeBytes({ try PageHeader(page: $0) })
    else { return nil }
    return (header.lastSequence, snapshots.first?.key ?? 0)
  }

  private func report() throws {
    guard let end = standing() else { throw BenchError.failed("no journal was left") }
    tell("grow events=\(end.last) tail=\(end.last - end.snapshot)")
  }
}
