import Foundation
import TestSupport

/// Runs our program on a disk that fails (Tests/FaultyDisk).
struct FaultyDisk: Sendable {
  /// How many writes and syncs of `data.mdb` a run makes.
  struct Counts: Equatable {
    let writes: Int
    let syncs: Int
  }

  let work: Workplace

  static var library: String {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent().appending(path: "libFaultyDisk.so")
        .path(percentEncoded: false)
    }
  }

  /// Runs `ticks` into a fresh journal.
  ///
  /// - Parameter fault: What goes wrong, as `eio:3`; nil for nothing.
  func run(_ fault: String?, into journal: String) async throws -> Program.Outcome {
    try? FileManager.default.removeItem(atPath: work.folder.path(journal))
    return try await work.retrace(
      "run", "--feed", "ticks", "--journal", journal, "--json",
      environment: [
        "LD_PRELOAD": try Self.library, "RETRACE_FAULTY_DISK": fault,
        "RETRACE_FAULTY_DISK_COUNTS": work.folder.path("counts"), "SWIFT_BACKTRACE": "enable=no",
      ])
  }

  /// Runs any command.
  ///
  /// - Returns: How it ended, and how many steps it took, nil when it was killed.
  func command(
    _ arguments: [String], _ fault: String?
  ) async throws -> (outcome: Program.Outcome, steps: Int?) {
    try? FileManager.default.removeItem(atPath: work.folder.path("counts"))
    let outcome = try await Program.retrace.run(
      arguments,
      environment: [
        "LD_PRELOAD": try Self.library, "RETRACE_FAULTY_DISK": fault,
        "RETRACE_FAULTY_DISK_COUNTS": work.folder.path("counts"), "SWIFT_BACKTRACE": "enable=no",
      ], in: work.folder.path)
    let numbers = try? work.folder.text(of: "counts").split { " \n".contains($0) }
    return (outcome, numbers?.last.flatMap { Int($0) })
  }

  /// Counts on a disk that does not fail.
  func counts() async throws -> Counts {
    let run = try await run(nil, into: "counted")
    let numbers = try work.folder.text(of: "counts").split { " \n".contains($0) }.compactMap {
      Int($0)
    }
    guard run.status == 0, numbers.count == 3, numbers[0] > 9, numbers[1] > 4 else {
      throw VectorMismatch("the disk counted \(numbers), and the run ended with \(run.status)")
    }
    return Counts(writes: numbers[0], syncs: numbers[1])
  }
}
