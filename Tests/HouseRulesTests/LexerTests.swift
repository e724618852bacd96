import HouseRules
import Numerics
import Testing

@Suite struct `Swift source` {
  @Test(arguments: [
    ("let x = \"a", LexingError.Problem.unterminatedString, 1, 9),
    ("let x = \"\\(a\nb", .unterminatedString, 1, 12),
    ("\n\"\"\"\na", .unterminatedString, 2, 1),
    ("/* /* */", .unterminatedComment, 1, 1),
    ("let `a\n", .unterminatedName, 1, 5),
    ("let x = #/a", .unterminatedRegex, 1, 9),
    ("f(a]", .unmatchedBracket, 1, 4),
    ("f {", .unmatchedBracket, 1, 3),
  ])
  func `that does not close is refused, with the place`(
    text: String, problem: LexingError.Problem, line: Int, column: Int
  ) {
    #expect(throws: LexingError(problem: problem, line: line, column: column)) {
      try Source(path: "A.swift", text: text)
    }
  }

  @Test func `nests interpolations to a stated depth`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "\"\\(", count: depth) + "1" + String(repeating: ")\"", count: depth)
    }
    #expect(throws: Never.self) { try Source(path: "A.swift", text: nested(63)) }
    #expect(throws: LexingError.self) { try Source(path: "A.swift", text: nested(64)) }
    #expect(throws: LexingError.self) { try Source(path: "A.swift", text: nested(50_000)) }
  }

  @Test func `counts columns in bytes, as the compiler does`() throws {
    let findings = try Snippet.bad("", "let é = \"→\"; let x = Date()").findings()
    #expect(findings.map(\.column) == [25])
  }

  @Test func `may begin with a byte order mark or the line of a script`() throws {
    #expect(try Snippet.bad("", "\u{FEFF}let x = Date()").findings().map(\.column) == [9])
    #expect(try Snippet.bad("", "#!/bin/swift Date\nlet x = Date()").findings().map(\.line) == [2])
  }

  @Test(arguments: 1...20)
  func `of any shape is read or refused, never a trap`(seed: UInt64) {
    let pieces = [
      "Date", "x", "[", "]", "(", ")", "{", "}", "\"", "\"\"\"", "\\(", "\\", "#", "#\"", "\"#",
      "/",
      "/*", "*/", "//", "`", "!", "?", ":", "::", ".", "0x", "1.5e", "\n", "\r", " ", "é", "→", "=",
      "static", "var", "import", "func", "#if", "try", "as", "@", "init", "bitPattern", ">", "<",
      ",",
      "// house-rules:", " allow clock: ", "TODO(",
    ]
    var generator = SplitMix64(seed: seed)
    for round in 0..<200 {
      let count = Int(generator.next(below: 30))
      let text = (0..<count).map { _ in pieces[Int(generator.next(below: UInt64(pieces.count)))] }
        .joined()
      guard let source = try? Source(path: "Sources/Core/Kernel/A.swift", text: text) else {
        continue
      }
      let lines = text.utf8.count + 1
      let findings = Checker(house: .small).check([source]).findings
      #expect(
        findings.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 },
        "seed \(seed), round \(round): \(text.debugDescription)")
    }
  }
}
