import Foundation
import TestSupport
import Testing

/// The file under a writer's hands.
@Suite struct `A journal's file that` {
  private let work = Workplace()

  /// A run that has recorded one burst, waits for the next, and is told to stop once something was done to
  /// its journal.
  private func stopped(after change: String) async throws -> Program.Outcome {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    let changed = try await work.shell(change)
    #expect(changed.status == 0, "\(changed.err)")
    run.signal(SIGTERM)
    return try await run.end()
  }

  @Test func `is removed under a run ends it, and says what is safe`() async throws {
    let run = try await stopped(after: "rm a/data.mdb")
    #expect(run.status == 2, "\(run.out)")
    #expect(run.err.contains("no longer the file that it was writing: it was removed"))
    #expect(run.err.contains("which is gone with this process"), "\(run.err)")
    let next = try await work.retrace("run", "--feed", "bursts", "--journal", "a")
    #expect(next.status == 2 && next.err.contains("data.mdb is missing beside "), "\(next.err)")
  }

  @Test func `is moved away under a run ends it, and says where it is`() async throws {
    let run = try await stopped(after: "mv a/data.mdb there.mdb")
    #expect(run.status == 2 && run.err.contains("it was moved away"), "\(run.err)")
    #expect(run.err.contains("which is now ") && run.err.contains("/there.mdb"), "\(run.err)")
    #expect(try await work.shell("mv there.mdb a/data.mdb").status == 0)
    #expect(try await isSound("a", in: work))
    #expect(try await work.statistics("a")["inputs"] == .integer(Workplace.burst))
  }

  @Test func `is replaced under a run ends it, and the other one is left as it is`() async throws {
    try await work.demo(1, in: "b")
    let run = try await stopped(after: "cp b/data.mdb c && mv c a/data.mdb")
    #expect(run.status == 2 && run.err.contains("another one is in its place"), "\(run.err)")
    #expect(try await work.shell("cmp a/data.mdb b/data.mdb").status == 0)
  }

  @Test func `is cut under a run ends it without a signal`() async throws {
    let run = try await stopped(after: "truncate -s 8192 a/data.mdb")
    #expect(run.status == 2, "\(run.status) \(run.err)")
  }

  @Test(arguments: ["rm a/data.mdb", ": > a/data.mdb"])
  func `is gone is a damaged journal and never a birth`(how: String) async throws {
    try await work.sample(60)
    try await work.record(in: "a")
    for rest in ["true", "rm a/lock.mdb", "rm a/FAULT.reserved", "rm a/writer.lock a/lock.mdb"] {
      _ = try await work.shell("cp -r a kept; \(how); \(rest)")
      let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
      #expect(run.status == 2 && run.err.contains(" beside "), "\(rest): \(run.err)")
      #expect(try await work.retrace("audit", "verify", "a").status == 1, "\(rest)")
      #expect(try await work.python("a").status == 1, "\(rest)")
      _ = try await work.shell("rm -r a; mv kept a")
    }
  }

  /// A disk that is full from each write of a birth on.
  @Test func `cannot be born leaves nothing, and the next run is born`() async throws {
    try await work.sample(60)
    let disk = FaultyDisk(work: work)
    var births = 0
    for place in 1...12 {
      let run = try await disk.run("full:\(place)", into: "deep/a")
      guard !work.folder.contains("deep/a/FAULT") else { break }
      births += 1
      #expect(run.status == 2, "\(place)")
      #expect(!work.folder.contains("deep"), "\(place): \(run.err)")
    }
    #expect(births > 2)
    #expect(try await disk.run(nil, into: "deep/a").status == 0)
  }

  /// Killed at each step of a birth.
  @Test func `is half born is born anew by the next run`() async throws {
    try await work.sample(20)
    let disk = FaultyDisk(work: work)
    let command = ["run", "--feed", "ticks", "--journal", "a"]
    for step in 1...(isLong ? 60 : 24) {
      _ = try await work.shell("rm -rf a")
      _ = try await disk.command(command, "kill:\(step)")
      let next = try await disk.command(command, nil)
      #expect(next.outcome.status == 0, "\(step): \(next.outcome.err)")
      #expect(try await work.retrace("audit", "verify", "a").status == 0, "\(step)")
      #expect(!work.folder.contains("a/UNFINISHED"), "\(step)")
    }
  }
}

/// Whether tests take the time to try everything: `tools/test --long` says so.
let isLong = ProcessInfo.processInfo.environment["RETRACE_LONG"] != nil
