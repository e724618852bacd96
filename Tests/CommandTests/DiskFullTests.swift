import Foundation
import TestSupport
import Testing

@Suite struct `A disk that is full` {
  private let work = Workplace()

  /// Runs with files that may not grow beyond so many KiB: the system refuses what comes after.
  private func run(withFilesUpTo kibibytes: Int) async throws -> Program.Outcome {
    try await work.shell(
      "ulimit -f \(kibibytes); exec $RETRACE run --feed ticks --journal a --json")
  }

  /// A sample of 3,000 quotes each makes a file of about 220 KiB.
  @Test(arguments: [32, 40, 64, 100, 130, 170, 200])
  func `stops the run with everything acknowledged safe, and it goes on later`(
    kibibytes: Int
  ) async throws {
    try await work.sample(3_000)
    let digest = try await work.digest()
    let run = try await run(withFilesUpTo: kibibytes)
    #expect(run.status == 2)
    #expect(run.err.hasPrefix("retrace: Writing the journal at a failed: "), "\(run.err)")
    #expect(run.err.contains("is safe; what came after was not recorded"))
    let fault = try work.folder.text(of: "a/FAULT")
    #expect(fault.hasPrefix("A commit failed: "))
    #expect(try await isSound("a", in: work))
    let safe = try #require(
      run.err.split(separator: "Everything up to event ").last?.split(separator: " ").first)
    #expect(try await work.statistics("a")["events"] == .integer(Int64(safe) ?? -1))
    try FileManager.default.removeItem(atPath: work.folder.path("a/FAULT"))
    #expect(try await work.record(in: "a")["content_digest"].text() == digest)
    #expect(try await isSound("a", in: work))
  }

  @Test func `while FAULT is there is told of by the next run`() async throws {
    try await work.sample(3_000)
    _ = try await run(withFilesUpTo: 100)
    let next = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(next.status == 0)
    #expect(next.out.hasPrefix("WARNING: a/FAULT exists: A commit failed: "))
  }

  @Test(arguments: [1, 4, 8, 12, 16, 20, 24])
  func `at a journal's birth leaves nothing that a later run stumbles over`(
    kibibytes: Int
  ) async throws {
    try await work.sample(50)
    let digest = try await work.digest()
    let run = try await run(withFilesUpTo: kibibytes)
    #expect(run.status == 2)
    #expect(run.err.contains("The journal at a cannot be read") || run.err.contains("Writing"))
    #expect(try await work.record(in: "a")["content_digest"].text() == digest)
    #expect(try await isSound("a", in: work))
  }
}
