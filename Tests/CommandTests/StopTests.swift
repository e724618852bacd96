import Foundation
import TestSupport
import Testing

extension Workplace {
  /// Starts a run over the bursts and waits until so many of them are recorded.
  func startRun(through bursts: Int64, in journal: String) async throws -> RunningProgram {
    let run = try start(
      "run", "--feed", "bursts", "--journal", journal, "--pace", Self.burstPace, "--json")
    try await wait(for: bursts * Self.burst, in: journal)
    return run
  }
}

@Suite struct `A run that is stopped` {
  private let work = Workplace()

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `by a signal says so and ends with 3`(signal: Int32) async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    run.signal(signal)
    let stopped = try await run.end()
    #expect(stopped.status == 3)
    #expect(try stopped.json()["stopped"] == .flag(true))
    #expect(try stopped.json()["inputs"] == .integer(Workplace.burst))
    #expect(try await work.statistics("a")["inputs"] == .integer(Workplace.burst))
    let last = try await work.events("a").last
    #expect(last?["body"]["reason"] == .text("signal"))
    #expect(try await isSound("a", in: work))
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func `and goes on, again and again, ends with the digest of an unbroken one`(
    signal: Int32
  ) async throws {
    try await work.bursts()
    let digest = try await work.digest(of: "bursts")
    for bursts: Int64 in 1...3 {
      let run = try await work.startRun(through: bursts, in: "a")
      run.signal(signal)
      #expect(try await run.end().status == (signal == SIGKILL ? -SIGKILL : 3))
      #expect(try await isSound("a", in: work))
    }
    let last = try await work.record("bursts", in: "a")
    #expect(try last["inputs"].integer() == Workplace.burst)
    #expect(try last["content_digest"].text() == digest)
    #expect(try await isSound("a", in: work))
  }

  @Test func `hard at full speed keeps whole turns and goes on`() async throws {
    try await work.sample(20_000)
    let digest = try await work.digest()
    let run = try work.start("run", "--feed", "ticks", "--journal", "a")
    try await work.wait(for: 1, in: "a")
    run.signal(SIGKILL)
    _ = try await run.end()
    #expect(try await isSound("a", in: work))
    #expect(try await work.record(in: "a")["content_digest"].text() == digest)
  }
}

@Suite struct `A journal that is being written` {
  private let work = Workplace()

  @Test func `refuses a second writer with the first one's process id`() async throws {
    try await work.bursts()
    let first = try await work.startRun(through: 1, in: "a")
    let second = try await work.retrace("run", "--feed", "bursts", "--journal", "a")
    #expect(second.status == 2)
    #expect(
      second.err
        == "retrace: Process \(first.processID) is writing the journal at a. Nothing was changed. "
        + "Stop it first, or use another journal; reading it meanwhile is fine.\n")
    first.signal(SIGTERM)
    #expect(try await first.end().status == 3)
    #expect(try await work.retrace("run", "--feed", "bursts", "--journal", "a").status == 0)
  }

  @Test func `may be read, replayed and verified meanwhile`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    #expect(try await isSound("a", in: work))
    #expect(try await work.retrace("journal", "dump", "a").status == 0)
    let audit = try await work.retrace("audit", "verify", "a")
    #expect(audit.out.contains("A writer was at work"))
    run.signal(SIGTERM)
    #expect(try await run.end().status == 3)
  }

  @Test func `is let go by a writer that was killed`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    run.signal(SIGKILL)
    _ = try await run.end()
    #expect(try await work.record("bursts", in: "a")["inputs"].integer() == 3 * Workplace.burst)
  }
}
