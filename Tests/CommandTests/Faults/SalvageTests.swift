import Foundation
import TestSupport
import Testing

@Suite struct `Salvage` {
  private let work = Workplace()

  private func damage(_ journal: String, atPage page: Int) async throws -> JournalEditor {
    let editor = try await work.journalOfFourRuns(journal)
    var value = editor.pages[page].value
    value[230] ^= 4
    try editor.put(value, at: page)
    try editor.settle()
    return editor
  }

  @Test func `tells what was kept, what was lost, and that orders must be looked up`() async throws
  {
    let editor = try await damage("a", atPage: 5)
    let salvage = try await work.retrace("journal", "salvage", "a", "--into", "b")
    #expect(salvage.status == 0)
    let last = editor.first(of: 5) - 1
    let through = try await work.retrace("journal", "stat", "b", "--json").json()["last_at"].text()
    #expect(
      salvage.out.hasPrefix(
        "Salvaged: events 1 to \(last) in 5 pages, through \(through), are in b.\n"),
      "\(salvage.out)")
    #expect(salvage.out.contains("  Known to be lost  events \(last + 1) to "))
    #expect(salvage.out.contains("  Look up every order after \(through) at the broker"))
    #expect(
      try work.folder.text(of: "b/FAULT").contains("Look up every order since then at the broker"))
    #expect(salvage.out.contains("  a was not changed: keep it."))
  }

  @Test func `of a sound journal is refused, and says that there is nothing to do`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let refused = try await work.retrace("journal", "salvage", "a", "--into", "b")
    #expect(refused.status == 1 && refused.out.isEmpty)
    #expect(refused.err.hasPrefix("retrace: a is sound: "))
    #expect(refused.err.contains("there is nothing to salvage") && refused.err.contains("backup"))
    #expect(!work.folder.contains("b"))
  }

  @Test func `never writes over anything, nor into the damaged journal`() async throws {
    _ = try await damage("a", atPage: 5)
    try work.folder.write("there/file", "mine")
    let there = try await work.retrace("journal", "salvage", "a", "--into", "there")
    #expect(there.status == 2)
    #expect(there.err.hasPrefix("retrace: there is there already, and salvage never writes over"))
    #expect(
      try work.folder.text(of: "there/file") == "mine" && !work.folder.contains("there/data.mdb"))
    let inside = try await work.retrace("journal", "salvage", "a", "--into", "a/b")
    #expect(inside.status == 2)
    #expect(inside.err.hasPrefix("retrace: a/b lies inside a, which salvage leaves as it is."))
    #expect(!work.folder.contains("a/b"))
  }

  @Test func `of a journal that is being written is refused`() async throws {
    try await work.bursts()
    let run = try work.start(
      "run", "--feed", "bursts", "--journal", "a", "--pace", Workplace.burstPace)
    try await work.wait(for: Workplace.burst, in: "a")
    let refused = try await work.retrace("journal", "salvage", "a", "--into", "b")
    run.signal(SIGTERM)
    _ = try await run.end()
    #expect(refused.status == 2)
    #expect(refused.err.hasPrefix("retrace: Process \(run.processID) is writing the journal at a."))
    #expect(!work.folder.contains("b"))
  }

  @Test func `of a file in which nothing can be reached says so`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let size = try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb"))).count
    try work.folder.write("a/data.mdb", [UInt8](repeating: 0, count: size))
    let nothing = try await work.retrace("journal", "salvage", "a", "--into", "b")
    #expect(nothing.status == 1 && nothing.out.isEmpty)
    #expect(
      nothing.err.hasPrefix(
        "retrace: Nothing in a can be reached: meta page 0 of data.mdb is wrong"))
    #expect(nothing.err.contains("go on from a backup") && nothing.err.contains("at the broker"))
    #expect(!work.folder.contains("b"))
    let audit = try await work.retrace("audit", "verify", "a")
    #expect(audit.out.contains("go on from a backup") && !audit.out.contains("salvage"))
  }

  @Test func `works from the state before when LMDB's newest root is lost`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    let path = URL(filePath: work.folder.path("a/data.mdb"))
    var bytes = try Data(contentsOf: path)
    func number(_ offset: Int) -> Int {
      (0..<8).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
    // The transaction stands 144 bytes into a meta page, the root of the main database 128.
    let newest = number(144) > number(4_096 + 144) ? 0 : 4_096
    let root = number(newest + 128)
    bytes.replaceSubrange(root * 4_096..<(root + 1) * 4_096, with: Data(count: 4_096))
    try bytes.write(to: path)

    let audit = try await work.retrace("audit", "verify", "a", "--json").json()
    #expect(audit["events"] == .integer(0))
    let before = editor.first(of: editor.pages.count - 1) - 1
    #expect(audit["salvage_events"] == .integer(before))
    #expect(try await work.python("a").status == 1)
    let salvage = try await work.retrace("journal", "salvage", "a", "--into", "b", "--json")
    #expect(salvage.status == 0)
    #expect(try salvage.json()["events"] == .integer(before))
    #expect(try await isSound("b", in: work))
  }

  @Test func `of no journal, or without a place to write to, is refused`() async throws {
    let none = try await work.retrace("journal", "salvage", "nowhere", "--into", "b")
    #expect(none.status == 2 && none.err.hasPrefix("retrace: There is no journal at nowhere."))
    let aimless = try await work.retrace("journal", "salvage", "a")
    #expect(aimless.status == 2 && aimless.err.contains("Name the folder to make with --into."))
  }
}
