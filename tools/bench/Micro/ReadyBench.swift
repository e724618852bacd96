import Feeds
import Glibc
import Node

/// Opens a journal as `retrace run` does, takes one quote, and dies at once when it is durable.
///
/// It dies as the node before it did, by SIGKILL: nothing is written at the end, so the next opening
/// finds the same snapshot and the same tail.
enum ReadyBench {
  static func run(_ path: String, feed: String) async throws {
    let files = try TickFeed.discover([feed], instruments: nil)
    let request = RunRequest(journal: path, files: files)
    let session = RunSession(request, inbox: Inbox()) {
      tell("ready monotonic_ns=\(monotonic())")
      kill(getpid(), SIGKILL)
    }
    let summary = try await session.run()
    throw BenchError.failed("the run ended with \(summary.inputs) inputs and never was ready")
  }
}
