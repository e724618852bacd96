import Foundation
import TestSupport

/// A folder of its own with our program at hand, started there, so that all paths are short.
struct Workplace: Sendable {
  let folder = TemporaryFolder()

  func retrace(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> Program.Outcome {
    try await Program.retrace.run(arguments, environment: environment, in: folder.path)
  }

  func start(_ arguments: String...) throws -> RunningProgram {
    try Program.retrace.start(arguments, in: folder.path)
  }

  /// Runs a line of shell in the folder, our program as `$RETRACE`.
  func shell(_ line: String) async throws -> Program.Outcome {
    try await Program.bash.run(
      ["-c", line], environment: ["RETRACE": try Program.retrace.path], in: folder.path)
  }

  /// Writes a sample feed of two instruments into `ticks`.
  func sample(_ ticks: Int = 600) async throws {
    let made = try await retrace("sample", "--into", "ticks", "--seed", "7", "--ticks", "\(ticks)")
    guard made.status == 0 else { throw VectorMismatch(made.err) }
  }

  /// Writes a feed of four bursts of 200 quotes each of two instruments into `bursts`.
  ///
  /// Eight hours lie between them, so that at `burstPace` a burst comes within seconds
  /// and the next one minutes later: a run can be met between them without haste.
  func bursts() async throws {
    try await sample(800)
    for name in ["EUR_USD.csv", "USD_JPY.csv"] {
      let rows = try folder.text(of: "ticks/\(name)").split(separator: "\n").dropFirst()
      let moved = try rows.enumerated().map { place, row in
        let comma = row.firstIndex(of: ",") ?? row.endIndex
        guard let stamp = Int64(row[..<comma]) else { throw VectorMismatch("no stamp in \(row)") }
        let later = stamp + Int64(place / 200) * 8 * 3_600_000_000_000
        return "\(later)\(row[comma...])\n"
      }
      try folder.write("bursts/\(name)", moved.joined())
    }
  }

  /// Records the first hours of the synthetic market: enough for metrics that are ready.
  func demo(_ hours: Int = 2, in journal: String) async throws {
    let run = try await retrace(
      "run", "--demo", "--days", "1", "--to", "2024-01-08T0\(hours):00:00Z", "--journal", journal)
    guard run.status == 0 else { throw VectorMismatch(run.err) }
  }

  /// Copies the golden journal of this name, whatever rules it was written under.
  func golden(_ name: String, as journal: String) throws {
    let golden = Vectors.packageRoot + "journal/golden"
    let folders = try FileManager.default.contentsOfDirectory(atPath: golden)
    guard let found = folders.first(where: { $0.hasPrefix("rules-") && $0.hasSuffix("-" + name) })
    else { throw VectorMismatch("there is no golden journal \(name)") }
    try folder.copy("\(golden)/\(found)", as: journal)
  }

  /// What stands first in a report on the journal of `demo`.
  static let synthetic =
    "SYNTHETIC: quotes of the synthetic market, seed 1, days 1, made by a generator. What is earned "
    + "on them says nothing.\n"

  static let burst: Int64 = 400
  static let burstPace = "60"

  /// Runs a feed to its end and gives the summary.
  @discardableResult
  func record(_ feed: String = "ticks", in journal: String) async throws -> VectorValue {
    let run = try await retrace("run", "--feed", feed, "--journal", journal, "--json")
    guard run.status == 0 else { throw VectorMismatch(run.err) }
    return try run.json()
  }

  /// The content digest of a feed that ran without a break.
  func digest(of feed: String = "ticks") async throws -> String {
    try await record(feed, in: "unbroken")["content_digest"].text()
  }

  func statistics(_ journal: String) async throws -> VectorValue {
    try await retrace("journal", "stat", journal, "--json").json()
  }

  /// Every event of a journal, or those of one kind.
  func events(_ journal: String, kind: String? = nil) async throws -> [VectorValue] {
    let filter = kind.map { ["--kind", $0] } ?? []
    return try await Program.retrace.run(["journal", "dump", journal] + filter, in: folder.path)
      .jsonLines()
  }

  /// Looks at a journal again and again until it holds so many inputs.
  func wait(for inputs: Int64, in journal: String) async throws {
    for _ in 0..<1_000 {
      let seen = try await retrace("journal", "stat", journal, "--json")
      if seen.status == 0, try seen.json()["inputs"].integer() >= inputs { return }
    }
    throw VectorMismatch("\(journal) never held \(inputs) inputs")
  }
}

/// A number as people are shown it: 12,345.
func grouped(_ number: Int64) -> String {
  var groups: [Substring] = []
  var digits = "\(number)"[...]
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits = digits.dropLast(3)
  }
  return ([digits] + groups).joined(separator: ",")
}

/// A positive number with so many decimals, rounded half up: 0.0625 with three is 0.063.
func rounded(_ number: Double, _ places: Int) -> String {
  var unit: Int64 = 1
  for _ in 0..<places { unit *= 10 }
  let part = 1_000_000_000 / unit
  let count = (Int64((number * 1e9).rounded()) + part / 2) / part
  return "\(count / unit)" + (places == 0 ? "" : ".\("\(count % unit + unit)".dropFirst())")
}

extension VectorValue {
  /// Whether an object has these members; others may stand beside them.
  func has(_ names: String...) throws -> Bool {
    try Set(object().keys).isSuperset(of: names)
  }
}

/// Whether a journal replays as identical and verifies: what holds for every journal we leave behind.
func isSound(_ journal: String, in work: Workplace) async throws -> Bool {
  let replay = try await work.retrace("replay", journal, "--json")
  let audit = try await work.retrace("audit", "verify", journal, "--json")
  // Without an event there is nothing to prove.
  let isEmpty = replay.status == 2 && replay.err.contains("holds no event yet")
  return (replay.status == 0 || isEmpty) && audit.status == 0
}
