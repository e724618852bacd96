import Events
import Foundation
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `A run` {
  private let node = TestNode()

  @Test func `that is stopped before it hears anything leaves a sound journal`() async throws {
    let files = try node.sample(100)
    let inbox = Inbox()
    inbox.close(.stopped)
    let stopped = try await node.run(files, inbox: inbox)
    #expect(stopped.wasStopped && stopped.inputs == 0)
    #expect(try node.replay().history.lastStop?.reason == .signal)
    #expect(try await node.run(files).contentDigest == node.run(files, in: "whole").contentDigest)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `that is stopped anywhere, and goes on, ends with one content digest`(
    seed: UInt64
  ) async throws {
    print("seed \(seed)")
    let files = try node.sample(4_000)
    let whole = try await node.run(files, in: "whole")
    var market = RoughMarket(seed: seed)
    for _ in 0..<4 {
      let inbox = Inbox()
      let looks = market.pieces(upTo: 40)
      let path = node.folder.path("journal/data.mdb")
      // Looking at a file so many times takes a while that is another one on each machine: any will do.
      Thread.detachNewThread {
        for _ in 0..<looks * 50 { _ = FileManager.default.fileExists(atPath: path) }
        inbox.close(.stopped)
      }
      try await node.run(files, inbox: inbox)
      #expect(try node.replay().isIdentical)
    }
    #expect(try await node.run(files).contentDigest == whole.contentDigest)
  }

  @Test func `says once that it is ready, when its journal holds the first facts of its feed`()
    async throws
  {
    let files = try node.sample(30_000)
    let (journal, copy) = (node.folder.path("journal"), node.folder.path("copy"))
    let session = RunSession(RunRequest(journal: journal, files: files), inbox: Inbox()) {
      // A second call would find the copy of the first.
      #expect(throws: Never.self) {
        try FileManager.default.createDirectory(
          atPath: copy, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: journal + "/data.mdb", toPath: copy + "/data.mdb")
      }
    }
    let whole = try await session.run()
    let early = try node.replay("copy")
    #expect(early.isIdentical && early.isProof)
    #expect((1..<whole.inputs).contains(Int64(early.counts.inputs)))
  }

  @Test func `is not ready while its feed brings nothing new`() async throws {
    let files = try node.sample(50)
    try await node.run(files)
    let request = RunRequest(journal: node.folder.path("journal"), files: files)
    let again = try await RunSession(request, inbox: Inbox()) {
      Issue.record("ready with nothing durable")
    }.run()
    #expect(again.inputs == 0)
  }

  @Test func `counts quotes that came too late for their candle`() async throws {
    // Two refused quotes carry the clock past the minute and its two seconds; then it is 59 s again.
    try node.folder.write(
      "EUR_USD.csv",
      [(58, "1.1,1.2"), (63, "1.2,1.1"), (64, "1.2,1.1"), (59, "1.1,1.2"), (65, "1.1,1.2")]
        .map { "\($0)000000000,\($1)\n" }.joined())
    let run = try await node.run(node.files("EUR_USD.csv"))
    #expect(run.rejected == 2)
    #expect(run.late == 1)
    #expect(try node.replay().isIdentical)
  }

  @Test func `that is continued counts only its own late quotes`() async throws {
    // Two refused quotes carry the clock past the minute and its two seconds; those after them are late.
    func write(_ file: String, minute: Int, late: Int) throws {
      let rows = [(58, "1.1,1.2"), (63, "1.2,1.1"), (64, "1.2,1.1")]
      let lateRows = Array(repeating: (59, "1.1,1.2"), count: late)
      try node.folder.write(
        file, (rows + lateRows).map { "\(minute * 60 + $0)000000000,\($1)\n" }.joined())
    }
    try write("EUR_USD.csv", minute: 0, late: 1)
    try write("USD_JPY.csv", minute: 1, late: 2)
    #expect(try await node.run(node.files("EUR_USD.csv")).late == 1)
    #expect(try await node.run(node.files("EUR_USD.csv", "USD_JPY.csv")).late == 2)
    #expect(try await node.run(node.files("EUR_USD.csv", "USD_JPY.csv")).late == 0)
    #expect(try node.replay().isIdentical)
  }

  @Test func `counts from its first event to its last, its own included`() async throws {
    let files = try node.sample(50)
    let first = try await node.run(files)
    #expect(!first.wasContinued)
    #expect(first.firstSequence == 1 && first.events == first.lastSequence)
    let second = try await node.run(files)
    #expect(second.wasContinued)
    #expect(second.firstSequence == first.lastSequence + 1)
    // An opening, its settings, two feeds, a stop.
    #expect(second.events == 5)
    let audit = try JournalVerifier.verify(node.folder.path("journal"))
    #expect(audit.headHash == second.headHash && audit.journal == second.journal)
  }

  @Test func `records its settings, sorted by name, with their hash`() {
    let settings = Settings()
    let names = settings.text.split(separator: "\n").map { $0.prefix { $0 != "=" } }
    #expect(names == names.sorted() && names.contains("bar_seconds"))
    #expect(settings.hash == SHA256.digest(of: Array(settings.text.utf8)))
    var other = settings
    other.barSeconds = 300
    #expect(other.hash != settings.hash)
  }
}
