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

  /// Has the child kill itself in a commit, the first being 1, after so many of its system calls.
  func aim(commit: UInt64, calls: UInt64) { retrace_mark_aim(memory, commit, calls) }
}
