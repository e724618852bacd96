import Allocator
import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

@Suite struct `Rounds of the allocator` {
  @Test func `come three seconds past each bar, gates first, then weights that rest on them`()
    throws
  {
    var run = try AllocatorRun()
    try run.bars(4)
    try run.pass(seconds: 10)
    let facts = try run.tape.facts().filter {
      [.gatesPublished, .allocationPublished, .allocationHeld].contains($0.kind)
    }
    // 13:00 to 14:00 in quarters of an hour: the first candle closes at 13:15 and arms its own round.
    #expect(
      facts.map { $0.at.text } == [
        "2026-01-14T13:15:03Z", "2026-01-14T13:15:03Z", "2026-01-14T13:30:03Z",
        "2026-01-14T13:30:03Z", "2026-01-14T13:45:03Z", "2026-01-14T13:45:03Z",
        "2026-01-14T14:00:03Z", "2026-01-14T14:00:03Z",
      ])
    for pair in 0..<4 { #expect(facts[2 * pair].kind == .gatesPublished) }
  }

  @Test func `are at least a bar apart, and at whole multiples of longer intervals`() throws {
    var run = try AllocatorRun(bar: .m5) {
      $0.evalIntervalSeconds = 900
      $0.allocIntervalSeconds = 60
    }
    try run.bars(13)
    let gates = try run.rounds(.gatesPublished).map { $0.second % 900 }
    #expect(gates.count == 4 && gates.allSatisfy { $0 == 3 })
    let weights = try run.rounds(.allocationPublished) + run.rounds(.allocationHeld)
    #expect(weights.count == 12 && weights.allSatisfy { $0.second % 300 == 3 })
  }

