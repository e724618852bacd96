import Events
import Feeds
import Market
import Node
import Testing

@Suite struct `A bad candle of a file` {
  private let node = CandleNode()

  private static let header = "ts_ms,o,h,l,c,v\n"
  private static let good =
    "600000,1.1,1.3,1.0,1.2,5\n660000,1.1,1.3,1.0,1.2,5\n720000,1.1,1.3,1.0,1.2,5\n"

  /// Reasons in the order of metrics-kernel.md, section 2.3.
  static let bad: [(row: String, reason: CandleFault)] = [
    ("780000,,1.3,1.0,1.2,5", .badNumber), ("780000,1.1,nan,1.0,1.2,5", .badNumber),
    ("780000,1.1,1.3,inf,1.2,5", .badNumber), ("780000,1.1,1.3,1.0,1.2.0,5", .badNumber),
    ("780000,1.1234567,1.3,1.0,1.2,5", .badNumber), ("780000,0,1.3,0,1.2,5", .badPrice),
    ("780000,1.1,1.3,-1.0,1.2,5", .badPrice), ("780000,1.1,3000,1.0,1.2,5", .badPrice),
    ("780000,1.1,1.15,1.0,1.2,5", .badOhlc), ("780000,1.1,1.3,1.15,1.2,5", .badOhlc),
    ("780000,1.1,1.3,1.0,1.2,-1", .badVolume), ("780001,1.1,1.3,1.0,1.2,5", .misaligned),
    ("600000,1.1,1.3,1.0,1.2,5", .stale), ("720000,1.1,1.3,1.0,1.2,5", .duplicate),
    ("720000,1.1,1.3,1.0,1.25,5", .revision), ("720000,1.1,1.3,1.0,1.2,6", .revision),
    // What comes first of two.
    ("780001,1.1,1.15,1.0,1.2,-1", .badOhlc), ("600000,1.1,1.3,1.0,1.2,-1", .badVolume),
    ("600001,1.1,1.3,1.0,1.2,5", .misaligned), ("780000,x,1.15,-1,1.2,5", .badNumber),
    ("780000,-1,1.15,1.0,1.2,5", .badPrice),
  ]

  @Test func `is refused by name, and changes nothing else`() async throws {
    for (number, (row, reason)) in Self.bad.enumerated() {
      let tail = "840000,1.2,1.3,1.1,1.25,9\n900000,1.2,1.3,1.1,1.15,9\n"
      let name = "EUR_USD-\(number).csv"
      try node.file(name, Self.header + Self.good + row + "\n" + tail)
      try node.file("without-\(name)", Self.header + Self.good + tail)
      let summary = try await node.run(node.discover([node.path(name)]), into: "j\(number)")
      #expect(summary.failure == nil)
      #expect(summary.rejected == 1, "\(row)")
      let facts = try node.facts("j\(number)")
      #expect(facts.compactMap(\.candleFault) == [reason], "\(row)")
      try await node.run(node.discover([node.path("without-\(name)")]), into: "w\(number)")
      #expect(
        facts.compactMap(\.metrics) == (try node.facts("w\(number)")).compactMap(\.metrics),
        "\(row)")
    }
    #expect(Set(Self.bad.map(\.reason)).count == 8)
  }

  @Test func `may leave its quotes, which are judged as quotes`() async throws {
    let text = Self.header + Self.good + "780000,1.1,1.15,1.0,1.2,5\n" + "660000,1.4,1.5,1,1.45,5\n"
    try node.file("EUR_USD.csv", text)
    try await node.run(node.discover([node.path("EUR_USD.csv")], .told(("EUR_USD", 100))))
    let facts = try node.facts()
    #expect(facts.compactMap(\.candleFault) == [.badOhlc, .stale])
    // The stale row's own quotes are older than the newest quote.
    #expect(facts.compactMap(\.tickFault) == [.outOfOrder, .outOfOrder])
    let minutes = facts.filter { $0.quote != nil }.map(\.minute)
    #expect(minutes == [10, 11, 11, 12, 12, 13, 13, 13, 13, 13])
  }

  @Test func `that is no row is recorded as such, with its line`() async throws {
    let rows = ["x", "780000,1,1,1,1", "780000,1,1,1,1,1,1", "780000,1,1,1,1,many"]
    try node.file("EUR_USD.csv", Self.header + Self.good + rows.joined(separator: "\n"))
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    #expect(summary.rejected == 4)
    let refusals = try node.facts().compactMap { event -> RowRejected? in
      if case .rowRejected(let row) = event.body { row } else { nil }
    }
    #expect(refusals.map(\.reason) == [.missingFields, .missingFields, .tooManyFields, .badVolume])
    #expect(refusals.map(\.line) == [5, 6, 7, 8])
    #expect(
      try node.facts().filter { $0.body.kind == .rowRejected }.map(\.position) == [11, 14, 17, 20])
  }

  @Test func `stops the run after 999 others in a row, whatever its quotes are`() async throws {
    let rows = (0..<1_200).map { "\($0 * 60_000),1.1,1.0,1.0,1.2\n" }.joined()
    try node.file("EUR_USD.csv", "ts_ms,o,h,l,c\n" + rows)
    let summary = try await node.run(
      node.discover([node.path("EUR_USD.csv")], .told(("EUR_USD", 100))))
    guard case .nothingButRefusals(_, let line, let lately) = summary.failure else {
      Issue.record("\(String(describing: summary.failure))")
      return
    }
    #expect(line == 1_001)
    #expect(lately == "bad_ohlc")
    #expect(summary.rejected == 1_000)
    #expect(try node.facts().compactMap(\.candleFault).count == 1_000)
  }

  @Test func `does not stop a run whose candles are good and whose quotes are crossed`()
    async throws
  {
    let rows = (0..<1_200).map { "\($0 * 60_000),1.2,1.2,1.2,1.2,1.1,1.1,1.1,1.1\n" }.joined()
    try node.file("EUR_USD.csv", "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n" + rows)
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    #expect(summary.failure == nil)
    #expect(summary.rejected == 2_400)
    #expect(try node.facts().compactMap(\.tickFault).allSatisfy { $0 == .crossed })
    #expect(try node.facts().compactMap(\.metrics).count == 1_200)
  }

  @Test func `file that breaks off keeps what was read before`() async throws {
    let rows = (0..<100).map { "\($0 * 60_000),1.1,1.1,1.1,1.1\n" }.joined()
    let long = String(repeating: "7", count: 1 << 21)
    try node.file("EUR_USD.csv", "ts_ms,o,h,l,c\n" + rows + long)
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    guard case .feed(.lineTooLong(_, let line)) = summary.failure else {
      Issue.record("\(String(describing: summary.failure))")
      return
    }
    #expect(line == 102)
    #expect(try node.facts().compactMap(\.candle).count == summary.inputs)
    #expect(summary.inputs == 100)
  }
}
