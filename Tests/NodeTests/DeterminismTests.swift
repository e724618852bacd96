import Feeds
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `The same inputs give one content digest` {
  private let node = TestNode()

  @Test func `through live actors and through plain values`() async throws {
    let files = try node.sample(2_000)
    let live = try await node.run(files)
    #expect(try run(files, through: Reducers()) == live.contentDigest)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `through live actors and plain values, of rough feeds too`(seed: UInt64) async throws {
    print("seed \(seed)")
    let files = try node.rough(600, seed: seed)
    let live = try await node.run(files)
    #expect(live.rejected > 60)
    #expect(try run(files, through: Reducers()) == live.contentDigest)
  }

  @Test(arguments: [1, 7, 100, 5_000] as [Int64])
  func `whatever was committed together`(most: Int64) throws {
    print("seed \(most)")
    let files = try node.rough(600, seed: 11)
    let digest = try run(files, through: Reducers())
    var market = RoughMarket(seed: UInt64(most))
    #expect(try run(files, through: Reducers()) { market.pieces(upTo: most) } == digest)
  }

  @Test func `in one run and in several, read from files of any packing`() async throws {
    let files = try node.sample(1_000)
    let whole = try await node.run(files, in: "whole")
    for minutes: Int64 in [2, 3, 9, 60] {
      let end = Timestamp(nanoseconds: (1_704_672_000 + minutes * 60) * nanosecondsPerSecond)
      try await node.run(files, in: "pieces", to: end)
    }
    let last = try await node.run(files, in: "pieces")
    #expect(last.inputs == 0)
    #expect(last.contentDigest == whole.contentDigest)

    let packed = try await Program.named("gzip").run(
      ["-r", node.folder.path("sample")])
    #expect(packed.status == 0)
    #expect(
      try await node.run(node.files("sample"), in: "packed").contentDigest == whole.contentDigest)
  }

  @Test func `for rows handed in one by one and all at once`() async throws {
    let files = try node.sample(300)
    let whole = try await node.run(files, in: "whole")
    var request = RunRequest(journal: node.folder.path("paced"), files: files)
    request.pace = .times(1_000)
    let paced = try await RunSession(request, inbox: Inbox()).run()
    #expect(paced.contentDigest == whole.contentDigest)
  }

  /// Swift seeds its hashes anew in each process, unless told not to.
  @Test func `in processes whose hash seeds differ`() async throws {
    _ = try node.rough(400, seed: 5)
    var digests: [VectorValue] = []
    for (journal, fixed) in [("a", nil), ("b", nil), ("c", "1")] as [(String, String?)] {
      let run = try await Program.retrace.run(
        ["run", "--feed", "rough-5", "--journal", journal, "--json"],
        environment: ["SWIFT_DETERMINISTIC_HASHING": fixed], in: node.folder.path)
      digests.append(try run.json()["content_digest"])
      let replay = try await Program.retrace.run(
        ["replay", "a", "--json"], environment: ["SWIFT_DETERMINISTIC_HASHING": fixed],
        in: node.folder.path)
      #expect(try replay.json()["identical"] == .flag(true))
    }
    #expect(try digests[0].text().count == 64)
    #expect(digests[1] == digests[0] && digests[2] == digests[0])
  }

  @Test func `that is another one when one price is another`() throws {
    let files = try node.sample(100)
    let digest = try run(files, through: Reducers())
    let text = try node.folder.text(of: "sample/EUR_USD.csv")
    try node.folder.write(
      "other/EUR_USD.csv", text.replacing(".09", with: ".08", maxReplacements: 1))
    try node.folder.copy(node.folder.path("sample/USD_JPY.csv"), as: "other/USD_JPY.csv")
    #expect(try run(node.files("other"), through: Reducers()) != digest)
  }
}

@Suite struct `A feed whose stamps run late, early and backwards by up to 60 s` {
  private let node = TestNode()

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `replays as identical`(seed: UInt64) async throws {
    print("seed \(seed)")
    let run = try await node.run(try node.rough(400, seed: seed))
    let replay = try node.replay()
    #expect(replay.isIdentical && replay.isProof)
    #expect(replay.contentDigest == run.contentDigest)
    #expect(replay.history.inputs == run.inputs && replay.history.rejected == run.rejected)
    #expect(try JournalVerifier.verify(node.folder.path("journal")).isGood)
  }
}
