import Foundation

/// A started process, its output kept in files so that it never waits for us.
///
/// One that lives longer than five minutes is killed: a test never hangs on it.
package final class RunningProgram: Sendable {
  private static let longestLife: DispatchTimeInterval = .seconds(300)

  private static let starting = NSLock()

  private let process = Process()
  private let output = TemporaryFolder()
  private let ends: AsyncStream<Int32>

  init(
    _ path: String, _ arguments: [String], _ environment: [String: String?], _ folder: String?
  ) throws {
    let (ends, end) = AsyncStream<Int32>.makeStream()
    self.ends = ends
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file(output, "out")
    process.standardError = try Self.file(output, "err")
    process.terminationHandler = { ended in
      let wasKilled = ended.terminationReason == .uncaughtSignal
      end.yield(wasKilled ? -ended.terminationStatus : ended.terminationStatus)
      end.finish()
    }
    // One at a time: seen to crash inside Foundation once, with dozens started at the same moment.
    try Self.starting.withLock { try Self.withAllSignals { try process.run() } }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.longestLife) { [process] in
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
  }

  package var processID: Int32 { process.processIdentifier }
  package var isRunning: Bool { process.isRunning }

  package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end. Call it once.
  package func end() async throws -> Program.Outcome {
    var status: Int32 = .min
    for await ended in ends { status = ended }
    return Program.Outcome(
      status: status, out: try output.text(of: "out"), err: try output.text(of: "err"))
  }

  /// Our threads block most signals, and a process inherits that from the thread that starts it.
  private static func withAllSignals(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  private static func file(_ folder: TemporaryFolder, _ name: String) throws -> FileHandle {
    let path = try folder.write(name, "")
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw VectorMismatch("cannot write \(path)")
    }
    return handle
  }
}
