import CommitMark
import Feeds
import Glibc
import Node

/// One life of the node: a process of its own that runs the real path with full sync.
struct Life {
  /// How fast quotes come in a life that will be killed, so that a commit has a few of them.
  static let speed: Int64 = 25_000
  /// How often a child that makes no commit is looked at, a millisecond apart, before it counts as
  /// stuck: 15 minutes. A slow child is waited for as long as it goes on.
  private static let patience = 900_000

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
    try watch(mark) { mark.now.commits >= commits } != nil
  }

  /// Waits until the child has killed itself.
  ///
  /// - Returns: False when it ended in another way.
  func waitForOwnDeath(_ mark: CommitMarkFile) throws -> Bool {
    _ = try watch(mark) { false }
    var found = siginfo_t()
    guard waitid(P_PID, id_t(processID), &found, WEXITED | WNOWAIT) == 0 else {
      throw HarnessError.system("waitid", errno)
    }
    guard found.si_code == CLD_KILLED, mark.now.inside == 1 else { return false }
    _ = try reap()
    return true
  }

  /// Looks at it until something is so.
  ///
  /// - Returns: Nil when it ended before.
  private func watch(_ mark: CommitMarkFile, until isSo: () -> Bool) throws -> Void? {
    var (commits, looks) = (mark.now.commits, 0)
    while looks < Self.patience {
      if isSo() { return () }
      guard try !hasEnded() else { return nil }
      poll(nil, 0, 1)
      let now = mark.now.commits
      looks = now == commits ? looks + 1 : 0
      commits = now
    }
    try kill()
    throw HarnessError.child("a child made no commit for a quarter of an hour, after \(commits)")
  }

  /// Ends it at once and waits until it is gone.
  func kill() throws {
    guard Glibc.kill(processID, SIGKILL) == 0 else { throw HarnessError.system("kill", errno) }
    _ = try reap()
  }

  /// Waits for its own end, which must be a good one.
  func end(_ mark: CommitMarkFile) throws {
    _ = try watch(mark) { false }
    var status: Int32 = 0
    guard waitpid(processID, &status, 0) == processID else {
      throw HarnessError.system("waitpid", errno)
    }
    guard status == 0 else {
      throw HarnessError.child("a run that was not killed ended with status \(status)")
    }
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
