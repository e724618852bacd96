import FoundationEssentials
import HouseRules
import Testing

@Suite struct `The command house-rules` {
  /// A package in a folder of its own, removed with it.
  private final class TemporaryPackage {
    let root: String

    init(_ files: [String: String]) throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "house-\(UUID())")
      root = folder.path
      for (path, text) in files {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func run(_ more: String...) throws -> HouseRulesCommand.Outcome {
      try HouseRulesCommand(arguments: ["--root", root] + more).run()
    }
  }

  @Test func `ends with 0 and a count when all is well`() throws {
    let package = try TemporaryPackage([
      "Sources/Core/Market/Price.swift": "import Numerics\n",
      "Sources/Core/Numerics/README.md": "Date()\n",
      "Sources/Node/Node.swift": "let x = Date()\n",
    ])
    let outcome = try package.run()
    #expect(outcome.lines == ["house-rules: 2 files, 0 findings, 0 exceptions."])
    #expect(outcome.status == 0)
  }

  @Test func `ends with 1 and tells file, line, column, rule and what to do`() throws {
    let package = try TemporaryPackage([
      "Sources/Core/Market/Price.swift": "import Journal\n",
      "Sources/Edge/Journal/Map.swift": "import CNew\n",
      "Sources/Edge/Journal/Scan.swift": "import CNew\n",
      "Sources/C/CNew/module.modulemap": "module CNew {}\n",
    ])
    let outcome = try package.run()
    #expect(outcome.lines.count == 3)
    #expect(
      outcome.lines.first?.hasPrefix("Sources/Core/Market/Price.swift:1:8: core-import: ") == true)
    #expect(outcome.lines[1].hasPrefix("Sources/Edge/Journal/Scan.swift:1:8: c-library-import: "))
    #expect(outcome.lines.last == "house-rules: 3 files, 2 findings, 0 exceptions.")
    #expect(outcome.status == 1)
  }

  @Test func `checks the package description it is given, and the files of Core`() throws {
    let package = try TemporaryPackage([
      "Sources/Core/Market/Price.swift": "let a = 1\n",
      "Sources/Core/Market/data.json": "{}",
      "package.json": """
      {"targets": [{"name": "Market", "type": "regular", "path": "Sources/Core/Market",
        "dependencies": [{"target": ["Node", null]}]},
        {"name": "Node", "type": "regular", "dependencies": []}]}
      """,
    ])
    let outcome = try package.run("--package", "\(package.root)/package.json")
    #expect(outcome.status == 1)
    #expect(outcome.lines.count == 3)
    #expect(outcome.lines[0].contains("package-arrow"))
    #expect(outcome.lines[1].hasPrefix("Sources/Core/Market/data.json:1:1: core-files: "))
  }

  @Test func `says which file could not be read`() throws {
    let empty = try TemporaryPackage(["README.md": ""])
    #expect(throws: ReadingError.noFolder("\(empty.root)/Sources")) { try empty.run() }

    let open = try TemporaryPackage(["Sources/Core/Market/A.swift": "let x = \"a\n"])
    let error = LexingError(problem: .unterminatedString, line: 1, column: 9)
    #expect(throws: ReadingError.notSwift(file: "Sources/Core/Market/A.swift", error)) {
      try open.run()
    }

    let fine = try TemporaryPackage(["Sources/A.swift": "", "package.json": "[]"])
    #expect(throws: ReadingError.unreadable(file: "\(fine.root)/none")) {
      try fine.run("--package", "\(fine.root)/none")
    }
    #expect(throws: ReadingError.self) { try fine.run("--package", "\(fine.root)/package.json") }
  }

  @Test func `refuses bytes that are no text`() throws {
    let package = try TemporaryPackage(["Sources/A.swift": ""])
    try Data([0x2F, 0x2F, 0xFF]).write(to: URL(filePath: "\(package.root)/Sources/A.swift"))
    #expect(throws: ReadingError.notText(file: "Sources/A.swift")) { try package.run() }
  }

  @Test func `refuses arguments it does not know, and helps`() throws {
    #expect(throws: HouseRulesCommand.UsageError.unknown("-v")) {
      try HouseRulesCommand(arguments: ["-v"])
    }
    #expect(throws: HouseRulesCommand.UsageError.missingValue("--root")) {
      try HouseRulesCommand(arguments: ["--root"])
    }
    #expect(try HouseRulesCommand(arguments: ["--help"]).run().status == 0)
  }
}
