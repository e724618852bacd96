import Foundation
import TestSupport
import Testing

@Suite struct `An explanation` {
  private let work = Workplace()

  private func explain(_ words: String...) async throws -> Program.Outcome {
    try await Program.retrace.run(["explain", "a"] + words, in: work.folder.path)
  }

  /// The newest metrics of the demo that may be acted on.
  private func readyMetrics() async throws -> VectorValue {
    try await work.demo(in: "a")
    let metrics = try await work.events("a", kind: "kernel.metrics-computed")
    return try #require(metrics.last { $0["body"]["ready"] == .flag(true) })
  }

  @Test func `of metrics has each number with its unit and the coin's beside it`() async throws {
    let metrics = try await readyMetrics()
    let body = metrics["body"]
    let told = try await explain("\(try metrics["seq"].integer())")
    #expect(told.status == 0 && told.err.isEmpty)
    let evidence = try body["evidence_q32"].number() / 4_294_967_296
    for part in [
      "The kernel measured \(try metrics["instrument"].text()) as of ",
      "Over the last \(try body["pairs"].integer()) pairs of moves: ",
      "coherence \(rounded(try body["coherence"].number(), 3)) ", "(a fair coin has 0.106)",
      "stability \(rounded(try body["stability"].number(), 3)) (coin 0.500)",
      "entropy \(rounded(try body["entropy"].number(), 3)) bits (coin 0.977)", "(coin 0.158)",
      "evidence \(rounded(evidence, 2)) bits (coin 1.45)",
      "State \(try body["state"].text()) (a coin: ", "band \(try body["band"].text())",
      "probability \(rounded(try body["lambda_hazard"].number(), 3)) (coin 0.500)",
      "%, as a standard deviation.",
    ] { #expect(told.out.contains(part), "\(part)\n\(told.out)") }
  }

  @Test func `says first that the quotes are synthetic`() async throws {
    let metrics = try await readyMetrics()
    let told = try await explain("\(try metrics["seq"].integer())")
    #expect(told.out.hasPrefix(Workplace.synthetic + "Event "))
  }

  @Test func `of metrics names the candle that caused them and the metrics they continue`()
    async throws
  {
    let metrics = try await readyMetrics()
    let cause = try metrics["cause"].integer()
    let before = try metrics["because"][0].integer()
    let told = try await explain("\(try metrics["seq"].integer())").out
    let parts = told.components(separatedBy: "It rests on\n")
    #expect(parts.count == 2)
    let causes = parts[0].components(separatedBy: "It was emitted on applying\n").last ?? ""
    #expect(
      causes.hasPrefix("  \(grouped(cause))  ingest.candle-closed\n    TickIngest closed the "))
    #expect(parts.last?.hasPrefix("  \(grouped(before))  kernel.metrics-computed\n") == true)
  }

  @Test func `of metrics that are not ready says that nothing may act on them`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let metrics = try #require(try await work.events("a", kind: "kernel.metrics-computed").last)
    let told = try await explain("\(try metrics["seq"].integer())").out
    let pairs = try metrics["body"]["pairs"].integer()
    #expect(told.contains("Only \(pairs) of the 32 pairs of moves it needs are known"))
    #expect(!told.contains("coin") && !told.contains("SYNTHETIC"))
  }

  @Test func `of a quote has its prices, its spread in pips and its row`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    for instrument in ["EUR_USD", "USD_JPY"] {
      let tick = try #require(
        try await work.events("a", kind: "feed.tick-received").last {
          $0["instrument"] == .text(instrument)
        })
      let (digits, pip) = instrument == "USD_JPY" ? (3, 0.01) : (5, 0.0001)
      let bid = try tick["body"]["bid"].number()
      let ask = try tick["body"]["ask"].number()
      let told = try await explain("\(try tick["seq"].integer())").out
      #expect(
        told.contains(
          "A quote of \(instrument) arrived: bid \(rounded(bid, digits)), ask \(rounded(ask, digits)), "
            + "spread \(rounded((ask - bid) / pip, 1)) pips; row 600 of ticks/\(instrument).csv."))
      #expect(told.contains("It is an input: it came from outside"))
      #expect(!told.contains("It rests on") && !told.contains("Decide it again"))
    }
  }

  @Test func `of what a timer began says so`() async throws {
    try await work.demo(in: "a")
    let closed = try #require(
      try await work.events("a", kind: "ingest.candle-closed").first { $0["cause"] == .integer(0) })
    let told = try await explain("\(try closed["seq"].integer())").out
    #expect(told.contains("It began with a timer: candle-close."))
    #expect(!told.contains("It was emitted on applying"))
  }

  @Test func `of the opening has no time, since no quote has come yet`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let told = try await explain("1").out
    #expect(told.hasPrefix("Event 1, node.run-started, before the first quote\n"))
    #expect(told.contains("candles of 60 s, every commit synced"))
    #expect(!told.contains("1970"))
  }

  @Test func `by time and instrument is that of the newest thing said by then`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let emitted = try await work.events("a").filter {
      try $0["instrument"] == .text("USD_JPY") && !$0.has("source")
        && $0["at"].text() <= "2024-01-08T00:05:30Z"
    }
    let number = try #require(emitted.last)["seq"].integer()
    let byTime = try await explain("--at", "2024-01-08T00:05:30Z", "--instrument", "USD_JPY")
    #expect(byTime.status == 0)
    #expect(byTime.out == (try await explain("\(number)").out))
  }

  @Test func `in JSON is one object with the same sentences`() async throws {
    let metrics = try await readyMetrics()
    let number = try metrics["seq"].integer()
    let told = try await explain("\(number)", "--json")
    #expect(told.status == 0 && told.err.isEmpty)
    let object = try told.json()
    #expect(
      try Set(object.object().keys) == [
        "seq", "kind", "at", "sentence", "causes", "began_with_timer", "used", "synthetic",
      ])
    #expect(object["seq"] == .integer(number) && object["at"] == metrics["at"])
    #expect(object["causes"][0]["seq"] == metrics["cause"])
    #expect(object["used"][0]["seq"] == metrics["because"][0])
    let text = try await explain("\(number)").out
    for fact in [object, object["causes"][0], object["used"][0]] {
      #expect(text.contains(try fact["sentence"].text()))
    }
    #expect(object["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
  }

  @Test(arguments: [
    (["99999"], "a has no event 99999: its events are 1 to "),
    (
      ["--at", "2023-05-01", "--instrument", "EUR_USD"],
      "Up to 2023-05-01T00:00:00Z no actor had said anything of EUR_USD in a."
    ),
  ])
  func `of what is not there is a no, in words and in JSON`(
    words: [String], emitted: String
  ) async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let refused = try await Program.retrace.run(["explain", "a"] + words, in: work.folder.path)
    #expect(refused.status == 1 && refused.out.isEmpty)
    #expect(refused.err.hasPrefix("retrace: \(emitted)"), "\(refused.err)")
    let json = try await Program.retrace.run(
      ["explain", "a", "--json"] + words, in: work.folder.path)
    #expect(json.status == 1)
    #expect(try json.json()["error"].text().hasPrefix(emitted))
  }

  @Test func `of an instrument that is not listed names those that are`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let refused = try await explain("--at", "2024-01-08T00:01:00Z", "--instrument", "GBP_USD")
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(
      refused.err.hasPrefix(
        "retrace: The journal lists no instrument `GBP_USD`, only EUR_USD, USD_JPY."))
  }
}
