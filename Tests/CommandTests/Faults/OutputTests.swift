import Foundation
import TestSupport
import Testing

/// What a command writes goes where it was told, and nowhere else.
@Suite struct `What a command writes` {
  private let work = Workplace()

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: work.folder.path(name)))
  }

  @Test func `never takes the place of a file, nor goes into a journal's folder`() async throws {
    try await work.sample(60)
    try await work.record(in: "a")
    try work.folder.write("there", "mine")
    let truth = try bytes("a/data.mdb")
    let files = try FileManager.default.contentsOfDirectory(atPath: work.folder.path("a")).sorted()
    for command in [
      ["manifold", "--input", "journal:a", "--instrument", "EUR_USD", "--lines"],
      ["journal", "export", "a"],
    ] {
      for target in ["a/data.mdb", "there", "a/new", "./a/FAULT"] {
        let run = try await Program.retrace.run(
          command + ["--output", target], in: work.folder.path)
        #expect(run.status == 2, "\(command) \(target)")
        #expect(run.err.contains("there already") || run.err.contains("folder of a journal"))
      }
    }
    let sample = try await work.retrace("sample", "--into", "a", "--seed", "1", "--ticks", "9")
    #expect(sample.status == 2 && sample.err.contains("its folder is a journal's"))
    #expect(try bytes("a/data.mdb") == truth)
    #expect(try work.folder.text(of: "there") == "mine")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: work.folder.path("a")).sorted() == files)
  }

  @Test(arguments: ["writer.lock", "FAULT.reserved"])
  func `follows no link in the place of a journal's own file`(name: String) async throws {
    try await work.sample(60)
    try await work.record(in: "a")
    try work.folder.write("mine", "mine")
    let file = work.folder.path("a/\(name)")
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createSymbolicLink(
      atPath: file, withDestinationPath: work.folder.path("mine"))
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(run.status == 2, "\(run.out)")
    #expect(try work.folder.text(of: "mine") == "mine")
  }

  @Test(arguments: ["fifo", "device", "folder"])
  func `is refused where something else is in the place of a journal's file`(
    what: String
  ) async throws {
    for name in ["data.mdb", "lock.mdb", "writer.lock", "FAULT", "FAULT.reserved"] {
      let made =
        switch what {
        case "fifo": "mkfifo"
        case "device": "ln -s /dev/zero"
        default: "mkdir"
        }
      _ = try await work.shell("rm -rf a && mkdir a && \(made) a/\(name)")
      for command in [
        ["run", "--demo", "--days", "1", "--journal", "a"], ["audit", "verify", "a"],
        ["status", "a"],
      ] {
        let run = try await Program.retrace.run(command, in: work.folder.path)
        #expect(run.status == 2 || run.status == 1, "\(what) \(name): \(command) \(run.err)")
      }
      let python = try await work.shell(
        "timeout 20 python3 '\(Vectors.packageRoot)tools/verify-journal.py' a")
      #expect(python.status == 2 || python.status == 1, "\(what) \(name): \(python.out)")
    }
  }

  @Test func `that cannot be written is said, and is no success`() async throws {
    try await work.sample(60)
    try await work.record(in: "a")
    for command in ["journal dump a", "journal export a", "journal tail a", "journal stat a"] {
      let full = try await work.shell("\"$RETRACE\" \(command) >/dev/full")
      #expect(full.status == 2, "\(command)")
      #expect(full.err.contains("standard output could not be written: No space left"))
      let closed = try await work.shell("\"$RETRACE\" \(command) >&-")
      #expect(closed.status == 2, "\(command) closed")
      #expect(closed.err.contains("standard output could not be written"), "\(closed.err)")
    }
  }

  /// ESC, BEL, CR, DEL, a C1 control and an override of the direction of text.
  private static let hostile = "x\u{1B}[2Jy\u{7}\r\u{7F}\u{9B}\u{202E}z"

  private func isHarmless(_ run: Program.Outcome) -> Bool {
    (run.out + run.err).unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t"
        || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
          && $0.value != 0x202E
    }
  }

  @Test func `shows what came from outside without its controls, by every command`() async throws {
    let name = Self.hostile
    try await work.sample(60)
    try work.folder.write(
      "\(name)/EUR_USD.csv",
      "1704672000000000000,1.1,1.2\n1704672000500000000,1.1,\(name)\n1704672001000000000,1.1,1.2\n")
    let run = try await work.retrace(
      "run", "--feed", name, "--journal", "\(name)-j", "--json")
    #expect(run.status == 0 && isHarmless(run), "\(run.err)")
    try work.folder.write("\(name)-j/FAULT", "\(name)\n")
    let journal = "\(name)-j"
    for command in [
      ["run", "--feed", name, "--journal", journal], ["run", "--feed", "\(name)-none"],
      ["status", journal], ["status", journal, "--json"], ["doctor", journal],
      ["doctor", journal, "--json"], ["journal", "tail", journal, "--lines", "99"],
      ["journal", "tail", journal, "--json"], ["journal", "dump", journal],
      ["journal", "export", journal], ["journal", "stat", journal],
      ["journal", "stat", journal, "--json"],
      ["journal", "export", journal, "--format", "csv", "--kind", "feed.row-rejected"],
      ["journal", "export", journal, "--format", "csv", "--kind", "node.feed-opened"],
      ["journal", "state", journal], ["journal", "state", journal, "--json"],
      ["explain", journal, "8"], ["explain", journal, name], ["diff", journal, journal],
      ["diff", journal, name], ["replay", journal], ["replay", name],
      ["audit", "verify", journal], ["audit", "verify", journal, "--json"],
      ["audit", "head", journal], ["audit", "trades", journal], ["audit", "ledger", journal],
      ["audit", "orders", journal], ["measures", journal], ["config", "show", journal],
      ["config", "check", name], ["config", "explain", name], ["session", name],
      ["schema", name], ["manifold", "--input", "journal:\(journal)", "--instrument", name],
      ["manifold", "--input", name, "--output", "\(name)/none/x"], ["sample", "--into", journal],
      ["journal", "seal", journal, "--into", "\(name)-s"],
      ["journal", "backup", journal, "\(name)-b"], ["journal", "backup", name, "\(name)-c"],
      ["journal", "salvage", journal, "--into", "\(name)-v"], [name], ["run", "--\(name)"],
    ] {
      let outcome = try await Program.retrace.run(command, in: work.folder.path)
      #expect(
        isHarmless(outcome),
        "\(command): \(outcome.out.debugDescription) \(outcome.err.debugDescription)")
      if command.contains("--json") {
        // One object, or one a line.
        if command.contains("tail") { _ = try outcome.jsonLines() } else { _ = try outcome.json() }
      }
    }
    let python = try await Program.named("python3").run(
      [Vectors.packageRoot + "/tools/verify-journal.py", journal], in: work.folder.path)
    #expect(isHarmless(python), "\(python.out.debugDescription)")
  }
}
