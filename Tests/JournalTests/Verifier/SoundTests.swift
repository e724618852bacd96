import Foundation
import Journal
import Numerics
import TestSupport
import Testing

@Suite struct `A sound journal` {
  private let folder = TemporaryFolder()

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `is told alike by both verifiers`(seed: UInt64) async throws {
    let path = try smallJournal(seed: seed, in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .sound)

    let report = try JournalVerifier.verify(path)
    #expect(!report.wasLive)
    let python = try await pythonVerifier(path).json()
    #expect(try python["pages"].integer() == Int64(report.pages))
    #expect(try python["events"].integer() == Int64(report.events))
    #expect(try python["content_digest"].text() == report.contentDigest.hex)
    #expect(try python["head_hash"].text() == report.headHash.hex)
    #expect(python["fault"].isNull)
  }

  @Test func `is what was written, by the definition of its chains`() throws {
    let path = folder.path("journal")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    var random = SplitMix64(seed: 5)
    for _ in 0..<20 {
      for _ in 0..<100 { scribe.write { $0.anything(&random) } }
      try scribe.commit()
    }
    scribe.log.close()
    let report = try JournalVerifier.verify(path)
    let chain = DefinedChain(of: scribe.events)
    #expect(report.isGood)
    #expect(report.pages == 20)
    #expect(report.events == UInt64(scribe.events.count))
    #expect(report.contentDigest == chain.contentHead)
    #expect(report.headHash == chain.headHash(of: JournalIdentity.one.id))
    #expect(report.lastAt == scribe.writer.at)
    #expect(report.journal == JournalIdentity.one.id)
  }

  @Test func `may be empty`() async throws {
    let path = folder.path("journal")
    try LMDBEventLog.forTests(path).close()
    #expect(try await Verdict.ofBoth(on: path) == .sound)
    let report = try JournalVerifier.verify(path)
    #expect(report.events == 0)
    #expect(report.contentDigest == SHA256.digest(of: [UInt8](repeating: 0, count: 32)))
  }

  @Test func `may have a fault file, which is told`() async throws {
    let path = folder.path("journal")
    try LMDBEventLog.forTests(path).close()
    try folder.write("journal/FAULT", "A commit failed: no actor.\nmore\n")
    #expect(try JournalVerifier.verify(path).faultFile == "A commit failed: no actor.")
    #expect(try await Verdict.ofBoth(on: path) == .sound)
    let byPython = try await pythonVerifier(path).json()["fault_file"]
    #expect(byPython == .text("A commit failed: no actor."))
  }

  @Test func `is verified without leaving anything behind`() async throws {
    let path = try smallJournal(seed: 1, in: folder)
    try FileManager.default.removeItem(atPath: path + "/lock.mdb")
    try FileManager.default.removeItem(atPath: path + "/writer.lock")
    #expect(try await Verdict.ofBoth(on: path) == .sound)
    #expect(!folder.contains("small-1/lock.mdb"))
    #expect(!folder.contains("small-1/writer.lock"))
  }
}
