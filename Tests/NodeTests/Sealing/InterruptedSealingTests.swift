import Foundation
import Journal
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `A sealing that is interrupted` {
  private let node = TestNode()

  @Test(arguments: Sealing.Step.allCases)
  func `leaves two sound journals at every step, and goes on where it was`(
    step: Sealing.Step
  ) async throws {
    let files = try await node.begun(seed: 1)
    let before = try node.verify("parent")
    #expect(throws: Crash.self) { try node.seal(endingAfter: step) }

    let parent = try node.verify("parent")
    #expect(parent.isGood && parent.headHash == before.headHash, "\(parent.problem ?? "")")
    if node.folder.contains("child") { #expect(try node.verify("child").isGood) }
    let isSealed = parent.identity?.seal != nil
    #expect(isSealed == [.sealed, .copied, .done].contains(step))

    let report = try node.seal()
    #expect(report.wentOn == [.childMade, .sealed, .copied].contains(step))
    #expect(report.wasDone == (step == .done) && report.lastSequence == before.events)
    let after = try node.verify("parent")
    #expect(after.isGood && after.headHash == before.headHash)
    #expect(after.identity?.seal?.form == .compressed)
    #expect(!node.folder.contains("parent/sealing"))
    let child = try await node.run(files, in: "child")
    let whole = try await node.whole(files, partedAt: 5)
    #expect(child.contentDigest == whole.contentDigest)
    #expect(try node.replay("child").isIdentical)
  }

  @Test func `before the seal leaves the journal open, and the child made then is refused`()
    async throws
  {
    let files = try await node.begun(seed: 2)
    #expect(throws: Crash.self) { try node.seal(endingAfter: .childMade) }
    let base = try node.verify("parent").events
    let more = try await node.run(files, in: "parent")
    #expect(
      throws: SealError.outgrown(
        path: node.folder.path("parent"), child: node.folder.path("child"), at: base,
        now: more.lastSequence)
    ) { try node.seal() }
    try FileManager.default.removeItem(atPath: node.folder.path("child"))
    #expect(try node.seal().lastSequence == more.lastSequence)
  }

  @Test func `while its copy was written leaves the old file, and the copy is written anew`()
    async throws
  {
    _ = try await node.begun(seed: 3)
    #expect(throws: Crash.self) { try node.seal(endingAfter: .sealed) }
    let before = try node.bytes("parent")
    // What a crash in the middle leaves: a file that is none.
    try node.folder.write("parent/sealing/data.mdb", "half a file")
    #expect(try node.verify("parent").isGood)
    #expect(try node.bytes("parent") == before)
    #expect(try node.seal().notCompressed == nil)
    #expect(try node.verify("parent").identity?.seal?.form == .compressed)
    #expect(!node.folder.contains("parent/sealing"))
  }

  @Test func `because its copy finds no place stands all the same, and says so`() async throws {
    _ = try await node.begun(seed: 4)
    #expect(throws: Crash.self) { try node.seal(endingAfter: .sealed) }
    // A file where the folder of the copy would be.
    try node.folder.write("parent/sealing", "in the way")
    let report = try node.seal()
    #expect(report.notCompressed != nil)
    #expect(try node.verify("parent").isGood && node.verify("child").isGood)
    try FileManager.default.removeItem(atPath: node.folder.path("parent/sealing"))
    #expect(try node.seal().notCompressed == nil)
  }
}
