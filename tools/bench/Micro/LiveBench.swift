import Feeds
import Node

/// Runs quotes through the node as `retrace run` does: a thread feeds the inbox, the actors decide on
/// theirs, every batch is synced. The quotes come from the synthetic market, so no file is parsed.
enum LiveBench {
  static let seed: UInt64 = 7

  static func run(into path: String, days: Int64) async throws {
    let request = RunRequest(
      journal: path, synthetic: SyntheticMarket(seed: seed, days: days))
    let summary = try await RunSession(request, inbox: Inbox()).run()
    if let failure = summary.failure { throw failure }
    tell(
      "live inputs=\(summary.inputs) events=\(summary.events) "
        + "inputs_s=\(Int64(Double(summary.inputs) / summary.seconds))")
  }
}
