import Foundation
import TestSupport
import Testing

/// The clock of a machine, which may show anything.
@Suite struct `A clock` {
  private let work = Workplace()
  /// 1960, before 1901, 2116 and a little, 2200, 2262 and later, and the ends of what a second counter holds.
  static let wrong = [
    "-315619200", "-9223372036", "4611686019", "7258118400", "9223372037", "9223372036854775807",
    "-9223372036854775808",
  ]

  private func run(_ arguments: [String]) async throws -> Program.Outcome {
    try await Program.retrace.run(
      arguments,
      environment: [
        "LD_PRELOAD": try FaultyDisk.library, "RETRACE_CLOCK_FILE": work.folder.path("clock"),
        "SWIFT_BACKTRACE": "enable=no",
      ], in: work.folder.path)
  }

  @Test(arguments: wrong)
  func `outside what a journal can hold is refused at the start, and nothing is written`(
    seconds: String
  ) async throws {
    try await work.sample(20)
    try work.folder.write("clock", seconds)
    let born = try await run(["run", "--feed", "ticks", "--journal", "a"])
    #expect(
      born.status == 2 && born.err.contains("The clock of this machine shows "), "\(born.err)")
    #expect(!work.folder.contains("a"))
    try await work.record(in: "b")
    for command in [
      ["run", "--feed", "ticks", "--journal", "b"], ["journal", "seal", "b", "--into", "c"],
    ] {
      let outcome = try await run(command)
      #expect(outcome.status == 2 && outcome.err.contains("The clock of this machine shows "))
    }
    // What only reads goes on reading.
    #expect(try await run(["status", "b"]).status == 0)
    #expect(try await run(["doctor", "b"]).status == 1)
    #expect(try await isSound("b", in: work) && !work.folder.contains("c"))
  }

  @Test(arguments: wrong)
  func `that jumps out of it stops the run with everything committed safe`(
    seconds: String
  ) async throws {
    try await work.bursts()
    let run = try Program.retrace.start(
      ["run", "--feed", "bursts", "--journal", "a", "--pace", Workplace.burstPace],
      environment: [
        "LD_PRELOAD": try FaultyDisk.library, "RETRACE_CLOCK_FILE": work.folder.path("clock"),
        "SWIFT_BACKTRACE": "enable=no",
      ], in: work.folder.path)
    try await work.wait(for: Workplace.burst, in: "a")
    try work.folder.write("clock", seconds)
    run.signal(SIGTERM)
    let stopped = try await run.end()
    #expect(stopped.status == 2 && stopped.err.contains("The clock of this machine shows "))
    #expect(try await isSound("a", in: work))
    #expect(try await work.python("a").status == 0)
    #expect(try await work.statistics("a")["inputs"] == .integer(Workplace.burst))
  }
}
