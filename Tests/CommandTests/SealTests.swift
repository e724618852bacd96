import Foundation
import TestSupport
import Testing

@Suite struct `The command journal seal` {
  private let place = Workplace()

  /// A journal of a part of the sample feed.
  private func begun() async throws {
    try await place.sample()
    let run = try await place.retrace(
      "run", "--feed", "ticks", "--journal", "may", "--to", "2024-01-08T00:05:00Z")
    guard run.status == 0 else { throw VectorMismatch(run.err) }
  }

  @Test func `closes a run and starts a child, content head unchanged`() async throws {
    try await begun()
    let head = try await place.retrace("audit", "head", "may").out
    let sealed = try await place.retrace("journal", "seal", "may", "--into", "june", "--json")
    #expect(sealed.status == 0)
    let told = try sealed.json()
    #expect(told["not_compressed"].isNull && told["child"] == .text("june"))
    #expect(try told["bytes_after"].integer() < told["bytes_before"].integer())

    let run = try await place.record(in: "june")
    #expect(try await run["content_digest"].text() == place.digest())
    #expect(try run["first_seq"].integer() == told["last_seq"].integer() + 1)
    for journal in ["may", "june"] {
      #expect(try await isSound(journal, in: place), "\(journal)")
      let python = try await place.shell(
        "python3 '\(Vectors.packageRoot)tools/verify-journal.py' \(journal)")
      #expect(python.status == 0, "\(python.out)")
      // The line that was kept before holds against both.
      let verify = try await place.retrace("audit", "verify", journal, "--head", head)
      #expect(verify.status == 0, "\(verify.out)")
    }
  }

  @Test func `says in words what it did, and that it was done before`() async throws {
    try await begun()
    let sealed = try await place.retrace("journal", "seal", "may", "--into", "june")
    #expect(sealed.out.hasPrefix("Sealed: may, behind event "))
    #expect(sealed.out.contains(", verified whole\nGo on: retrace run … --journal june"))
    let again = try await place.retrace("journal", "seal", "may", "--into", "june")
    #expect(again.status == 0 && again.out.hasPrefix("Sealed before: may, "))
    let elsewhere = try await place.retrace("journal", "seal", "may", "--into", "july", "--json")
    #expect(elsewhere.status == 2)
    #expect(try elsewhere.json()["error"].text().contains("made at june"))
    #expect(!place.folder.contains("july"))
  }

  @Test func `needs two folders, and a journal in the first`() async throws {
    let none = try await place.retrace("journal", "seal", "may")
    #expect(none.status == 2 && none.err.contains("--into DIR2"))
    let missing = try await place.retrace("journal", "seal", "may", "--into", "june")
    #expect(missing.status == 2 && missing.err.contains("There is no journal at may"))
    #expect(!place.folder.contains("may") && !place.folder.contains("june"))
  }

  @Test func `leaves a journal that refuses runs, and reads as before`() async throws {
    try await begun()
    let export = try await place.retrace("journal", "dump", "may").out
    let state = try await place.retrace("journal", "state", "may").out
    _ = try await place.retrace("journal", "seal", "may", "--into", "june")
    let run = try await place.retrace("run", "--feed", "ticks", "--journal", "may")
    #expect(run.status == 2 && run.err.contains("is sealed") && run.err.contains("--journal june"))
    #expect(try await place.retrace("journal", "dump", "may").out == export)
    #expect(try await place.retrace("journal", "state", "may").out == state)
    let statistics = try await place.statistics("may")
    #expect(statistics["sealed"]["folder"] == .text("june"))
    #expect(statistics["sealed"]["compressed"] == .flag(true) && statistics["parent"].isNull)
  }

