import Foundation
import TestSupport
import Testing

@Suite struct `An audit of trading` {
  private let work = Workplace()
  private static let note = "SYNTHETIC: quotes of the synthetic market, seed 10, days 1"

  @Test(arguments: ["trades", "orders", "ledger"])
  func `says first that the quotes are synthetic, in each form where it fits`(
    what: String
  ) async throws {
    try work.golden("orders-10-stops", as: "a")
    let table = try await work.retrace("audit", what, "a")
    #expect(table.status == 0 && table.out.hasPrefix(Self.note) && table.err.isEmpty)
    let csv = try await work.retrace("audit", what, "a", "--csv")
    #expect(csv.err.hasPrefix(Self.note) && !csv.out.contains("SYNTHETIC"))
    let json = try await work.retrace("audit", what, "a", "--json")
    #expect(try json.json()["synthetic"][0].text() == "synthetic market, seed 10, days 1")
    #expect(json.err.isEmpty)
  }

  @Test(arguments: ["trades", "orders", "ledger"])
  func `says nothing of it where they are a file's`(what: String) async throws {
    try await work.sample()
    try await work.record(in: "a")
    let table = try await work.retrace("audit", what, "a")
    #expect(table.status == 0 && !table.out.contains("SYNTHETIC") && table.err.isEmpty)
    let json = try await work.retrace("audit", what, "a", "--json").json()
    #expect(try json.object()["synthetic"] == nil)
  }

  @Test func `keeps the head of a command for an instrument that the journal does not list`()
    async throws
  {
    try await work.sample()
    let line =
      #"{"at":"2024-01-08T00:00:00Z","owner":"ada","reason":"none of ours","command":"close","#
      + #""instrument":"GBP_CHF","units":"ALL"}"#
    try work.folder.write("commands.jsonl", line + "\n")
    let run = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--commands", "commands.jsonl")
    #expect(run.status == 0)
    let events = try await work.retrace(
      "journal", "dump", "a", "--kind", "operator.command-unreadable"
    ).jsonLines()
    let head = line.utf8.prefix(64).map { String(format: "%02x", $0) }.joined()
    #expect(try events.map { try $0["body"]["head"].text() } == [head])
    #expect(try events.first?["body"]["reason"].text() == "instrument_unknown")
  }
}

@Suite struct `A check of settings` {
  private let work = Workplace()

  @Test func `of a file that cannot be read finds nothing out, and names it`() async throws {
    let missing = try await work.retrace("config", "check", "nofile")
    #expect(missing.status == 2 && missing.out.contains("nofile"))
    let json = try await work.retrace("config", "check", "nofile", "--json")
    #expect(try json.status == 2 && json.json()["errors"][0]["name"].text() == "nofile")
  }

  @Test func `of a file that is no object of settings is refused`() async throws {
    try work.folder.write("list.json", "[]")
    let refused = try await work.retrace("config", "check", "list.json")
    #expect(refused.status == 1 && refused.out.contains("list.json"))
  }
}
