import TestSupport
import Testing

@Suite struct `An audit` {
  private let work = Workplace()

  @Test func `tells in JSON what the issue lists`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let audit = try await work.retrace("audit", "verify", "a", "--json")
    #expect(audit.status == 0)
    let told = try audit.json()
    #expect(try told.has("ok", "pages", "events", "head_hash", "fault"))
    #expect(told["ok"] == .flag(true) && told["fault"].isNull && told["fault_file"].isNull)
    #expect(told["events"] == run["events"] && told["head_hash"] == run["head_hash"])
    #expect(try told["pages"].integer() >= 2)
  }

  @Test func `gives one verdict and one head with the verifier that is not ours`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let ours = try await work.retrace("audit", "verify", "a", "--json").json()
    let script = Vectors.packageRoot + "tools/verify-journal.py"
    let theirs = try await Program.named("python3").run(
      [script, "a", "--json"], in: work.folder.path)
    #expect(theirs.status == 0)
    // Ours tells more, of what salvage could keep; what both tell is the same.
    for (name, told) in try theirs.json().object() { #expect(ours[name] == told, "\(name)") }
  }

  @Test func `and the other verifier tell a FAULT file alike`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.write("a/FAULT", "A commit failed: made up.\nMore.\n")
    let ours = try await work.retrace("audit", "verify", "a", "--json").json()
    let script = Vectors.packageRoot + "tools/verify-journal.py"
    let theirs = try await Program.named("python3").run(
      [script, "a", "--json"], in: work.folder.path)
    // Ours tells more, of what salvage could keep; what both tell is the same.
    for (name, told) in try theirs.json().object() { #expect(ours[name] == told, "\(name)") }
    #expect(ours["fault_file"] == .text("A commit failed: made up."))
    let text = try await Program.named("python3").run([script, "a"], in: work.folder.path)
    #expect(text.out.hasSuffix("\nFAULT           exists: A commit failed: made up.\n"))
  }

  @Test(arguments: ["a", "a --json", "bad"])
  func `by the other verifier into a closed pipe ends quietly, with its verdict`(
    words: String
  ) async throws {
    try await work.sample()
    try await work.record(in: "a")
    _ = try await work.shell(
      "cp -r a bad; printf damage | dd of=bad/data.mdb bs=1 conv=notrunc seek=$(($(stat -c %s a/data.mdb) / 2))"
    )
    let script = Vectors.packageRoot + "tools/verify-journal.py"
    let ended = try await work.shell(
      "python3 '\(script)' \(words) | true; echo \"${PIPESTATUS[0]}\"")
    #expect(ended.err.isEmpty)
    #expect(ended.out == (words == "bad" ? "1\n" : "0\n"))
  }

  @Test func `prints a head that holds now and when more has been recorded`() async throws {
    try await work.sample()
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T00:05:00Z")
    let head = try await work.retrace("audit", "head", "a")
    #expect(head.status == 0)
    #expect(head.out.hasPrefix("retrace-head 1 journal="))
    let kept = String(head.out.dropLast())
    #expect(try await work.retrace("audit", "verify", "a", "--head", kept).status == 0)
    try await work.record(in: "a")
    let later = try await work.retrace("audit", "verify", "a", "--head", kept)
    #expect(later.status == 0)
    #expect(later.out.contains("The kept head holds"))
  }

  @Test func `as JSON has the head's line and its parts`() async throws {
    try await work.sample(50)
    let run = try await work.record(in: "a")
    let head = try await work.retrace("audit", "head", "a", "--json").json()
    #expect(try head.has("line", "journal", "sequence", "at", "head_hash"))
    #expect(head["sequence"] == run["last_seq"] && head["head_hash"] == run["head_hash"])
    let line = try await work.retrace("audit", "head", "a").out.dropLast()
    #expect(head["line"] == .text(String(line)))
  }

  @Test func `finds that another journal stands in for the one whose head was kept`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try await work.record(in: "b")
    let kept = String(try await work.retrace("audit", "head", "a").out.dropLast())
    let audit = try await work.retrace("audit", "verify", "b", "--head", kept, "--json")
    #expect(audit.status == 1)
    #expect(try audit.json()["ok"] == .flag(false))
    #expect(try audit.json()["fault"].text().contains("not of this one"))
  }

  @Test func `finds that the tail was cut off`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.copy(work.folder.path("a"), as: "earlier")
    try await work.record(in: "a")
    let kept = String(try await work.retrace("audit", "head", "a").out.dropLast())
    let audit = try await work.retrace("audit", "verify", "earlier", "--head", kept)
    #expect(audit.status == 1)
    #expect(audit.out.contains("its tail was cut"))
  }

  @Test func `names damage and what is good in any case`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    _ = try await work.shell(
      "printf 'damage' | dd of=a/data.mdb bs=1 seek=$(($(stat -c %s a/data.mdb) / 2)) conv=notrunc")
    let audit = try await work.retrace("audit", "verify", "a")
    #expect(audit.status == 1)
    #expect(audit.out.hasPrefix("Fault: "))
    #expect(audit.out.contains("Nothing was changed."))
    let head = try await work.retrace("audit", "head", "a")
    #expect(head.status == 1 && head.out.isEmpty)
    #expect(head.err.hasPrefix("retrace: no head was printed: "))
  }

  @Test func `tells of a FAULT file, which is no verdict`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.write("a/FAULT", "A commit failed: made up.\n")
    let audit = try await work.retrace("audit", "verify", "a", "--json")
    #expect(audit.status == 0)
    #expect(try audit.json()["fault_file"].text() == "A commit failed: made up.")
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(run.out.hasPrefix("WARNING: a/FAULT exists: A commit failed: made up.\n"))
    let opening = try await work.events("a", kind: "node.run-started").last
    #expect(opening?["body"]["fault"] == .text("A commit failed: made up."))
  }
}