  @Test func `rest while the market is shut and begin again at its open`() throws {
    // Friday 2026-01-16, 21:00 UTC; the market shuts at 21:55 until Sunday 22:05.
    let friday = PaperRun.wednesday.adding(nanoseconds: (2 * 24 + 8) * 3_600 * nanosecondsPerSecond)
    var run = try AllocatorRun(bar: .m5, at: friday) { $0.evalIntervalSeconds = 900 }
    try run.bars(2 * 24 * 12 + 24)
    let rounds = try run.rounds(.gatesPublished).map(\.at.text)
    #expect(
      rounds.prefix(6) == [
        "2026-01-16T21:15:03Z", "2026-01-16T21:30:03Z", "2026-01-16T21:45:03Z",
        "2026-01-18T22:05:03Z", "2026-01-18T22:15:03Z", "2026-01-18T22:30:03Z",
      ])
  }

  @Test func `are not armed by priming, nor by what comes before the first candle`() throws {
    var run = try AllocatorRun(pastDays: 2)
    #expect(try run.tape.facts().only(.metricsComputed).count > 100)
    try run.disable(0)
    try run.pass(seconds: 86_400)
    #expect(try run.rounds(.gatesPublished).isEmpty)
    #expect(try run.rounds(.allocationHeld).isEmpty)
  }

  @Test func `count nothing before the shadow has run over thirty days`() throws {
    var run = try AllocatorRun(pastDays: 29)
    try run.bars(8)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.gatesPublished)
    #expect(rounds.count == 8)
    for round in rounds {
      #expect(round.reasons == ["summary_missing"])
      #expect(round.wholes("stepped") == [0])
      #expect(round.wholes("missing") == [1])
      #expect(round.wholes("misses") == [0])
      #expect(round.wholes("gates") == [0])
      #expect(round.wholes("trades") == [nil])
    }
  }

  @Test func `open a gate after two passes and not before`() throws {
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(3)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.gatesPublished)
    #expect(rounds.map { $0.wholes("gates") } == [[0], [1], [1]])
    #expect(rounds.map(\.reasons) == [["awaiting_confirmation"], ["ok"], ["ok"]])
    #expect(rounds.map { $0.wholes("stepped") } == [[1], [1], [1]])
    let trades = try #require(rounds[0].list("trades")[0])
    #expect(trades > 10)
    #expect((rounds[0].list("coverage")[0] ?? 0) >= 0.9)
    let view = try #require(run.allocator.shadow(of: InstrumentID(0), at: run.now))
    #expect(view.isReady)
    #expect(view.parameterKey == "c0.0:l3:t2.0:ec60:xc60")
  }

  @Test func `share one million among the instruments whose gates are open`() throws {
    let names = ["EUR_USD", "GBP_USD", "USD_CAD", "EUR_JPY"]
    var run = try AllocatorRun(names, pastDays: 33)
    try run.bars(3)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.allocationPublished)
    let last = try #require(rounds.last)
    #expect(last.text("mode") == "normal")
    #expect(last.text("reason") == "ok")
    let weights = last.list("weights")
    #expect(weights.compactMap { $0 }.count == 3)
    #expect(abs(weights.compactMap { $0 }.reduce(0, +) - 1) < 1e-12)
    #expect(last.wholes("ranks").compactMap { $0 }.sorted() == [1, 2, 3])
    #expect(Set(last.standings).isSubset(of: ["selected", "unranked"]))
    #expect(last.standings.filter { $0 == "selected" }.count == 3)
  }

  @Test func `leave a disabled instrument out and keep those that lack metrics apart`() throws {
    let names = ["EUR_USD", "GBP_USD", "USD_CAD"]
    var run = try AllocatorRun(names, pastDays: 33)
    try run.bars(3)
    try run.disable(1)
    // The third has no more candles: its metrics are too old after five bars.
    try run.bars(7, of: [0, 1])
    try run.pass(seconds: 10)
    let last = try #require(try run.rounds(.allocationPublished).last)
    #expect(last.standings == ["selected", "disabled", "no_score"])
    #expect(last.text("reason") == "open_lt_k")
    #expect(last.list("weights") == [1, nil, nil])
  }

  @Test func `record a summary once a full hour while the instrument is open`() throws {
    var run = try AllocatorRun(pastDays: 33)
    // 13:00 to 13:00: New York, the later of the two, closes at 22:00, London opens at 08:00.
    try run.bars(96)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.summaryComputed)
    #expect(rounds.allSatisfy { $0.second % 3_600 == 3 })
    let hours = rounds.map { $0.second / 3_600 }
    #expect(hours == [14, 15, 16, 17, 18, 19, 20, 21, 8, 9, 10, 11, 12, 13])
    #expect(rounds[0].text("param_key") == "c0.0:l3:t2.0:ec60:xc60")
  }

  @Test func `begin a new history, a new shadow and a shut gate with other parameters`() throws {
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(8)
    #expect(try run.rounds(.gatesPublished).last?.wholes("gates") == [1])
    try run.open(2, AllocatorRun.settings(run.names, run.bar) { $0.directionLookback = 4 })
    try run.bars(3)
    try run.pass(seconds: 10)
    let last = try #require(try run.rounds(.gatesPublished).last)
    #expect(last.wholes("gates") == [0])
    #expect(last.wholes("missing") == [1])
    #expect(last.wholes("eligible") == [0])
  }

  @Test func `go on with the same gate after a restart with the same settings`() throws {
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(3)
    try run.open(2, AllocatorRun.settings(run.names, run.bar))
    try run.bars(1)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.gatesPublished)
    #expect(rounds.map { $0.wholes("gates") } == [[0], [1], [1], [1]])
    #expect(Set(rounds.map(\.at.text)).count == 4)
  }

  @Test func `read a gate of one where the evaluator only advises, and show it as it is`() throws {
    var run = try AllocatorRun(pastDays: 3) { $0.evalEnforce = false }
    try run.bars(2)
    try run.pass(seconds: 10)
    #expect(try run.rounds(.gatesPublished).last?.wholes("gates") == [0])
    let last = try #require(try run.rounds(.allocationPublished).last)
    #expect(last.standings == ["selected"])
    #expect(last.text("reason") == "open_lt_k")
  }
}
