import TestSupport
import Testing

/// Every command of the program.
enum Commands {
  static let all = [
    "run", "replay", "audit verify", "audit head", "audit trades", "audit ledger",
    "audit orders", "audit gates", "audit allocations", "audit shadow", "measures", "explain",
    "diff",
    "status",
    "doctor",
    "schema", "completion", "journal tail", "journal export", "journal stat", "journal dump",
    "journal state", "journal backup", "journal seal", "journal salvage",
    "config check", "config explain", "config show", "session", "manifold", "sample", "version",
  ]
}

@Suite struct `Help` {
  private let work = Workplace()

  @Test(arguments: [["help"], ["--help"]])
  func `lists every command`(words: [String]) async throws {
    let help = try await Program.retrace.run(words)
    #expect(help.status == 0)
    for command in Commands.all { #expect(help.out.contains("\n  \(command) ")) }
    let listed = help.out.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(listed.count == Commands.all.count)
  }

  @Test(arguments: Commands.all)
  func `of a command has its usage and an example`(command: String) async throws {
    let words = command.split(separator: " ").map { String($0) }
    let help = try await Program.retrace.run(words + ["--help"])
    #expect(help.status == 0)
    #expect(help.out.contains("Usage: retrace \(command)"))
    let examples = try #require(help.out.split(separator: "Examples:\n").last)
    #expect(examples.contains("retrace \(command)"))
    #expect(help.err.isEmpty)
  }

  @Test(arguments: Commands.all)
  func `of a command names every option of its usage`(command: String) async throws {
    let words = command.split(separator: " ").map { String($0) }
    let lines = try await Program.retrace.run(words + ["--help"]).out.split(separator: "\n")
    let usage = try #require(lines.first { $0.hasPrefix("Usage:") })
    let used = usage.split { " []=".contains($0) }.filter { $0.hasPrefix("--") }
    // Only the completion has words alone.
    #expect(used.isEmpty == (command == "completion"))
    for option in used { #expect(lines.contains { $0.hasPrefix("  \(option)") }, "\(option)") }
  }

  @Test func `is shown, with exit status 2, when nothing is asked for`() async throws {
    let nothing = try await work.retrace()
    #expect(nothing.status == 2)
    #expect(nothing.out.contains("retrace COMMAND --help"))
  }

  @Test func `is where an unknown command points to`() async throws {
    let unknown = try await work.retrace("trade")
    #expect(unknown.status == 2)
    #expect(unknown.out.isEmpty)
    #expect(
      unknown.err
        == "retrace: There is no command `trade`. Nothing was done. `retrace --help` lists them.\n")
  }

  @Test(arguments: [["audit"], ["journal", "--help"]])
  func `of half a command names the whole ones`(words: [String]) async throws {
    let half = try await Program.retrace.run(words)
    #expect(half.status == 2)
    #expect(half.err.contains("needs one more word: `retrace \(words[0]) "))
  }
}

@Suite struct `The version` {
  private let work = Workplace()

  @Test(arguments: [["version"], ["--version"]])
  func `names program, rules, format and schemas`(words: [String]) async throws {
    let version = try await Program.retrace.run(words)
    #expect(version.status == 0)
    #expect(version.out.hasPrefix("retrace "))
    for line in ["rules version", "journal format", "schemas"] {
      #expect(version.out.contains("\n  \(line) "))
    }
  }

  @Test func `as JSON has the same four`() async throws {
    let version = try await work.retrace("version", "--json").json()
    let object = try version.object()
    #expect(
      Set(object.keys) == ["version", "rules_version", "journal_format", "schema_fingerprint"])
    #expect(try version["rules_version"].integer() >= 1)
    #expect(try version["schema_fingerprint"].text().count == 64)
  }
}
