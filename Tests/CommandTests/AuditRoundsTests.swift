import TestSupport
import Testing

/// The audits of gates, weights and shadows, by the program itself.
@Suite struct `An audit of rounds` {
  private let work = Workplace()

  private func record() async throws {
    let run = try await work.retrace(
      "run", "--demo", "--seed", "7", "--days", "1", "--to", "2024-01-08T04:00:00Z", "--journal",
      "a",
      "--durability", "none")
    #expect(run.status == 0)
  }

  @Test func `tells each gate with its reason, floors and summary`() async throws {
    try await record()
    let told = try await work.retrace("audit", "gates", "a", "--json").json()
    let rounds = try told["rounds"].list()
    #expect(rounds.count > 200)
    for round in rounds.suffix(3) {
      #expect(try round.has("seq", "at", "instruments"))
      let rows = try round["instruments"].list()
      #expect(rows.count == 8)
      for row in rows {
        #expect(
          try row.has(
            "instrument", "gate", "cooldown", "buffer", "reason", "stepped", "floors", "summary"))
        #expect(try row["floors"].has("min_trades", "calmar_min", "pnl_min"))
        // A day is no thirty days: nothing is known, so nothing is open and nothing counted.
        #expect(try row["gate"].integer() == 0)
        #expect(row["stepped"] == .flag(false))
        #expect(row["summary"].isNull)
        #expect(try ["summary_missing", "closed"].contains(row["reason"].text()))
      }
    }
  }

  @Test func `tells each allocation with the gates it rests on`() async throws {
    try await record()
    let gates = try await work.retrace("audit", "gates", "a", "--json").json()
    let sequences = try gates["rounds"].list().map { try $0["seq"].integer() }
    let told = try await work.retrace("audit", "allocations", "a", "--json").json()
    let rounds = try told["rounds"].list()
    #expect(rounds.count == sequences.count)
    for (round, sequence) in zip(rounds, sequences) {
      #expect(
        try round.has(
          "seq", "at", "action", "mode", "reason", "reduce_only", "gates_seq", "selected", "filled",
          "weights_ppm", "standings"))
      #expect(try round["gates_seq"].integer() == sequence)
      let weights = try round["weights_ppm"].object().map { try $0.value.integer() }
      guard try round["action"].text() == "publish" else {
        #expect(weights.isEmpty && round["mode"].isNull)
        continue
      }
      #expect(weights.reduce(0, +) == 1_000_000)
      #expect(try round["selected"].list().count == weights.count)
      // Without an open gate all are filled.
      #expect(round["filled"] == round["selected"])
    }
    #expect(try rounds.contains { try $0["action"].text() == "publish" })
  }

  @Test func `steps each shadow again and tells its trades`() async throws {
    try await record()
    let told = try await work.retrace("audit", "shadow", "a", "--json").json()
    let rows = try told["instruments"].list()
    #expect(rows.count == 8)
    #expect(try rows.reduce(0) { try $0 + $1["trades"].list().count } > 0)
    for row in rows {
      #expect(try row["param_key"].text() == "c0.2:l12:t2.0:ec60:xc60")
      #expect(row["ready"] == .flag(false) && row["summary"].isNull)
      for trade in try row["trades"].list() {
        #expect(
          try trade.has(
            "side", "entry_ms", "exit_ms", "entry_price", "exit_price", "pnl_frac", "reason"))
        #expect(try trade["entry_ms"].integer() < trade["exit_ms"].integer())
      }
    }
    let early = try await work.retrace(
      "audit", "shadow", "a", "--at", "2024-01-08T02:00:00Z", "--json")
    #expect(try early.json()["at"].text() == "2024-01-08T02:00:00Z")
  }

  @Test(arguments: [["gates"], ["allocations"], ["shadow"], ["shadow", "--instrument", "EUR_USD"]])
  func `prints a table of eighty columns that says SYNTHETIC first`(
    words: [String]
  ) async throws {
    try await record()
    let told = try await Program.retrace.run(
      ["audit", words[0], "a"] + words.dropFirst(), in: work.folder.path)
    #expect(told.status == 0)
    #expect(told.out.hasPrefix("SYNTHETIC: "))
    let lines = told.out.split(separator: "\n").dropFirst()
    #expect(lines.count > 1)
    for line in lines { #expect(line.count <= 80, "\(line)") }
  }

  @Test func `lists only the rounds of a span, and refuses one that ends before it begins`()
    async throws
  {
    try await record()
    let span = ["--from", "2024-01-08T02:00:00Z", "--to", "2024-01-08T03:00:00Z"]
    let told = try await Program.retrace.run(
      ["audit", "gates", "a", "--json"] + span, in: work.folder.path)
    #expect(try told.json()["rounds"].list().count == 60)
    let wrong = try await work.retrace(
      "audit", "allocations", "a", "--from", "2024-01-09", "--to", "2024-01-08")
    #expect(wrong.status == 2 && wrong.err.contains("--to is not after --from"))
    let unknown = try await work.retrace("audit", "shadow", "a", "--instrument", "EUR_GBP")
    #expect(unknown.status == 1 && unknown.out.contains("No instrument has a shadow."))
  }
}
