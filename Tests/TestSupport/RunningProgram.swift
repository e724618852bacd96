import Foundation

/// A started process, its output kept in files so that it never waits for us.
///
/// One that lives longer than five minutes is killed: a test never hangs on it. Started by posix_spawn:
/// Foundation's Process was seen to crash in its `run` after dozens of starts from many threads.
package final class RunningProgram: Sendable {
  private static let longestLife: DispatchTimeInterval = .seconds(300)

  package let processID: Int32
  private let output: TemporaryFolder
  private let life: ProcessLife
  private let ends: AsyncStream<Int32>

  init(
    _ path: String, _ arguments: [String], _ environment: [String: String?], _ folder: String?
  ) throws {
    let output = TemporaryFolder()
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    let id = try Self.spawn(
      path, arguments, variables.map { "\($0)=\($1)" }, in: folder,
      out: output.write("out", ""), err: output.write("err", ""))
    let life = ProcessLife()
    let (ends, end) = AsyncStream<Int32>.makeStream()
    Thread.detachNewThread {
      end.yield(life.wait(for: id))
      end.finish()
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.longestLife) {
      life.signal(SIGKILL, to: id)
    }
    processID = id
    self.output = output
    self.life = life
    self.ends = ends
  }

  package var isRunning: Bool { life.isRunning }

  package func signal(_ number: Int32) { life.signal(number, to: processID) }

  /// Waits for its end. Call it once.
  package func end() async throws -> Program.Outcome {
    var status: Int32 = .min
    for await ended in ends { status = ended }
    return Program.Outcome(
      status: status, out: try output.text(of: "out"), err: try output.text(of: "err"))
  }

  /// Starts a process with nothing to read, its output in files, and no signal blocked: our
  /// threads block most of them, and a process inherits that.
  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], in folder: String?,
    out: String, err: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_APPEND, 0)
    posix_spawn_file_actions_addopen(&actions, 2, err, O_WRONLY | O_APPEND, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    // `env` goes to the folder and then becomes the program, under the same number.
    let start = folder.map { ["/usr/bin/env", "-C", $0, path] } ?? [path]
    var words = (start + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, start[0], &actions, &attributes, &words, &variables)
    guard code == 0 else {
      throw VectorMismatch("cannot start \(path): \(String(cString: strerror(code)))")
    }
    return id
  }
}

/// Whether a process still runs, so that no signal goes to another one that got its number.
private final class ProcessLife: @unchecked Sendable {
  private let lock = NSLock()
  private var hasEnded = false

  var isRunning: Bool { lock.withLock { !hasEnded } }

  func signal(_ number: Int32, to id: Int32) {
    lock.withLock { if !hasEnded { _ = kill(id, number) } }
  }

  /// - Returns: The exit status, or minus the number of the signal that ended it.
  func wait(for id: Int32) -> Int32 {
    // Seen to have ended first, and only then taken away: its number stays its own until then.
    var seen = siginfo_t()
    while waitid(P_PID, id_t(id), &seen, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    lock.withLock { hasEnded = true }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }
}
