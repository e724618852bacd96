import Foundation
import TestSupport
import Testing

/// What is said is what is so: one verdict, one advice.
@Suite struct `The verdict` {
  private let work = Workplace()

  /// A sealed journal, `may`, and its child with a run of its own, `june`.
  private func sealed() async throws {
    try await work.sample()
    let run = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "may", "--to", "2024-01-08T00:05:00Z")
    guard run.status == 0 else { throw VectorMismatch(run.err) }
    _ = try await work.retrace("journal", "seal", "may", "--into", "june")
    try await work.record(in: "june")
  }

  /// Flips the last bit of some bytes wherever they stand in a file, free pages included.
  private func damage(_ bytes: [UInt8], everywhereIn name: String) throws {
    let path = URL(filePath: work.folder.path(name))
    var file = try Data(contentsOf: path)
    var from = file.startIndex
    while let found = file.range(of: Data(bytes.suffix(600)), in: from..<file.endIndex) {
      file[found.upperBound - 1] ^= 1
      from = found.upperBound
    }
    try file.write(to: path)
  }

  @Test func `of a salvage is that of the verifier on its result`() async throws {
    try await sealed()
    // The parent is out of reach, and the snapshot of the base is damaged.
    let damaged = try JournalEditor(work.folder.path("june")).oldestSnapshot()
    try damage(damaged, everywhereIn: "june/data.mdb")
    let salvage = try await work.retrace("journal", "salvage", "june", "--into", "new")
    let verify = try await work.retrace("audit", "verify", "new")
    #expect(verify.status == 1 && salvage.status == 1, "\(salvage.out)")
    #expect(salvage.out.contains("  IT DOES NOT VERIFY: the snapshot at event "))
    #expect(!salvage.out.contains("It verifies"))
    let json = try await work.retrace("journal", "salvage", "june", "--into", "other", "--json")
    #expect(try json.json()["ok"] == .flag(false) && !json.json()["problem"].isNull)
  }

  @Test func `of a salvage of a sealed journal is that it is open`() async throws {
    try await sealed()
    let editor = try JournalEditor(work.folder.path("may"))
    var value = editor.pages[editor.pages.count - 1].value
    value[230] ^= 4
    try editor.put(value, at: editor.pages.count - 1)
    try editor.settle()
    let salvage = try await work.retrace("journal", "salvage", "may", "--into", "new")
    guard salvage.status == 0 else {
      // One page is all it has: nothing can be kept.
      #expect(salvage.status == 1 && editor.pages.count == 1, "\(salvage.err)")
      return
    }
    #expect(salvage.out.contains("It was sealed, and is open now"))
    #expect(try await work.statistics("new")["sealed"].isNull)
    #expect(try work.folder.text(of: "new/FAULT").contains("run only one"))
    #expect(try await work.retrace("run", "--feed", "ticks", "--journal", "new").status == 0)
  }

  @Test func `of a damaged journal refuses its seal`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    var value = editor.pages[5].value
    value[230] ^= 4
    try editor.put(value, at: 5)
    try editor.settle()
    _ = try await work.shell("cp -r a kept")
    let seal = try await work.retrace("journal", "seal", "a", "--into", "b")
    #expect(seal.status == 1 && seal.out.isEmpty, "\(seal.out)")
    #expect(seal.err.contains("was not sealed, because it does not verify: "))
    let fault = try await work.retrace("audit", "verify", "a", "--json").json()["fault"].text()
    #expect(seal.err.contains(fault))
    #expect(!work.folder.contains("b") && !work.folder.contains("b.unfinished"))
    #expect(try await work.shell("cmp a/data.mdb kept/data.mdb").status == 0)
  }

  @Test func `on a kept head is one, with one advice, each case in its own words`() async throws {
    try await sealed()
    try await work.demo(in: "other")
    func head(_ journal: String) async throws -> String {
      try await work.retrace("audit", "head", journal).out
    }
    let (parent, child) = try await (head("may"), head("june"))
    let parts = child.split(separator: " ").map { String($0) }
    let changed = (parts[..<5] + ["head=" + String(repeating: "0", count: 64)]).joined(
      separator: " ")
    let sequence = try #require(Int64(parts[3].dropFirst(9)))
    let later = child.replacing("sequence=\(sequence)", with: "sequence=\(sequence + 9)")
    let base = try #require(Int64(parent.split(separator: " ")[3].dropFirst(9)))
    let earlier = parent.replacing("sequence=\(base)", with: "sequence=\(base - 1)")
    let cases = [
      (child, Int32(0), "The kept head holds"), (parent, 0, "The kept head holds"),
      (changed, 1, "its hashes were made anew"), (later, 1, "its tail was cut"),
      (try await head("other"), 1, "Give a line of journal "),
      (earlier, 2, "Hold the line against the parent"),
    ]
    var seen: [String] = []
    for (line, status, words) in cases {
      let told = try await work.retrace("audit", "verify", "june", "--head", line)
      #expect(told.status == status && told.out.contains(words), "\(line): \(told.out)")
      #expect(status == 0 || !told.out.contains(" are good"), "\(told.out)")
      #expect(
        status == 0 || told.out.split(separator: "\n").count <= 4, "one advice: \(told.out)")
      if status != 0 { seen.append(told.out) }
      let python = try await work.python("june", head: line)
      #expect(python.status == status, "\(python.out)")
      #expect(try python.json()["head_held"] == .flag(status == 0))
      let json = try await work.retrace("audit", "verify", "june", "--head", line, "--json").json()
      #expect(json["head_held"] == .flag(status == 0))
    }
    #expect(Set(seen).count == seen.count)
    let text = try await Program.named("python3").run(
      [Vectors.packageRoot + "tools/verify-journal.py", "june", "--head", child],
      in: work.folder.path)
    #expect(text.out.contains("kept head       holds"), "\(text.out)")
  }

  @Test func `names the file's own row`() async throws {
    let rows = (0..<40).map { row in
      "\(1_704_672_000_000 + row * 60_000),1.1000,1.1010,1.0990,1.1005\n"
    }
    try work.folder.write("bars/EUR_USD.csv", "ts_ms,o,h,l,c\n" + rows.joined())
    try work.folder.write(
      "more/EUR_USD.csv",
      "ts_ms,o,h,l,c\n" + rows[..<20].joined()
        + "\(1_704_672_000_000 + 20 * 60_000),1.1000,1.1010,1.0990,1.1004\n")
    for (feed, journal) in [("bars", "a"), ("more", "b")] {
      let run = try await work.retrace(
        "run", "--feed", feed, "--journal", journal, "--spread", "EUR_USD=1.2")
      #expect(run.status == 0, "\(run.err)")
    }
    let candles = try await work.events("a", kind: "feed.candle-received")
    let third = try candles[2]["seq"].integer()
    let explain = try await work.retrace("explain", "a", "\(third)")
    #expect(explain.out.contains("row 3 of bars/EUR_USD.csv"), "\(explain.out)")
    let tail = try await work.retrace("journal", "tail", "a", "--lines", "1000")
    #expect(tail.out.contains("row 40 of bars/EUR_USD.csv"))
    #expect(!tail.out.contains("row 41 of") && !tail.out.contains("row 119 of"))
    let diff = try await work.retrace("diff", "a", "b")
    #expect(diff.out.contains("row 21 of "), "\(diff.out)")
  }

  @Test func `of status is to look up orders after a salvage, and no blanks follow it`()
    async throws
  {
    let editor = try await work.journalOfFourRuns("a")
    var value = editor.pages[5].value
    value[230] ^= 4
    try editor.put(value, at: 5)
    try editor.settle()
    _ = try await work.retrace("journal", "salvage", "a", "--into", "b")
    let status = try await work.retrace("status", "b")
    #expect(status.out.contains("Next: look up every order since then at the broker"))
    #expect(!status.out.contains("mend the disk") && !status.out.contains("   \n"))
    #expect(try work.folder.text(of: "b/FAULT").utf8.count < 1_000)
  }

  @Test func `of a run that is repeated after a seal is to go on in the newest child`() async throws
  {
    let line = [
      "run", "--demo", "--days", "1", "--journal", "j", "--segment-bytes", "1048576",
    ]
    let first = try await Program.retrace.run(line + ["--json"], in: work.folder.path).json()
    let sealed = try first["sealed"].list().count
    try #require(sealed >= 1)
    let newest = try first["journal"].text()
    for _ in 0..<3 {
      let again = try await Program.retrace.run(line, in: work.folder.path)
      #expect(again.status == 0, "\(again.err)")
      #expect(again.out.contains("j is sealed: the run goes on in its newest child, \(newest)."))
    }
    #expect(try await isSound(newest, in: work))
  }

  @Test(arguments: ["-u", "-n", "-v"])
  func `where a limit is met is the limit, with exit status 2`(option: String) async throws {
    try await work.sample(20)
    for limit in option == "-v" ? [60_000, 120_000] : [1, 2, 3, 4, 6, 8, 31] {
      // Only an ordinary user has a limit of threads.
      let who = option == "-u" ? "setpriv --reuid 65534 --clear-groups " : ""
      let run = try await work.shell(
        "chmod -R a+rwX . ; cp \"$RETRACE\" /tmp/retrace-limit-$$ ; chmod a+rx /tmp/retrace-limit-$$ ; "
          + "ulimit \(option) \(limit) 2>/dev/null; timeout 60 \(who)/tmp/retrace-limit-$$ run --feed ticks "
          + "--journal a-\(limit) ; s=$? ; rm -f /tmp/retrace-limit-$$ ; exit $s")
      #expect(
        [0, 2, 126, 127].contains(run.status), "\(option) \(limit): \(run.status) \(run.err)")
    }
  }
}
