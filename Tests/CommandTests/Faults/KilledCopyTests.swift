import Foundation
import TestSupport
import Testing

/// Salvage, backup and seal, killed at any step.
@Suite struct `A copy that is killed` {
  private let work = Workplace()
  private var disk: FaultyDisk { FaultyDisk(work: work) }

  enum Making: String, CaseIterable {
    case salvage, backup, seal, backupOfSealed

    var command: [String] {
      switch self {
      case .salvage: ["journal", "salvage", "a", "--into", "made"]
      case .backup, .backupOfSealed: ["journal", "backup", "a", "made"]
      case .seal: ["journal", "seal", "a", "--into", "made"]
      }
    }
  }

  private func prepare(_ making: Making) async throws {
    let editor = try await work.journalOfFourRuns("whole")
    if making == .salvage {
      var value = editor.pages[5].value
      value[230] ^= 4
      try editor.put(value, at: 5)
      try editor.settle()
    }
    if making == .backupOfSealed {
      _ = try await work.retrace("journal", "seal", "whole", "--into", "child")
    }
  }

  private func isSoundOrAbsent(_ journal: String) async throws -> Bool {
    guard work.folder.contains(journal) else { return true }
    guard try await work.retrace("audit", "verify", journal).status == 0 else { return false }
    return try await work.python(journal).status == 0
  }

  @Test(arguments: Making.allCases)
  func `leaves its target absent or whole, and the same command ends it`(
    making: Making
  ) async throws {
    try await prepare(making)
    _ = try await work.shell("cp -r whole a")
    let steps = try #require(try await disk.command(making.command, nil).steps)
    #expect(steps > 10)
    for step in stride(from: 1, through: steps, by: isLong ? 1 : max(1, steps / 9)) {
      _ = try await work.shell("rm -rf a made made.unfinished; cp -r whole a")
      let killed = try await disk.command(making.command, "kill:\(step)")
      #expect(killed.outcome.status == -SIGKILL, "step \(step)")
      #expect(try await isSoundOrAbsent("made"), "step \(step)")
      // No command takes what is half done for a journal.
      if work.folder.contains("made.unfinished/UNFINISHED") {
        for command in [["audit", "verify"], ["status"], ["replay"], ["journal", "stat"]] {
          let read = try await Program.retrace.run(
            command + ["made.unfinished"], in: work.folder.path)
          #expect(read.status == 2 && read.err.contains("is no journal yet"), "step \(step)")
        }
        #expect(try await work.python("made.unfinished").status == 2)
        let run = try await work.retrace(
          "run", "--demo", "--days", "1", "--journal", "made.unfinished")
        #expect(run.status == 2 && run.err.contains("is no journal yet"), "step \(step)")
      }
      let isMade = making == .salvage && work.folder.contains("made")
      let wasLeft = work.folder.contains("made.unfinished")
      let again = try await Program.retrace.run(making.command, in: work.folder.path)
      #expect(again.status == (isMade ? 2 : 0), "step \(step): \(again.err)")
      if wasLeft && !isMade {
        #expect(again.out.contains("interrupted"), "step \(step): \(again.out)")
      }
      #expect(work.folder.contains("made"), "step \(step)")
      #expect(try await isSoundOrAbsent("made"), "step \(step)")
      #expect(!work.folder.contains("made.unfinished"), "step \(step)")
      if making == .salvage { #expect(work.folder.contains("made/FAULT"), "step \(step)") }
    }
  }

  @Test(arguments: Making.allCases)
  func `or stopped by a signal says what it leaves, and ends with 3`(making: Making) async throws {
    try await prepare(making)
    _ = try await work.shell("cp -r whole a")
    let steps = try #require(try await disk.command(making.command, nil).steps)
    for step in [steps / 3, steps / 2, steps - 3] {
      _ = try await work.shell("rm -rf a made made.unfinished; cp -r whole a")
      let stopped = try await disk.command(making.command, "stop:\(step)").outcome
      #expect(stopped.status == 3, "step \(step): \(stopped.err)")
      #expect(stopped.err.contains("stopped by a signal"))
      let isLeft = work.folder.contains("made.unfinished")
      #expect(stopped.err.contains("made.unfinished is left half done") == isLeft, "step \(step)")
      #expect(try await isSoundOrAbsent("made"), "step \(step)")
    }
  }

  @Test func `or an output that is stopped leaves no part of a file`() async throws {
    try await work.sample(60)
    try await work.record(in: "a")
    for (fault, status) in [("stop:1", Int32(3)), ("stop-twice:1", 4)] {
      let stopped = try await disk.command(["journal", "export", "a", "--output", "out"], fault)
      #expect(stopped.outcome.status == status, "\(stopped.outcome.err)")
      let left = try FileManager.default.contentsOfDirectory(atPath: work.folder.path)
      #expect(!left.contains { $0.hasSuffix(".part") || $0 == "out" }, "\(left)")
    }
  }
}
