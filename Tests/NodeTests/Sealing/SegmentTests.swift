import Feeds
import Journal
import Node
import Numerics
import TestSupport
import Testing

@Suite struct `A run in segments` {
  private let node = TestNode()

  private func run(
    _ files: [FeedFile], segmentBytes: Int64, inbox: Inbox = Inbox(), in journal: String = "may"
  ) async throws -> RunSummary {
    var request = RunRequest(journal: node.folder.path(journal), files: files)
    request.durable = false
    request.segmentBytes = segmentBytes
    return try await SegmentedRun(request, inbox: inbox).run()
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `loses and repeats no row, and ends with the content head of one journal`(
    seed: UInt64
  ) async throws {
    // More rows than the inbox holds at once: so many commits at least.
    let files = try node.rough(15_000, seed: seed)
    let segmented = try await run(files, segmentBytes: 100_000)
    let whole = try await node.run(files, in: "whole")
    #expect(segmented.sealed.count >= 2, "seed \(seed)")
    #expect(segmented.contentDigest == whole.contentDigest, "seed \(seed)")
    #expect(segmented.inputs == whole.inputs && segmented.rejected == whole.rejected)
    #expect(segmented.warnings.isEmpty && !segmented.wasStopped)
    #expect(segmented.firstSequence == 1)

    let folders = segmented.sealed.map(\.folder) + [segmented.path]
    let names = (1...folders.count).map { $0 == 1 ? "may" : "may-\($0)" }
    #expect(folders == names.map { node.folder.path($0) })
    var events: UInt64 = 0
    for name in names {
      let report = try node.verify(name)
      #expect(report.isGood && report.base.lastSequence == events, "\(name)")
      events = report.events
      #expect(try node.replay(name).isIdentical, "\(name)")
    }
    #expect(events == segmented.lastSequence && segmented.events == events)
  }

  @Test func `goes on in its newest segment when it is run again`() async throws {
    let files = try node.rough(3_000, seed: 3)
    let first = try await run(files, segmentBytes: 100_000)
    let name = try #require(first.path.split(separator: "/").last)
    let again = try await run(files, segmentBytes: 100_000, in: String(name))
    #expect(again.inputs == 0 && again.contentDigest == first.contentDigest)
  }

  @Test func `numbers on behind its child, and passes over what is there`() async throws {
    let files = try node.rough(3_000, seed: 4)
    try await node.run(files, in: "may-2")
    let first = try await run(files, segmentBytes: 100_000)
    #expect(first.sealed.first?.report.childFolder == node.folder.path("may-3"))
    #expect(try node.verify("may-2").base.isNone)
  }

  @Test func `that is stopped stays stopped`() async throws {
    let files = try node.rough(200, seed: 5)
    let inbox = Inbox()
    inbox.close(.stopped)
    let stopped = try await run(files, segmentBytes: 100_000, inbox: inbox)
    #expect(stopped.wasStopped && stopped.inputs == 0 && stopped.sealed.isEmpty)
    #expect(!inbox.reopen() && inbox.isStopped)
  }

  @Test func `without a size is one plain run`() async throws {
    let files = try node.rough(300, seed: 6)
    let request = RunRequest(journal: node.folder.path("plain"), files: files)
    let plain = try await SegmentedRun(request, inbox: Inbox()).run()
    let other = try await node.run(files, in: "other")
    #expect(plain.contentDigest == other.contentDigest && plain.sealed.isEmpty && !plain.isFull)
  }

  @Test func `that cannot be sealed goes on in its journal, and says so`() async throws {
    let files = try node.rough(3_000, seed: 7)
    // An earlier failed write that nobody has looked at: it must not be left behind.
    try await node.run(files, in: "may", to: .rough(minutes: 1))
    try node.folder.write("may/FAULT", "A commit failed: no actor.\n")
    let run = try await run(files, segmentBytes: 100_000)
    #expect(run.sealed.isEmpty && run.path == node.folder.path("may"))
    #expect(run.warnings.contains { $0.contains("was not sealed") && $0.contains("FAULT") })
    #expect(try await run.contentDigest == node.whole(files, partedAt: 1).contentDigest)
  }
}
