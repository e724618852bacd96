import CommitMark
import Feeds
import Glibc
import Node

/// One life of the node: a process of its own that runs the real path with full sync.
struct Life {
  /// How fast quotes come in a life that will be killed, so that a commit has a few of them.
  static let speed: Int64 = 25_000
  /// Longer than any life should last, in milliseconds.
  private static let patience = 60_000

  let processID: pid_t

  /// Starts `crash child …`.
  ///
  /// - Parameter speed: How many times faster than the market; nil for as fast as possible.
  init(_ market: SyntheticMarket, journal: String, mark: String, speed: Int64?) throws {
    let words = [
      "crash", "child", journal, mark, "\(market.seed)", "\(market.days)", "\(speed ?? 0)",
      "\(getpid())",
    ]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    arguments.append(nil)
    var child: pid_t = 0
    let result = posix_spawn(&child, "/proc/self/exe", nil, nil, arguments, environ)
    guard result == 0 else { throw HarnessError.system("no child could be started", result) }
    processID = child
  }

  /// Waits until the child has made so many commits.
  ///
  /// - Returns: False when it ended before.
  func wait(forCommits commits: UInt64, in mark: CommitMarkFile) throws -> Bool {
    for _ in 0..<Self.patience {
      if mark.now.commits >= commits { return true }
      guard try !hasEnded() else { return false }
      poll(nil, 0, 1)
    }
    try kill()
    throw HarnessError.child("a child made \(mark.now.commits) of \(commits) commits in a minute")
  }

  /// Ends it at once and waits until it is gone.
  func kill() throws {
    guard Glibc.kill(processID, SIGKILL) == 0 else { throw HarnessError.system("kill", errno) }
    _ = try reap()
  }

  /// Waits for its own end, which must be a good one.
  func end() throws {
    for _ in 0..<Self.patience {
      var status: Int32 = 0
      let ended = waitpid(processID, &status, WNOHANG)
      guard ended >= 0 else { throw HarnessError.system("waitpid", errno) }
      if ended == processID {
        guard status == 0 else {
          throw HarnessError.child("a run that was not killed ended with status \(status)")
        }
        return
      }
      poll(nil, 0, 1)
    }
    try kill()
    throw HarnessError.child("a run to the end of the feed took over a minute")
  }

  /// Looks whether it has ended, without reaping it.
  private func hasEnded() throws -> Bool {
    var found = siginfo_t()
    let result = waitid(P_PID, id_t(processID), &found, WEXITED | WNOHANG | WNOWAIT)
    guard result == 0 else { throw HarnessError.system("waitid", errno) }
    return found.si_signo == SIGCHLD
  }

  /// - Returns: Whether a SIGKILL ended it.
  private func reap() throws -> Bool {
    var status: Int32 = 0
    guard waitpid(processID, &status, 0) == processID else {
      throw HarnessError.system("waitpid", errno)
    }
    return status & 0x7F == SIGKILL
  }

  /// What the child does: `crash child JOURNAL MARK SEED DAYS SPEED PARENT`.
  static func live(_ words: [String]) async throws {
    let numbers = words.dropFirst(2).compactMap { Int64($0) }
    guard words.count == 6, numbers.count == 4 else {
      throw HarnessError.usage("only the harness itself starts a child")
    }
    guard retrace_die_with(pid_t(numbers[3])) == 0, retrace_mark_adopt(words[1]) == 0 else {
      throw HarnessError.system("the child cannot begin", errno)
    }
    let market = SyntheticMarket(seed: UInt64(numbers[0]), days: numbers[1])
    var request = RunRequest(journal: words[0], synthetic: market)
    request.pace = numbers[2] == 0 ? .asFastAsPossible : .times(numbers[2])
    let summary = try await RunSession(request, inbox: Inbox()).run()
    if let failure = summary.failure { throw failure }
  }
}
