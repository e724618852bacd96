import Foundation
import TestSupport
import Testing

@Suite struct `A difference` {
  private let work = Workplace()

  /// Records the sample as `a`, and as `b` with another bid in one row of EUR_USD.
  ///
  /// - Returns: The bids of that row.
  private func recordTwo(otherRow row: Int = 40) async throws -> (a: String, b: String) {
    try await work.sample(100)
    try await work.record(in: "a")
    var rows = try work.folder.text(of: "ticks/EUR_USD.csv").split(separator: "\n").map {
      $0.split(separator: ",").map { String($0) }
    }
    let bid = rows[row][1]
    // Lower by one pip, which leaves the bid below the ask.
    let points = try #require(Int(bid.filter { $0 != "." })) - 10
    rows[row][1] = "\(points / 100_000).\("\(points % 100_000 + 100_000)".dropFirst())"
    try work.folder.write(
      "ticks/EUR_USD.csv", rows.map { $0.joined(separator: ",") + "\n" }.joined())
    try await work.record(in: "b")
    return (bid, rows[row][1])
  }

  @Test func `is none between two runs of one feed`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    try await work.record(in: "b")
    let turns = try await work.events("a").filter {
      try $0["cause"] == .integer(0) && !$0["kind"].text().hasPrefix("node.")
    }
    for other in ["b", "a", "./a"] {
      let same = try await work.retrace("diff", "a", other)
      #expect(same.status == 0 && same.err.isEmpty)
      #expect(
        same.out
          == "The same: all \(grouped(Int64(turns.count))) turns of both journals are equal, byte "
          + "for byte. The node's own events, such as openings, were not compared.\n")
    }
    let json = try await work.retrace("diff", "a", "b", "--json")
    #expect(json.status == 0)
    let told = try json.json()
    #expect(told["identical"] == .flag(true) && told["a"].isNull && told["b"].isNull)
    #expect(told["common_turns"] == .integer(Int64(turns.count)))
  }

  @Test func `is told from both sides, with the field that differs`() async throws {
    let bids = try await recordTwo()
    let events = try await work.events("a")
    let place = try #require(
      events.firstIndex { event in
        event["kind"] == .text("feed.tick-received") && event["instrument"] == .text("EUR_USD")
          && event["position"] == .integer(40)
      })
    let before = try events[..<place].count {
      try $0["cause"] == .integer(0) && !$0["kind"].text().hasPrefix("node.")
    }
    let found = try await work.retrace("diff", "a", "b")
    #expect(found.status == 1 && found.err.isEmpty)
    #expect(
      found.out.hasPrefix(
        "They differ: the first \(before) turns are equal, the next one is not.\n"))
    for part in [
      "A  a, from event \(place + 1), at ", "B  b, from event \(place + 1), at ",
      "A quote of EUR_USD arrived: bid \(bids.a), ", "A quote of EUR_USD arrived: bid \(bids.b), ",
      "The first event that differs is feed.tick-received:\n  bid: A \(bids.a)0, B \(bids.b)0\n",
    ] { #expect(found.out.contains(part), "\(part)\n\(found.out)") }
  }

  @Test func `in JSON has both sides as events`() async throws {
    let bids = try await recordTwo()
    let found = try await work.retrace("diff", "a", "b", "--json")
    #expect(found.status == 1 && found.err.isEmpty)
    let told = try found.json()
    #expect(told["identical"] == .flag(false))
    for (side, bid) in [("a", bids.a), ("b", bids.b)] {
      let event = told[side]["events"][0]
      #expect(event["seq"] == told[side]["first_seq"])
      #expect(rounded(try event["body"]["bid"].number(), 5) == bid)
    }
  }

  @Test func `is where one of them ends`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "b", "--to", "2024-01-08T00:05:00Z")
    let found = try await work.retrace("diff", "a", "b")
    #expect(found.status == 1)
    #expect(found.out.contains(" turns are equal, then one ends.\n"))
    #expect(found.out.contains("\nB  b has ended.") && !found.out.contains("A  a has ended."))
    let turned = try await work.retrace("diff", "b", "a", "--json")
    #expect(turned.status == 1)
    #expect(try turned.json()["a"].isNull && !turned.json()["b"].isNull)
  }

  @Test func `of different instruments names them`() async throws {
    try await work.sample(20)
    try await work.record("ticks/EUR_USD.csv", in: "a")
    try await work.record("ticks/USD_JPY.csv", in: "b")
    let found = try await work.retrace("diff", "a", "b")
    #expect(found.status == 1)
    #expect(found.out.hasPrefix("They differ from the first turn on.\n"))
    #expect(found.out.contains("\n  instrument: A EUR_USD, B USD_JPY\n"), "\(found.out)")
  }

  @Test func `says first which side is synthetic`() async throws {
    try await work.demo(1, in: "a")
    try await work.sample(20)
    try await work.record(in: "b")
    let found = try await work.retrace("diff", "b", "a")
    #expect(found.status == 1 && found.out.hasPrefix(Workplace.synthetic + "They differ"))
    let told = try await work.retrace("diff", "b", "a", "--json").json()
    #expect(told["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
    let fields = found.out.components(separatedBy: "feed.tick-received:\n").last ?? ""
    #expect(fields.contains("  instrument: A USD_JPY, B EUR_USD\n"), "\(found.out)")
  }

  @Test(arguments: [["a", "none"], ["none", "a"], ["a", "bad"]])
  func `is not looked for where a journal cannot be read`(words: [String]) async throws {
    try await work.sample()
    try await work.record(in: "a")
    _ = try await work.shell(
      "cp -r a bad; printf damage | dd of=bad/data.mdb bs=1 conv=notrunc seek=$(($(stat -c %s a/data.mdb) / 2))"
    )
    let refused = try await Program.retrace.run(["diff"] + words, in: work.folder.path)
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(refused.err.contains("none") || refused.err.contains("The journal at bad is damaged"))
    let json = try await Program.retrace.run(["diff", "--json"] + words, in: work.folder.path)
    #expect(json.status == 2)
    #expect(try json.json()["error"].text() == refused.err.dropFirst(9).dropLast())
  }
}