  @Test func `lets events, explanations and statistics of the child go on`() async throws {
    try await begun()
    _ = try await place.retrace("journal", "seal", "may", "--into", "june")
    try await place.record(in: "june")
    let statistics = try await place.statistics("june")
    #expect(statistics["parent"]["folder"] == .text("may") && statistics["sealed"].isNull)
    let base = try statistics["parent"]["last_seq"].integer()
    let events = try await place.events("june")
    #expect(try events[0]["seq"].integer() == base + 1)
    #expect(try Int64(events.count) == statistics["events"].integer())

    let before = try await place.retrace("explain", "june", "\(base)")
    #expect(before.status == 2 && before.err.contains("stands in the parent"))
    let metrics = try #require(
      try events.first { try $0["kind"].text() == "kernel.metrics-computed" })
    let told = try await place.retrace("explain", "june", "\(try metrics["seq"].integer())")
    #expect(told.status == 0)
    #expect(told.out.contains("stands in the parent, journal "), "\(told.out)")
    #expect(told.out.contains("retrace explain may "))
    let differ = try await place.retrace("diff", "may", "june")
    #expect(differ.status == 2 && differ.err.contains("cannot be set side by side"))
  }

  @Test func `leaves a child that can be asked before anything was run in it`() async throws {
    try await begun()
    let end = try await place.retrace("journal", "state", "may", "--json").json()
    _ = try await place.retrace("journal", "seal", "may", "--into", "june")
    // It has no event of its own, so there is no line to keep: the parent's is the one.
    let head = try await place.retrace("audit", "head", "june")
    #expect(head.status == 1 && head.err.contains("holds no event yet"))
    let replay = try await place.retrace("replay", "june")
    #expect(replay.status == 2 && replay.err.contains("holds no event yet. Nothing was proved"))
    for words in [["status"], ["doctor"], ["journal", "stat"], ["audit", "verify"]] {
      let told = try await Program.retrace.run(words + ["june"], in: place.folder.path)
      #expect(told.status == 0, "\(words) \(told.out)\(told.err)")
    }
    let sequence = try end["sequence"].integer()
    let state = try await place.retrace("journal", "state", "june", "--at", "\(sequence)")
    #expect(try state.json()["actors"] == end["actors"])
    let before = try await place.retrace("journal", "state", "june", "--at", "\(sequence - 1)")
    #expect(before.status == 2 && before.err.contains("stands in the parent"))
  }

  @Test func `is copied by a backup, both the sealed journal and its child`() async throws {
    try await begun()
    _ = try await place.retrace("journal", "backup", "may", "old")
    _ = try await place.retrace("journal", "seal", "may", "--into", "june")
    try await place.record(in: "june")
    for journal in ["may", "june"] {
      let copy = try await place.retrace("journal", "backup", journal, "copy/\(journal)", "--drill")
      #expect(copy.status == 0, "\(copy.out)\(copy.err)")
      let again = try await place.retrace("journal", "backup", journal, "copy/\(journal)", "--json")
      #expect(try again.json()["pages_copied"].integer() == 0)
    }
    let stale = try await place.retrace("journal", "backup", "may", "old")
    #expect(stale.status == 2 && stale.err.contains("was made before this journal was sealed"))
  }

  @Test func `leaves daily documents whole, also of a day that was parted`() async throws {
    let day = ["run", "--demo", "--days", "1", "--journal"]
    _ = try await Program.retrace.run(
      day + ["may", "--to", "2024-01-08T10:00:00Z"], in: place.folder.path)
    _ = try await place.retrace("journal", "seal", "may", "--into", "june")
    _ = try await Program.retrace.run(day + ["june"], in: place.folder.path)
    _ = try await Program.retrace.run(day + ["whole"], in: place.folder.path)
    let parted = try await place.retrace(
      "manifold", "--input", "journal:june", "--instrument", "EUR_USD")
    let whole = try await place.retrace(
      "manifold", "--input", "journal:whole", "--instrument", "EUR_USD")
    #expect(parted.status == 0 && parted.out == whole.out, "\(parted.err)")
    _ = try await place.shell("mv may elsewhere")
    let alone = try await place.retrace(
      "manifold", "--input", "journal:june", "--instrument", "EUR_USD")
    #expect(alone.status == 2 && alone.err.contains("its first day began there"))
  }
}

@Suite struct `A run with --segment-bytes` {
  private let place = Workplace()

  @Test func `seals by size and goes on, with the digest of one journal`() async throws {
    let demo = ["run", "--demo", "--days", "1", "--json", "--journal"]
    let parted = try await Program.retrace.run(
      demo + ["may", "--segment-bytes", "1048576"], in: place.folder.path)
    let whole = try await Program.retrace.run(demo + ["whole"], in: place.folder.path)
    let told = try parted.json()
    #expect(parted.status == 0)
    #expect(try told["content_digest"] == whole.json()["content_digest"])
    #expect(try told["inputs"] == whole.json()["inputs"])
    #expect(try (0...1_000).contains(told["disk_used_per_mille"].integer()))
    let sealed = try told["sealed"].list()
    #expect(sealed.first == .text("may") && told["journal"] == .text("may-\(sealed.count + 1)"))
    for journal in try sealed.map({ try $0.text() }) + [try told["journal"].text()] {
      #expect(try await isSound(journal, in: place), "\(journal)")
    }
  }

  @Test(arguments: ["0", "1048575", "much"])
  func `refuses a size below a mebibyte`(size: String) async throws {
    let run = try await place.retrace("run", "--demo", "--journal", "may", "--segment-bytes", size)
    #expect(run.status == 2 && run.err.contains("1048576"))
    #expect(!place.folder.contains("may"))
  }
}
