import Allocator
import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

/// Section 5.4 over whole runs, and the rows of section 20 that concern gates and weights.
@Suite struct `Gates over a run` {
  @Test func `arm a cooldown at four misses, keep it over a restart, and try again after it`()
    throws
  {
    var run = try AllocatorRun(pastDays: 33) { $0.evalMinTrades = 5_000 }
    try run.bars(6)
    let settings = AllocatorRun.settings(run.names, run.bar) { $0.evalMinTrades = 5_000 }
    try run.open(2, settings)
    try run.bars(8)
    let rounds = try run.rounds(.gatesPublished)
    let armed = "cooldown_armed"
    let below = [String](repeating: "below_floor", count: 3)
    let resting = [String](repeating: "cooldown", count: 7)
    // The cooldown of two hours begins at 14:00:03 and ends at 16:00:03.
    #expect(
      rounds.map { $0.reasons[0] } == below + [armed] + resting + ["below_floor", "below_floor"])
    #expect(rounds[3].list("cooldown_until") == [Double(1_768_406_403_000)])
    #expect(rounds[4...10].allSatisfy { $0.wholes("cooldowns") == [1] })
    #expect(rounds[11].list("cooldown_until") == [nil])
    #expect(rounds[11].wholes("misses") == [1])
    let held = try run.rounds(.allocationHeld)
    #expect(held.count == 8 && held.allSatisfy { $0.standings == ["cooldown"] })
  }

  @Test func `shut near the close, rest over night, and open with the session`() throws {
    var run = try AllocatorRun(pastDays: 33)
    // To 08:30 of the next day.
    try run.bars(78)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.gatesPublished)
    let near = try #require(rounds.first { $0.reasons == ["near_close"] })
    // London and New York end with the market at 21:55, a bar of fifteen minutes before it is near.
    #expect(near.at.text == "2026-01-14T21:45:03Z")
    #expect(near.wholes("gates") == [0] && near.wholes("eligible") == [1])
    let night = rounds.filter { $0.at > near.at && $0.at.text < "2026-01-15T08" }
    #expect(night.count > 30 && night.allSatisfy { $0.reasons == ["closed"] })
    #expect(night.allSatisfy { $0.wholes("eligible") == [1] && $0.wholes("misses") == [0] })
    #expect(rounds.last?.wholes("gates") == [1])
  }

  @Test func `count a feed with holes as down, with what is missing`() throws {
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(1)
    // A week without a candle: over a tenth of the session minutes of thirty days.
    try run.bars(96 * 7, of: [])
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.gatesPublished)
    let last = try #require(rounds.last { $0.wholes("missing") == [2] && $0.reasons != ["closed"] })
    #expect(last.list("coverage")[0].map { $0 < 0.9 } == true)
    let down = try #require(
      rounds.first { $0.wholes("missing") == [2] && $0.reasons != ["closed"] })
    #expect(down.reasons == ["summary_missing"])
    #expect(down.wholes("stepped") == [1])
    #expect(down.wholes("misses") == [1] || down.wholes("fails") == [1])
    #expect(rounds.contains { $0.reasons == ["cooldown_armed"] })
  }

  @Test func `tell of a silent feed what a node tells that was restored meanwhile`() throws {
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(1)
    try run.bars(96 * 5, of: [])
    try run.pass(seconds: 10)
    // Rounds have looked ahead; the restored state has not.
    var restored = TurnEngine(Reducers())
    #expect(try restored.adopt(run.engine.sections()) == [])
    let id = InstrumentID(0)
    let kept = try #require(run.allocator.shadow(of: id, at: run.now))
    let again = try #require(restored.reducers.allocator.shadow(of: id, at: run.now))
    #expect(kept.coverage == again.coverage && kept.summary == again.summary)
    // A candle that comes late, as a primed one does, still counts in both.
    let openAt = run.now.adding(
      nanoseconds: -3 * 86_400 * nanosecondsPerSecond - run.now.nanoseconds % run.bar.nanoseconds)
    try run.candle(0, openAt: openAt, isPriming: true)
    var rest = TurnTape()
    try restored.run(try #require(run.inputs.last), into: &rest)
    #expect(restored.sections() == run.engine.sections())
  }

  @Test func `do not lock a steady performer out by its own median`() throws {
    // The bases are far below what it does, so that the floors of its own history bind.
    var run = try AllocatorRun(pastDays: 33)
    try run.bars(60)
    try run.pass(seconds: 10)
    #expect(try run.rounds(.summaryComputed).count >= 8)
    let last = try #require(try run.rounds(.gatesPublished).last { $0.reasons != ["closed"] })
    #expect((last.list("floors_trades")[0] ?? 0) > 1)
    #expect(last.wholes("eligible") == [1])
  }

  @Test func `leave the whole to the weights, which no budget scales`() throws {
    var run = try AllocatorRun(["EUR_USD", "GBP_USD", "USD_CAD", "AUD_USD"], pastDays: 2)
    try run.bars(60)
    let rounds = try run.rounds(.allocationPublished)
    #expect(rounds.count > 30)
    for round in rounds {
      let parts = round.list("weights").compactMap { $0 }.map { Int64(($0 * 1e6).rounded()) }
      #expect(parts.reduce(0, +) == 1_000_000)
    }
  }

  @Test func `see metrics at the close of their candle and never before`() throws {
    var run = try AllocatorRun(bar: .m1)
    try run.bars(60)
    try run.pass(seconds: 10)
    let metrics = try run.tape.facts().only(.metricsComputed)
    for metric in metrics { #expect(metric.text("as_of") == metric.at.text) }
    // A second candle of the same minute is refused before the shadow sees it.
    let sections = run.engine.reducers.section(of: .allocator)
    try run.candle(
      0, openAt: run.now.adding(nanoseconds: -70 * nanosecondsPerSecond), isPriming: false)
    #expect(run.engine.reducers.section(of: .allocator) == sections)
  }

  @Test func `give no score for metrics that are not there`() throws {
    var run = try AllocatorRun(bar: .m1)
    // A rupture needs 48 pairs: until then there is no score, and no invented one.
    try run.bars(20)
    let rounds = try run.rounds(.allocationHeld)
    #expect(!rounds.isEmpty && rounds.allSatisfy { $0.standings == ["no_score"] })
    #expect(rounds.allSatisfy { $0.list("scores") == [nil] })
  }
}
