import Events
import Feeds
import Foundation
import Journal
import Node
import TestSupport
import Testing

@Suite(.serialized) struct `A follower` {
  private let node = TestNode()

  @Test(arguments: [1, 7, 100, 100_000] as [UInt64])
  func `is given every turn once, in order, however it was committed`(events: UInt64) async throws {
    try await node.run(try node.rough(100, seed: 2))
    let facts = try node.facts("journal")
    var again = try CommittedAgain(node)
    try again.open()
    let follower = Follower(again.board, behind: 0)
    let projection = ProjectionDouble()
    #expect(try !follower.turns(projection.receive))
    var through: UInt64 = 0
    while through < UInt64(facts.count) {
      through += events
      try again.commit(through: through)
      try follower.turns(projection.receive)
      #expect(projection.watermark >= min(through, UInt64(facts.count)))
      #expect(try !follower.turns(projection.receive))
    }
    #expect(projection.watermark == UInt64(facts.count))
  }

  @Test func `has the time of each turn`() async throws {
    try await node.run(try node.rough(300, seed: 2))
    let facts = try node.facts("journal")
    for watermark in stride(from: 0, to: UInt64(facts.count), by: 97) {
      let turnEnd = facts[Int(watermark)...].firstIndex { $0.cause == 0 } ?? facts.count
      let follower = try Follower(node.folder.path("journal"), behind: UInt64(turnEnd))
      _ = try follower.turns { #expect($0.at == facts[Int($0.firstSequence) - 1].at) }
      #expect(follower.next == UInt64(facts.count) + 1)
    }
  }

  @Test func `in another process sees what is committed while it reads`() async throws {
    let files = try node.sample(200)
    try await node.run(files, to: .rough(minutes: 1))
    let follower = try Follower(node.folder.path("journal"), behind: 0)
    let projection = ProjectionDouble()
    #expect(try follower.turns(projection.receive))
    let before = projection.watermark
    let run = try await node.run(files)
    while try follower.turns(projection.receive) {}
    #expect(projection.watermark == run.lastSequence && run.lastSequence > before)
  }

  @Test func `goes on in the child of a journal that is sealed, and begins in the parent`()
    async throws
  {
    let files = try await node.begun(seed: 4)
    let parent = try Follower(node.folder.path("parent"), behind: 0)
    let projection = ProjectionDouble()
    #expect(try parent.turns(projection.receive))
    let seal = try node.seal()
    #expect(projection.watermark <= seal.lastSequence)
    let run = try await node.run(files, in: "child")
    while try parent.turns(projection.receive) {}
    #expect(projection.watermark == run.lastSequence)

    let late = ProjectionDouble()
    let child = try Follower(node.folder.path("child"), behind: 0)
    while try child.turns(late.receive) {}
    #expect(late.watermark == run.lastSequence)
  }

  @Test func `names a child that is gone, and has read the parent to its end`() async throws {
    _ = try await node.begun(seed: 4)
    let seal = try node.seal()
    try FileManager.default.removeItem(atPath: node.folder.path("child"))
    let follower = try Follower(node.folder.path("parent"), behind: 0)
    #expect {
      while try follower.turns({ _ in }) {}
    } throws: {
      "\($0)".contains(seal.child.hex)
    }
    #expect(follower.next == seal.lastSequence + 1)
  }

  @Test func `is woken by a commit, and by the end`() async throws {
    try await node.run(try node.rough(20, seed: 2))
    var again = try CommittedAgain(node)
    try again.open()
    let board = again.board
    let done = onThread {
      let follower = Follower(board, behind: 0)
      while !follower.hasMore { follower.wait() }
    }
    try again.commit(through: 1)
    done.wait()
    again.board.finish()
    #expect(again.board.isFinished)
  }
}

@Suite(.serialized) struct `The commits of a run` {
  private let node = TestNode()

  /// Runs a feed in segments, followed by a projection on a thread of its own.
  private func run(
    _ files: [FeedFile], in journal: String, segmentBytes: Int64?, to receiver: ProjectionDouble
  ) async throws -> (RunSummary, (any Error)?) {
    var request = RunRequest(journal: node.folder.path(journal), files: files)
    request.durable = false
    request.segmentBytes = segmentBytes
    let board = CommitBoard()
    let thread = CommitThread(board, to: receiver)
    thread.start()
    let run = try await SegmentedRun(request, inbox: Inbox(), telling: board).run()
    return (run, thread.join())
  }

  @Test func `are received whole, through every seal, by who follows it`() async throws {
    let projection = ProjectionDouble()
    let (run, failure) = try await run(
      node.rough(15_000, seed: 1), in: "may", segmentBytes: 100_000, to: projection)
    #expect(failure == nil && run.sealed.count >= 2)
    #expect(projection.watermark == run.lastSequence && projection.timesCaughtUp > 0)
  }

  @Test func `begin for who comes late with what the parents hold`() async throws {
    let files = try node.rough(5_000, seed: 1)
    let first = try await run(
      files, in: "may", segmentBytes: 100_000, to: ProjectionDouble()
    ).0
    let name = try #require(first.path.split(separator: "/").last)
    let projection = ProjectionDouble()
    let (again, failure) = try await run(
      files, in: String(name), segmentBytes: nil, to: projection)
    #expect(failure == nil && projection.watermark == again.lastSequence)
  }

  @Test func `go on when a projection fails`() async throws {
    let projection = ProjectionDouble(failsAt: 50)
    let (run, failure) = try await run(
      node.rough(500, seed: 1), in: "may", segmentBytes: nil, to: projection)
    #expect(failure is ProjectionDouble.Failure)
    #expect(run.failure == nil && projection.watermark < 50)
    #expect(try node.replay("may").isIdentical)
  }
}
