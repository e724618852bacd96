import TestSupport
import Testing

/// What `tools/bench/run` makes of numbers. Nothing is measured here.
@Suite struct `The page of benchmarks` {
  @Test func `gives median and spread, and the median of the ratios of pairs`() async throws {
    let row = try await row(
      #""ours": [4e6, 1e6, 5e6, 2e6, 3e6], "peer": {"name": "beside", "values": [2e6, 1e6, 1e6, 4e6, 3e6]}"#
    )
    #expect(
      row
        == "| 1. what | 3.00 (1.00–5.00) M/s | 2.00 (1.00–4.00) M/s, beside | 1.00 (0.500–5.00) | – | – |"
    )
  }

  @Test func `gives the ratio of the medians where ours and the peer did not run in turn`()
    async throws
  {
    let row = try await row(
      #""ours": [4e6, 1e6, 5e6, 2e6, 3e6], "peer": {"name": "beside", "values": [2e6, 1e6, 1e6, 4e6, 3e6], "paired": false}"#
    )
    #expect(row.hasSuffix("| 2.00 (1.00–4.00) M/s, beside | 1.50 | – | – |"))
  }

  @Test(arguments: [
    (#""of": "ratio", "at": "least", "bound": 2"#, "≥ 2 × | reached |"),
    (#""of": "ratio", "at": "least", "bound": 2.01"#, "≥ 2.01 × | **not reached** |"),
    (#""of": "ratio", "at": "most", "bound": 2"#, "≤ 2 × | reached |"),
    (#""of": "ratio", "at": "most", "bound": 1.15"#, "≤ 1.15 × | **not reached** |"),
    (#""of": "ours", "at": "least", "bound": 12.346"#, "≥ 12.346 | **not reached** |"),
    (#""of": "ours", "at": "most", "bound": 100"#, "≤ 100 | reached |"),
  ])
  func `says whether the median reaches its target`(target: String, end: String) async throws {
    let row = try await row(
      #""ours": [12.345e6], "peer": {"name": "beside", "values": [6.1725e6]}, "target": {\#(target)}"#
    )
    #expect(
      row == "| 1. what | 12.3 (12.3–12.3) M/s | 6.17 (6.17–6.17) M/s, beside | 2.00 | \(end)")
  }

  @Test func `names the reason for a peer that is missing, and claims nothing`() async throws {
    let row = try await row(
      #""ours": [1234567890], "peer": {"name": "a peer", "values": [], "missing": "no gcc"}, "target": {"of": "ratio", "at": "least", "bound": 10}"#
    )
    #expect(
      row
        == "| 1. what | 1,235 (1,235–1,235) M/s | a peer: peer not available (no gcc) | – | ≥ 10 × | not known |"
    )
  }

  @Test func `shows what was not measured as that`() async throws {
    let row = try await row(
      #""ours": [], "missing": "no time", "target": {"of": "ours", "at": "most", "bound": 1}"#)
    #expect(row == "| 1. what | not measured (no time) | – | – | ≤ 1 | not known |")
  }

  @Test func `is explained by the command itself`() async throws {
    let help = try await bench("--help")
    #expect(help.status == 0)
    for option in ["--runs", "--no-peers", "--note", "--table"] {
      #expect(help.out.contains(option))
    }
  }

  @Test(arguments: [
    ["--runs", "4"], ["--run"], ["--table", "/nowhere"], ["--table", "Package.swift"],
  ])
  func `is not made of arguments that are no use, and nothing is measured`(
    words: [String]
  ) async throws {
    let outcome = try await bench(words)
    #expect(outcome.status == 2)
    #expect(outcome.out.isEmpty && !outcome.err.contains("Traceback"))
  }

  /// The one row of the page made of these numbers.
  private func row(_ numbers: String) async throws -> String {
    let folder = TemporaryFolder()
    let kept = try folder.write(
      "kept.json",
      #"{"note": "", "session": [], "versions": [], "rows": [{"what": "what", "unit": "M/s", "scale": 1e6, "compared": "words", \#(numbers)}]}"#
    )
    let page = try await bench("--table", kept)
    guard page.status == 0 else { throw VectorMismatch(page.err) }
    let rows = page.out.split(separator: "\n").filter { $0.hasPrefix("| 1. ") }
    guard rows.count == 1, page.out.contains("\n1. **what.** words\n") else {
      throw VectorMismatch(page.out)
    }
    return String(rows[0])
  }

  private func bench(_ words: String...) async throws -> Program.Outcome { try await bench(words) }

  private func bench(_ words: [String]) async throws -> Program.Outcome {
    try await Program.named("python3").run(["tools/bench/run"] + words, in: Vectors.packageRoot)
  }
}
