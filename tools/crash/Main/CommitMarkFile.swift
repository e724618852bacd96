import CommitMark
import Glibc

/// What a child tells of its commits, in a file that outlives it.
final class CommitMarkFile {
  let path: String
  private let memory: UnsafeMutableRawPointer

  /// Makes the file anew, all zeros.
  init(_ path: String) throws {
    self.path = path
    guard let memory = retrace_mark_create(path) else { throw HarnessError.system("mark", errno) }
    self.memory = memory
  }

  deinit { retrace_mark_unmap(memory) }

  var now: retrace_mark { retrace_mark_read(memory) }
}

extension retrace_mark {
  /// Commits that were measured, and how long they took in nanoseconds.
  var measured: (commits: UInt64, nanoseconds: UInt64) {
    let unmeasured = UInt64(RETRACE_MARK_UNMEASURED)
    guard commits > unmeasured, measured_from > 0, last_end > measured_from else { return (0, 0) }
    return (commits - unmeasured, last_end - measured_from)
  }
}
