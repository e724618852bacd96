import Foundation
import TestSupport
import Testing

@Suite struct `The command journal backup` {
  private let place = Workplace()

  @Test func `copies a journal that is then sound, identical and the same to every head`()
    async throws
  {
    try await place.sample()
    let run = try await place.record(in: "journal")
    let backup = try await place.retrace("journal", "backup", "journal", "copies/one", "--json")
    #expect(backup.status == 0)
    let told = try backup.json()
    #expect(try told["events"].integer() == run["last_seq"].integer())
    #expect(try told["head_hash"] == run["head_hash"] && told["sound"].flag())
    #expect(try !told["was_live"].flag())
    let head = try await place.retrace("audit", "head", "journal")
    let verify = try await place.retrace("audit", "verify", "copies/one", "--head", head.out)
    #expect(verify.status == 0)
    let python = try await place.shell(
      "python3 '\(Vectors.packageRoot)tools/verify-journal.py' copies/one")
    #expect(python.status == 0)
    let replay = try await place.retrace("replay", "copies/one", "--json")
    #expect(try replay.json()["identical"].flag())
    #expect(try replay.json()["snapshots"].integer() == 1)
  }

  @Test func `copied again brings what is new, and only that`() async throws {
    try await place.sample()
    let cut = try await place.shell(
      "mkdir first && head -200 ticks/EUR_USD.csv > first/EUR_USD.csv")
    #expect(cut.status == 0)
    let first = try await place.record("first", in: "journal")
    _ = try await place.retrace("journal", "backup", "journal", "copy")
    let second = try await place.record(in: "journal")
    let backup = try await place.retrace("journal", "backup", "journal", "copy", "--json")
    #expect(backup.status == 0)
    let told = try backup.json()
    #expect(try told["events_before"].integer() == first["last_seq"].integer())
    #expect(try told["events"].integer() == second["last_seq"].integer())
    let again = try await place.retrace("journal", "backup", "journal", "copy", "--json")
    #expect(try again.json()["pages_copied"].integer() == 0)
    let differ = try await place.retrace("diff", "journal", "copy")
    #expect(differ.status == 0)
  }

  @Test func `runs beside a live node, and its drill passes`() async throws {
    try await place.bursts()
    let node = try await place.startRun(through: 1, in: "journal")
    let backup = try await place.retrace(
      "journal", "backup", "journal", "copy", "--drill", "--json")
    #expect(backup.status == 0, "\(backup.err)")
    let told = try backup.json()
    #expect(try told["was_live"].flag() && told["sound"].flag())
    #expect(try told["drill"]["passed"].flag())
    #expect(try told["drill"]["events_verified"].integer() == told["events"].integer())
    let tail = try await place.retrace("journal", "tail", "journal", "--lines", "3")
    #expect(tail.status == 0 && !tail.out.isEmpty)
    let export = try await place.shell("$RETRACE journal export journal --format csv | wc -l")
    #expect(export.status == 0)
    node.signal(SIGTERM)
    #expect(try await node.end().status == 3)
    // The copy goes on by itself: this is what restoring from a backup is.
    let gone = try await place.record("bursts", in: "copy")
    #expect(try gone["inputs"].integer() > 0)
    #expect(try await place.retrace("replay", "copy").status == 0)
    let unbroken = try await place.digest(of: "bursts")
    #expect(try gone["content_digest"].text() == unbroken)
  }

  @Test func `refuses a folder that holds something else, and changes nothing there`() async throws
  {
    try await place.sample(40)
    try await place.record(in: "journal")
    try await place.record(in: "other")
    let before = try await place.retrace("audit", "head", "other")
    let foreign = try await place.retrace("journal", "backup", "journal", "other")
    #expect(foreign.status == 2 && foreign.err.contains("is no earlier backup of journal"))
    #expect(try await place.retrace("audit", "head", "other").out == before.out)
    let same = try await place.retrace("journal", "backup", "journal", "./journal")
    #expect(same.status == 2 && same.err.contains("it is the same folder"))
    let gone = try await place.retrace("journal", "backup", "nothing", "copy")
    #expect(gone.status == 2)
    let words = try await place.retrace("journal", "backup", "journal")
    #expect(words.status == 2 && words.err.contains("folder of the copy"))
  }

  @Test func `of a journal that went another way since is no backup any more`() async throws {
    try await place.sample(40)
    try await place.record(in: "journal")
    let split = try await place.shell("cp -r journal copy")
    #expect(split.status == 0)
    _ = try await place.retrace("run", "--demo", "--days", "1", "--journal", "copy")
    let backup = try await place.retrace("journal", "backup", "journal", "copy")
    #expect(backup.status == 2 && backup.err.contains("is not in this journal"))
  }
}
