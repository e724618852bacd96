import Glibc
import Journal
import Node
import Turns

/// Replays a journal again and again in one process and looks at its memory.
struct MemoryBench {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Tells for each replay, in KiB: the most anonymous memory seen at the end of a page, what is
  /// anonymous after it, and the peak of what was resident during it, as the kernel keeps it.
  func run(times: Int) throws {
    for number in 1...times {
      try resetPeak()
      var mostAnonymous = 0
      let log = try LMDBEventLog.openForReading(path)
      let report = try Replay.verify(log, path: path) { _ in
        mostAnonymous = max(mostAnonymous, kibibytes("RssAnon"))
      }
      log.close()
      guard report.isIdentical, report.isProof else {
        throw BenchError.failed("replay \(number) of \(path) is not identical")
      }
      tell(
        "replay number=\(number) events=\(report.counts.events) anon_peak_kb=\(mostAnonymous) "
          + "anon_kb=\(kibibytes("RssAnon")) peak_kb=\(kibibytes("VmHWM"))")
    }
  }

  /// Lets the kernel's peak of resident memory begin anew: `5` says so (proc(5), clear_refs).
  private func resetPeak() throws(BenchError) {
    let file = open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { throw .system("/proc/self/clear_refs", errno) }
    defer { close(file) }
    guard write(file, "5", 1) == 1 else { throw .system("/proc/self/clear_refs", errno) }
  }

  /// A line of /proc/self/status; 0 when the kernel has none of that name.
  private func kibibytes(_ name: String) -> Int {
    let file = open("/proc/self/status", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(byteCount: 8_192, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      guard count > 0 else { return 0 }
      let text = String(decoding: buffer[..<count], as: UTF8.self)
      for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
        return Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]) ?? 0
      }
      return 0
    }
  }
}
