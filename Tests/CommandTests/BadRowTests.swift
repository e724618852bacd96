import TestSupport
import Testing

/// One line of a tick file that is no good quote, and how it is recorded.
struct BadRow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let line: [UInt8]
  let kind: String
  let reason: String

  init(_ description: String, _ line: [UInt8], _ kind: String, _ reason: String) {
    testDescription = description
    self.line = line
    self.kind = kind
    self.reason = reason
  }

  init(_ line: String, _ kind: String, _ reason: String) {
    self.init(line, Array(line.utf8), kind, reason)
  }

  static let noRows = [
    BadRow("1704672006000000000,1.1", "feed.row-rejected", "missing_fields"),
    BadRow("quote", "feed.row-rejected", "missing_fields"),
    BadRow("1704672006000000000,1.1,1.2,3", "feed.row-rejected", "too_many_fields"),
    BadRow("soon,1.1,1.2", "feed.row-rejected", "bad_stamp"),
    BadRow("-5,1.1,1.2", "feed.row-rejected", "bad_stamp"),
    BadRow("5000000000000000000,1.1,1.2", "feed.row-rejected", "bad_stamp"),
    BadRow("bytes that are no UTF-8", [0x31, 0xff, 0xfe, 0x2c], "feed.row-rejected", "not_text"),
    BadRow("a zero byte", [0x31, 0x00, 0x2c, 0x31], "feed.row-rejected", "not_text"),
    BadRow(
      "4,097 bytes", [UInt8](repeating: 0x31, count: 4_097), "feed.row-rejected", "too_long"),
  ]

  static let noQuotes = [
    BadRow("1704672006000000000,x,1.2", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,1.1,", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,1.1e0,1.2", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,1.100001,1.2", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,1.1,1.20000001", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,99999999999999,1.2", "ingest.tick-rejected", "bad_number"),
    BadRow("1704672006000000000,0,1.2", "ingest.tick-rejected", "bad_price"),
    BadRow("1704672006000000000,-1.1,1.2", "ingest.tick-rejected", "bad_price"),
    BadRow("1704672006000000000,1.1,99999", "ingest.tick-rejected", "bad_price"),
    BadRow("1704672006000000000,1.3,1.2", "ingest.tick-rejected", "crossed"),
    BadRow("1704672004999999999,1.1,1.2", "ingest.tick-rejected", "out_of_order"),
    BadRow("0,1.1,1.2", "ingest.tick-rejected", "out_of_order"),
  ]
}

/// Good rows, one a second from 2024-01-08 on, in millionths of nothing but themselves.
func goodRows(_ seconds: ClosedRange<Int>) -> String {
  seconds.map { "\(1_704_672_000 + $0)000000000,1.1000\($0 % 10),1.1001\($0 % 10)\n" }.joined()
}

@Suite struct `A bad row` {
  private let work = Workplace()

  /// Records five good rows, the bad one, and five good rows.
  private func record(_ bad: BadRow) async throws -> VectorValue {
    try work.folder.write(
      "ticks/EUR_USD.csv",
      Array("ts_ns,bid,ask\n\(goodRows(1...5))".utf8) + bad.line
        + Array("\n\(goodRows(7...11))".utf8))
    return try await work.record(in: "a")
  }

  @Test(arguments: BadRow.noRows + BadRow.noQuotes)
  func `is recorded with its reason, counted, and harms no other`(bad: BadRow) async throws {
    let told = try await record(bad)
    #expect(try told["inputs"].integer() == 11)
    #expect(try told["rejected"].integer() == 1)
    let refusal = try #require(try await work.events("a", kind: bad.kind).last)
    #expect(refusal["body"]["reason"] == .text(bad.reason))
    #expect(try await work.statistics("a")["rejected"].integer() == 1)
    #expect(try await isSound("a", in: work))
  }

  @Test(arguments: BadRow.noRows)
  func `that is no row keeps its file, line and first 64 bytes`(bad: BadRow) async throws {
    _ = try await record(bad)
    let row = try #require(try await work.events("a", kind: "feed.row-rejected").first)
    let head = bad.line.prefix(64).map { byte in
      String(byte, radix: 16).count == 1 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
    }
    #expect(row["body"]["line"] == .integer(7))
    #expect(row["body"]["head"] == .text(head.joined()))
    #expect(row["source"] == .integer(1) && row["position"] == .integer(6))
    let opened = try #require(try await work.events("a", kind: "node.feed-opened").first)
    #expect(opened["body"]["feed"] == .integer(1))
    #expect(opened["body"]["path"] == .text("ticks/EUR_USD.csv"))
  }

  @Test(arguments: BadRow.noQuotes)
  func `that is no quote is an input, and its refusal the answer`(bad: BadRow) async throws {
    _ = try await record(bad)
    let refusal = try #require(try await work.events("a", kind: bad.kind).first)
    let ticks = try await work.events("a", kind: "feed.tick-received")
    let tick = try #require(ticks.first { $0["seq"] == refusal["cause"] })
    #expect(tick["position"] == .integer(6))
  }

  @Test func `whose price is no number has an absent price, not a zero`() async throws {
    _ = try await record(BadRow("1704672006000000000,x,1.2", "ingest.tick-rejected", "bad_number"))
    let ticks = try await work.events("a", kind: "feed.tick-received")
    let tick = try #require(ticks.first { $0["position"] == .integer(6) })
    #expect(tick["body"]["bid"].isNull)
    #expect(!tick["body"]["ask"].isNull)
  }

  @Test func `changes nothing of what the others become`() async throws {
    try work.folder.write("good/EUR_USD.csv", goodRows(1...300))
    var rows = goodRows(1...300).split(separator: "\n").map { String($0) }
    for place in stride(from: 290, to: 0, by: -10) {
      rows.insert(
        ["1,2", "1704672000000000000,1,1", "1704673000000000000,2,1"][place % 3], at: place)
    }
    try work.folder.write("bad/EUR_USD.csv", rows.joined(separator: "\n"))
    try await work.record("good", in: "a")
    #expect(try await work.record("bad", in: "b")["rejected"].integer() == 29)
    for kind in ["ingest.candle-closed", "kernel.metrics-computed"] {
      let good = try await work.events("a", kind: kind).map { $0["body"] }
      #expect(good.count >= 4)
      #expect(try await work.events("b", kind: kind).map { $0["body"] } == good)
    }
  }
}
