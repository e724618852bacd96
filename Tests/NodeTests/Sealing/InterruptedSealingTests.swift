import Foundation
import Journal
import Node
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `A sealing that is interrupted` {
  private let desk = Desk()

  @Test(arguments: Sealing.Step.allCases)
  func `leaves two sound journals at every step, and goes on where it was`(
    step: Sealing.Step
  ) async throws {
    let files = try await desk.begun(seed: 1)
    let before = try desk.verify("parent")
    #expect(throws: Crash.self) { try desk.seal(endingAfter: step) }

    let parent = try desk.verify("parent")
    #expect(parent.isGood && parent.headHash == before.headHash, "\(parent.problem ?? "")")
    if desk.folder.contains("child") { #expect(try desk.verify("child").isGood) }
    let isSealed = parent.identity?.seal != nil
    #expect(isSealed == [.sealed, .copied, .done].contains(step))

    let report = try desk.seal()
    #expect(report.wentOn == [.childMade, .sealed, .copied].contains(step))
    #expect(report.wasDone == (step == .done) && report.lastSequence == before.events)
    let after = try desk.verify("parent")
    #expect(after.isGood && after.headHash == before.headHash)
    #expect(after.identity?.seal?.form == .compressed)
    #expect(!desk.folder.contains("parent/sealing"))
    let child = try await desk.run(files, in: "child")
    let whole = try await desk.whole(files, partedAt: 5)
    #expect(child.contentDigest == whole.contentDigest)
    #expect(try desk.replay("child").isIdentical)
  }

  @Test func `before the seal leaves the journal open, and the child made then is refused`()
    async throws
  {
    let files = try await desk.begun(seed: 2)
    #expect(throws: Crash.self) { try desk.seal(endingAfter: .childMade) }
    let base = try desk.verify("parent").events
    let more = try await desk.run(files, in: "parent")
    #expect(
      throws: SealError.outgrown(
        path: desk.folder.path("parent"), child: desk.folder.path("child"), at: base,
        now: more.lastSequence)
    ) { try desk.seal() }
    try FileManager.default.removeItem(atPath: desk.folder.path("child"))
    #expect(try desk.seal().lastSequence == more.lastSequence)
  }

  @Test func `while its copy was written leaves the old file, and the copy is written anew`()
    async throws
  {
    _ = try await desk.begun(seed: 3)
    #expect(throws: Crash.self) { try desk.seal(endingAfter: .sealed) }
    let before = try desk.bytes("parent")
    // What a crash in the middle leaves: a file that is none.
    try desk.folder.write("parent/sealing/data.mdb", "half a file")
    #expect(try desk.verify("parent").isGood)
    #expect(try desk.bytes("parent") == before)
    #expect(try desk.seal().notCompressed == nil)
    #expect(try desk.verify("parent").identity?.seal?.form == .compressed)
    #expect(!desk.folder.contains("parent/sealing"))
  }

  @Test func `because its copy finds no place stands all the same, and says so`() async throws {
    _ = try await desk.begun(seed: 4)
    #expect(throws: Crash.self) { try desk.seal(endingAfter: .sealed) }
    // A file where the folder of the copy would be.
    try desk.folder.write("parent/sealing", "in the way")
    let report = try desk.seal()
    #expect(report.notCompressed != nil)
    #expect(try desk.verify("parent").isGood && desk.verify("child").isGood)
    try FileManager.default.removeItem(atPath: desk.folder.path("parent/sealing"))
    #expect(try desk.seal().notCompressed == nil)
  }
}
