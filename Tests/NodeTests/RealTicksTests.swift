import Feeds
import Journal
import Market
import Node
import TestSupport
import Testing
import Turns

@Suite struct `Real ticks` {
  private let node = TestNode()

  /// One day of each instrument in a debug build, all sixteen files in a release build.
  private func files() throws -> [FeedFile] {
    let files = try TickFeed.discover([RecordedTicks.folder + "/oanda"], instruments: nil)
    #if DEBUG
      let names = ["EUR_USD", "NZD_USD"]
      return names.compactMap { name in files.first { $0.instrument.name == name } }
    #else
      return files
    #endif
  }

  @Test(.enabled(if: RecordedTicks.areHere, Comment(rawValue: RecordedTicks.whyNot)))
  func `run, replay as identical, and verify`() async throws {
    let files = try files()
    #expect(files.count >= 2)
    let summary = try await node.run(files)
    #expect(summary.inputs > 20_000 && summary.rejected == 0)
    let replay = try node.replay()
    #expect(replay.isIdentical && replay.isProof)
    #expect(replay.contentDigest == summary.contentDigest)
    let audit = try JournalVerifier.verify(node.folder.path("journal"))
    #expect(audit.isGood && audit.headHash == summary.headHash)
    #expect(try run(files, through: Reducers()) == summary.contentDigest)
  }
}
