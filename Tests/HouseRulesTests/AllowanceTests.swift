import HouseRules
import Testing

@Suite struct `An exception` {
  private func report(_ text: String) throws -> Report {
    let source = try Source(path: "Sources/Core/Allocator/Snippet.swift", text: text)
    return Checker(house: .small).check([source])
  }

  @Test(arguments: [
    Snippet.good(
      "at the end of the line",
      "let x = Date()  // house-rules: allow clock: only the name of a test fixture"),
    .good(
      "on the line above",
      "// house-rules: allow clock: only the name of a test fixture\nlet x = Date()"),
    .good(
      "above a comment",
      "// house-rules: allow clock: only the name of a fixture,\n// made by hand.\nlet x = Date()"),
    .good(
      "on the first line, for the file",
      "// house-rules: allow file-length: one table, which is one idea\n"
        + String(repeating: "let a = 1\n", count: 400)),
  ])
  func `with a reason allows its rule where it stands`(snippet: Snippet) throws {
    let report = try report(snippet.text)
    #expect(report.findings == [])
    #expect(report.exceptions == 1)
  }

  @Test func `is needed for each rule`() throws {
    let report = try report(
      """
      // house-rules: allow hash-order: never iterated, only counted
      // house-rules: allow clock: only the name of a test fixture
      let x = [1: Date()]
      let y = [1: 2]
      """)
    #expect(report.findings.map(\.line) == [4])
    #expect(report.exceptions == 2)
  }

  @Test(arguments: [
    ("for another rule", "// house-rules: allow output: it is only for the tests", [1, 2]),
    ("two lines up", "// house-rules: allow clock: it is only for the tests\n", [1, 3]),
    (
      "after code above", "let a = 1  // house-rules: allow clock: it is only for the tests",
      [1, 2]
    ),
    ("without a reason", "// house-rules: allow clock:", [1, 2]),
    ("with a short reason", "// house-rules: allow clock: because", [1, 2]),
    ("of an unknown rule", "// house-rules: allow clocks: it is only for the tests", [1, 2]),
    ("of exceptions", "// house-rules: allow exception: it is only for the tests", [1, 2]),
    ("in another form", "// house-rules: ignore clock", [1, 2]),
  ])
  func `allows nothing, and is a finding itself`(name: String, comment: String, lines: [Int]) throws
  {
    let report = try report("\(comment)\nlet x = Date()")
    #expect(report.findings.map(\.line) == lines, "\(name): \(report.findings)")
    #expect(report.findings.map(\.rule) == [.exception, .clock], "\(name)")
    #expect(report.exceptions == 0)
  }

  @Test func `with nothing to allow is a finding`() throws {
    let report = try report("// house-rules: allow clock: it is only for the tests\nlet x = 1")
    #expect(report.findings.map(\.rule) == [.exception])
  }
}
