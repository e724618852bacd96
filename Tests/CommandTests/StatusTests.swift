import Foundation
import TestSupport
import Testing

@Suite struct `The status of a journal` {
  private let work = Workplace()

  private func status(_ journal: String = "a") async throws -> VectorValue {
    let told = try await work.retrace("status", journal, "--json")
    #expect(told.err.isEmpty)
    return try told.json()
  }

  @Test func `without a node has the last event and how it ended`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let told = try await work.retrace("status", "a")
    #expect(told.status == 0 && told.err.isEmpty)
    let last = try run["last_seq"].integer()
    let event = try #require(try await work.events("a").last)
    for part in [
      "Journal \(try run["journal_id"].text()) in a\n", "\n  writer      nobody\n",
      "\n  last event  \(grouped(last)), market time \(try event["at"].text())\n",
      ", ended: all rows were taken\n",
    ] { #expect(told.out.contains(part), "\(part)\n\(told.out)") }
    let json = try await status()
    #expect(json["writer"].isNull && json["fault"].isNull && json["openings"] == .integer(1))
    #expect(json["last_seq"] == run["last_seq"] && json["last_at"] == event["at"])
    #expect(json["stopped"] == .text("end_of_feed"))
  }

  @Test func `has the age of the last commit, by the clock`() async throws {
    try work.golden("sample-ticks", as: "a")
    let before = Date().timeIntervalSince1970.rounded(.down)
    let json = try await status()
    let after = Date().timeIntervalSince1970.rounded(.up)
    let stamp = try json["committed_at"].text().prefix(19) + "Z"
    let committed = try #require(ISO8601DateFormatter().date(from: String(stamp)))
      .timeIntervalSince1970
    let age = try json["age_seconds"].number()
    #expect(age >= before - committed - 1 && age <= after - committed)
    let words = try await work.retrace("status", "a").out
    #expect(words.contains(age >= 172_800 ? " days ago, at \(stamp.prefix(10))" : " ago, at "))
  }

  @Test func `beside a running node names its process`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    let told = try await work.retrace("status", "a")
    #expect(told.status == 0)
    #expect(told.out.contains("\n  writer      process \(run.processID) is writing\n"))
    #expect(told.out.contains(", going on\n"))
    #expect(try await status()["writer"] == .text("\(run.processID)"))
    run.signal(SIGTERM)
    #expect(try await run.end().status == 3)
    #expect(try await work.retrace("status", "a").out.contains(", ended: a signal stopped it\n"))
  }

  @Test func `after a crash says that it ended without a word`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    run.signal(SIGKILL)
    _ = try await run.end()
    let told = try await work.retrace("status", "a")
    #expect(told.status == 0)
    #expect(told.out.contains("\n  writer      nobody\n"))
    #expect(told.out.contains(", ended without a word, as a crash would leave it\n"))
    #expect(try await status()["stopped"].isNull)
  }

  @Test func `of one that holds nothing yet invents no number`() async throws {
    try emptyJournal(at: work.folder.path("a"))
    let told = try await work.retrace("status", "a")
    #expect(told.status == 0)
    #expect(told.out.hasSuffix("\n  writer      nobody\n  last event  none yet\n"))
    let json = try await status()
    for name in ["last_seq", "last_at", "committed_at", "age_seconds"] {
      #expect(json[name].isNull, "\(name)")
    }
  }

  @Test func `is a no while a FAULT file is there, and says what to do`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.write("a/FAULT", "A commit failed: no actor.\n")
    let told = try await work.retrace("status", "a")
    #expect(told.status == 1 && told.err.isEmpty)
    #expect(told.out.contains("\n  FAULT       A commit failed: no actor.\n"))
    #expect(told.out.contains("Next: retrace audit verify a, mend the disk, then remove a/FAULT."))
    #expect(try await status()["fault"] == .text("A commit failed: no actor."))
  }

  @Test func `says first that the quotes are synthetic`() async throws {
    try await work.demo(1, in: "a")
    #expect(try await work.retrace("status", "a").out.hasPrefix(Workplace.synthetic + "Journal "))
    #expect(try await status()["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
  }

  @Test func `that is nowhere could not be found out`() async throws {
    let none = try await work.retrace("status", "nowhere")
    #expect(none.status == 2 && none.out.isEmpty)
    #expect(none.err.hasPrefix("retrace: There is no journal at nowhere. Nothing was changed."))
  }
}
