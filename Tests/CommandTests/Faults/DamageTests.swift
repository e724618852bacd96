import Foundation
import TestSupport
import Testing

@Suite struct `An audit names` {
  private let work = Workplace()

  @Test func `a damaged page, with what is good and how to keep it`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    var value = editor.pages[5].value
    value[230] ^= 4
    try editor.put(value, at: 5)
    try await expect("the page at event \(editor.first(of: 5)) has a wrong checksum", 5, editor)
    try await expectSalvage(keeping: 5, of: editor)
  }

  @Test func `a missing page`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    try editor.delete(4)
    let (missing, next) = (editor.first(of: 4), editor.first(of: 5))
    try await expect("event \(missing) is missing: the next page begins at \(next)", 4, editor)
    try await expectSalvage(keeping: 4, of: editor)
  }

  @Test func `two pages that changed places, which cost nothing`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    try editor.put(editor.pages[6].value, at: 3)
    try editor.put(editor.pages[3].value, at: 6)
    let (first, second) = (editor.first(of: 3), editor.first(of: 6))
    try await expect(
      "the page filed under event \(first) begins at event \(second)", 3, editor)
    // Every page says itself where it belongs, and the chain proves it.
    try await expectSalvage(keeping: editor.pages.count, of: editor)
    #expect(!work.folder.contains("b/FAULT"))
  }

  @Test func `a page of another journal`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    let other = try await work.journalOfFourRuns("other")
    try editor.put(other.pages[5].value, at: 5)
    try await expect(
      "the page at event \(editor.first(of: 5)) belongs to another journal", 5, editor)
    try await expectSalvage(keeping: 5, of: editor)
  }

  @Test func `a tail that was cut off, against a kept head`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    let kept = String(try await work.retrace("audit", "head", "a").out.dropLast())
    for page in editor.pages.indices.suffix(2) { try editor.delete(page) }
    try editor.settle()
    let through = editor.first(of: editor.pages.count - 2) - 1
    let audit = try await work.retrace("audit", "verify", "a", "--head", kept)
    #expect(audit.status == 1)
    #expect(audit.out.contains("but the journal ends at \(through): its tail was cut"))
    #expect(!audit.out.contains(" are good"))
    #expect(audit.out.contains("go on from a backup against which the same line holds"))
    #expect(!audit.out.contains("salvage"))
    #expect(try await work.python("a", head: kept).status == 1)
    // Without it the newest snapshot tells, which had applied events that are gone.
    let told = try await work.retrace("audit", "verify", "a")
    #expect(told.status == 1)
    #expect(told.out.contains("but the journal ends at \(through): its tail was cut"))
    #expect(try await work.python("a").status == 1)
    #expect(try await work.retrace("journal", "salvage", "a", "--into", "b").status == 0)
    #expect(work.folder.contains("b/FAULT"))
  }

  @Test func `a cut tail by a kept head alone, where no snapshot is left to tell`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    let kept = String(try await work.retrace("audit", "head", "a").out.dropLast())
    for page in editor.pages.indices.suffix(2) { try editor.delete(page) }
    try editor.deleteSnapshots()
    try editor.settle()
    let audit = try await work.retrace("audit", "verify", "a", "--head", kept)
    #expect(audit.status == 1 && audit.out.contains("its tail was cut"))
    #expect(try await work.python("a", head: kept).status == 1)
    // Without the kept head it is as sound as any: nothing can tell, and nothing can be salvaged.
    #expect(try await work.retrace("audit", "verify", "a").status == 0)
    #expect(try await work.python("a").status == 0)
    #expect(try await work.retrace("journal", "salvage", "a", "--into", "b").status == 1)
  }

  @Test func `a damaged snapshot, which costs time and nothing else`() async throws {
    let editor = try await work.journalOfFourRuns("a")
    let digest = try await work.retrace("replay", "a", "--json").json()["content_digest"].text()
    let damaged = try editor.damageNewestSnapshot()
    try editor.settle()
    let audit = try await work.retrace("audit", "verify", "a")
    #expect(audit.status == 1)
    #expect(
      audit.out.contains("the snapshot at event \(damaged) is damaged: its checksum is wrong"))
    #expect(audit.out.contains("an opening passes over this snapshot"))
    #expect(try await work.python("a").status == 1)
    let opened = try await work.retrace("journal", "state", "a", "--json").json()
    #expect(try opened["warnings"].list().count == 1)
    let replay = try await work.retrace("replay", "a", "--json")
    #expect(replay.status == 0)
    #expect(try replay.json()["content_digest"].text() == digest)
    #expect(try await work.retrace("journal", "salvage", "a", "--into", "b").status == 0)
    #expect(!work.folder.contains("b/FAULT"))
    #expect(try await work.retrace("audit", "verify", "b").status == 0)
  }

  /// Both verifiers say no; ours says why, through where it is good, and how to keep that.
  private func expect(_ fault: String, _ goodPages: Int, _ editor: JournalEditor) async throws {
    try editor.settle()
    let audit = try await work.retrace("audit", "verify", "a")
    #expect(audit.status == 1)
    #expect(audit.out.hasPrefix("Fault: \(fault).\n"), "\(audit.out)")
    let through = editor.first(of: goodPages) - 1
    let told = try await work.retrace("audit", "verify", "a", "--json").json()
    #expect(told["events"] == .integer(through))
    let time = try told["good_through"].text()
    #expect(
      audit.out.contains(
        "  Events 1 to \(through) (\(goodPages) pages) are good, through \(time).\n")
    )
    #expect(audit.out.contains("retrace journal salvage a --into NEW\n"))
    let python = try await work.python("a")
    #expect(python.status == 1)
    #expect(try python.json()["events"] == .integer(through))
  }

  /// Salvage keeps so many pages; what it wrote is the beginning of what was, and a run goes on from it.
  private func expectSalvage(keeping pages: Int, of editor: JournalEditor) async throws {
    let before = try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb")))
    let salvage = try await work.retrace("journal", "salvage", "a", "--into", "b", "--json")
    #expect(salvage.status == 0, "\(salvage.err)")
    let told = try salvage.json()
    #expect(try told["pages"].integer() == Int64(pages))
    let isWhole = pages == editor.pages.count
    #expect(told["whole"] == .flag(isWhole))
    #expect(
      try JournalEditor(work.folder.path("b")).pages.map(\.value)
        == editor.pages.prefix(pages).map(\.value))
    #expect(try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb"))) == before)

    #expect(try await isSound("b", in: work))
    let python = try await work.python("b")
    #expect(python.status == 0)
    #expect(try python.json()["content_digest"] == told["content_digest"])
    let next = try await work.retrace("run", "--feed", "ticks", "--journal", "b", "--json")
    #expect(next.status == 0)
    let unbroken = try await work.digest()
    #expect(try next.json()["content_digest"].text() == unbroken)
    #expect(try await isSound("b", in: work))
    let opening = try #require(try await work.events("b", kind: "node.run-started").last)
    #expect(opening["body"]["fault"].isNull == isWhole)
    if !isWhole {
      #expect(
        try opening["body"]["fault"].text().hasPrefix("Salvaged from a: whatever came after event ")
      )
    }
  }
}

extension Workplace {
  /// A journal that was opened four times, so that it has many pages.
  func journalOfFourRuns(_ name: String) async throws -> JournalEditor {
    if !folder.contains("ticks") { try await sample() }
    for minute in [2, 4, 6] {
      let run = try await retrace(
        "run", "--feed", "ticks", "--journal", name, "--to", "2024-01-08T00:0\(minute):00Z")
      guard run.status == 0 else { throw VectorMismatch(run.err) }
    }
    try await record(in: name)
    let editor = try JournalEditor(folder.path(name))
    guard editor.pages.count >= 10 else { throw VectorMismatch("only \(editor.pages.count) pages") }
    return editor
  }

  /// What the verifier says that is not ours.
  func python(_ journal: String, head: String? = nil) async throws -> Program.Outcome {
    let script = Vectors.packageRoot + "tools/verify-journal.py"
    return try await Program.named("python3").run(
      [script, journal, "--json"] + (head.map { ["--head", $0] } ?? []), in: folder.path)
  }
}
