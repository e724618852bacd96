import Allocator
import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

/// Every row of trading-system.md, section 6.4, by the actor.
@Suite struct `Without usable gates or anything to trade` {
  /// An hour of minutes, with weights published on gates at its last round.
  private func published() throws -> AllocatorReducer {
    var run = try AllocatorRun(bar: .m1)
    try run.bars(60)
    try run.pass(seconds: 10)
    #expect(try run.rounds(.allocationPublished).last?.text("mode") == "normal")
    return run.allocator
  }

  /// What a round says a number of seconds after the newest gates.
  private func answer(
    _ allocator: AllocatorReducer, _ seconds: Int64
  ) throws -> (reason: AllocationReasonLabel, reduceOnly: Bool?) {
    var outbox = Outbox()
    let at = lastRound.adding(nanoseconds: seconds * nanosecondsPerSecond)
    allocator.wake(.allocate, InstrumentID(0), at: at, into: &outbox)
    switch outbox.emitted.first?.body {
    case .allocationHeld(let place):
      return (outbox.arena[place].reason, outbox.arena[place].reduceOnly)
    case .allocationPublished(let place): return (outbox.arena[place].reason, nil)
    default: throw NothingSaid()
    }
  }

  private struct NothingSaid: Error {}

  /// 14:00:03, the last round of the hour.
  private let lastRound = PaperRun.wednesday.adding(nanoseconds: 3_603 * nanosecondsPerSecond)

  @Test func `gates older than 180 s hold, and after 900 s reduce only`() throws {
    let allocator = try published()
    #expect(try answer(allocator, 180).reason != .blobStale)
    #expect(try answer(allocator, 181) == (.blobStale, false))
    #expect(try answer(allocator, 900) == (.blobStale, false))
    #expect(try answer(allocator, 901) == (.blobStale, true))
  }

  @Test func `gates more than 5 s ahead hold`() throws {
    let allocator = try published()
    #expect(try answer(allocator, -5).reason != .blobFuture)
    #expect(try answer(allocator, -6) == (.blobFuture, false))
  }

  @Test func `no gates yet fall back softly, once a round, until there are`() throws {
    // Weights each minute, gates each quarter of an hour.
    var run = try AllocatorRun(["EUR_USD", "GBP_USD"], bar: .m1) { $0.evalIntervalSeconds = 900 }
    try run.bars(70)
    try run.pass(seconds: 10)
    let rounds = try run.rounds(.allocationPublished)
    let soft = rounds.prefix { $0.text("mode") == "soft_fallback" }
    // 13:01 to 13:14; at 13:15 there are gates.
    #expect(soft.count == 14)
    #expect(soft.allSatisfy { $0.text("reason") == "blob_missing" })
    #expect(soft.allSatisfy { $0.standings == ["filled", "filled"] })
    #expect(soft.allSatisfy { $0.list("weights") == [0.5, 0.5] })
    let later = rounds.dropFirst(14)
    #expect(!later.isEmpty && later.allSatisfy { $0.text("mode") == "normal" })
  }

  @Test func `no gates and nothing open on first boot hold, reduce only, with their reason`() throws
  {
    // 23:00 UTC: neither London nor New York is open; the market is.
    let night = PaperRun.wednesday.adding(nanoseconds: 10 * 3_600 * nanosecondsPerSecond)
    var run = try AllocatorRun(bar: .m1, at: night) { $0.evalIntervalSeconds = 900 }
    try run.bars(20)
    let rounds = try run.rounds(.allocationHeld)
    #expect(rounds.prefix(14).allSatisfy { $0.text("reason") == "blob_missing" })
    #expect(rounds.dropFirst(14).allSatisfy { $0.text("reason") == "none_open" })
    #expect(rounds.count == 19 && rounds.allSatisfy { $0.text("reduce_only") == "true" })
    #expect(rounds.allSatisfy { $0.text("weights_at") == nil && $0.standings == ["closed"] })
    #expect(try run.rounds(.allocationPublished).isEmpty)
  }

  @Test func `nothing tradable holds what there was, and reduces only after 900 s`() throws {
    // USD_JPY closes at 09:00 UTC with Tokyo; New York opens at 13:00.
    let morning = PaperRun.wednesday.adding(nanoseconds: -5 * 3_600 * nanosecondsPerSecond)
    var run = try AllocatorRun(["USD_JPY"], bar: .m1, at: morning)
    try run.bars(80)
    let published = try #require(try run.rounds(.allocationPublished).last)
    #expect(published.at.text == "2026-01-14T08:54:03Z")
    let rounds = try run.rounds(.allocationHeld).filter { $0.at > published.at }
    #expect(rounds.first?.at.text == "2026-01-14T08:55:03Z")
    #expect(rounds.first?.standings == ["near_close"])
    #expect(rounds.last?.standings == ["closed"])
    #expect(rounds.allSatisfy { $0.text("reason") == "none_open" })
    #expect(rounds.allSatisfy { $0.text("weights_at") == "2026-01-14T08:54:03Z" })
    let free = rounds.prefix { $0.text("reduce_only") == "false" }
    // Exactly 900 s are not more than 900 s.
    #expect(free.last?.at.text == "2026-01-14T09:09:03Z")
    #expect(rounds.dropFirst(free.count).allSatisfy { $0.text("reduce_only") == "true" })
  }

  @Test func `fewer than K tradable are published as such`() throws {
    var run = try AllocatorRun(["EUR_USD", "GBP_USD"], bar: .m1)
    try run.bars(60)
    let last = try #require(try run.rounds(.allocationPublished).last)
    #expect(last.text("reason") == "open_lt_k")
    #expect(last.list("weights").compactMap { $0 }.reduce(0, +) == 1)
  }

  @Test func `a journal with published weights is no first boot after a restart`() throws {
    var run = try AllocatorRun(bar: .m1)
    try run.bars(60)
    try run.pass(seconds: 10)
    try run.open(2, AllocatorRun.settings(run.names, run.bar))
    var kept = TurnEngine(Reducers())
    #expect(try kept.adopt(run.engine.sections()) == [])
    #expect(try answer(kept.reducers.allocator, 181) == (.blobStale, false))
  }

  @Test func `a soft fallback is no publication: it is made again`() throws {
    var run = try AllocatorRun(bar: .m1) { $0.evalIntervalSeconds = 900 }
    try run.bars(5)
    var kept = TurnEngine(Reducers())
    #expect(try kept.adopt(run.engine.sections()) == [])
    var outbox = Outbox()
    let at = PaperRun.wednesday.adding(nanoseconds: 303 * nanosecondsPerSecond)
    kept.reducers.allocator.wake(.allocate, InstrumentID(0), at: at, into: &outbox)
    guard case .allocationPublished(let place) = outbox.emitted.first?.body else {
      Issue.record("nothing was published")
      return
    }
    #expect(outbox.arena[place].mode == .softFallback)
  }
}
