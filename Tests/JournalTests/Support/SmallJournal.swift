import Events
import Journal
import Market
import Numerics
import TestSupport
import Turns

/// A journal of real reducers on disk, some 70 tree pages: quotes through the engine, in 40 commits of
/// very different size, so that its values stand inside leaves and in overflow runs, and pages were
/// freed and used again, with a snapshot at every tenth commit.
///
/// - Returns: Its folder. The same seed gives the same bytes.
func smallJournal(seed: UInt64, in folder: TemporaryFolder) throws -> String {
  let path = folder.path("small-\(seed)")
  let log = try LMDBEventLog.forTests(path)
  defer { log.close() }
  var random = SplitMix64(seed: seed)
  var engine = TurnEngine(Reducers())
  var pages = PageBuilder(
    journal: log.identity.id, after: nil, contentAt: .zero, chain: ChainState())

  let listing = Input(time: .zero, occurredAt: .zero, source: 0, position: 1) { arena in
    .instrumentListed(
      InstrumentListed(instrument: InstrumentID(0), digits: 5, name: arena.intern("EUR_USD")))
  }
  try engine.run(listing, into: &pages)
  var (seconds, bid): (Int64, Int64) = (1_700_000_000, 1_100_000)
  for number in 1...40 {
    for _ in 0...(random.next(below: 5) == 0 ? 100 : random.next(below: 30)) {
      seconds += 1 + Int64(random.next(below: 12))
      bid += 10 * (Int64(random.next(below: 11)) - 5)
      let tick = TickReceived(
        instrument: InstrumentID(0), bid: Price(micros: bid), ask: Price(micros: bid + 20))
      let at = Timestamp(nanoseconds: seconds * nanosecondsPerSecond)
      try engine.run(.small(.tickReceived(tick), at: at), into: &pages)
    }
    try pages.commit(
      to: log, at: Timestamp(nanoseconds: seconds * nanosecondsPerSecond),
      state: number % 10 == 0 ? .of(engine) : nil)
  }
  return path
}

extension SnapshotState {
  /// What the reducers of an engine are now.
  static func of(_ engine: borrowing TurnEngine<Reducers>) -> SnapshotState? {
    SnapshotState(rules: rulesVersion, shared: engine.sections(), reducers: [])
  }
}

extension Input {
  fileprivate static func small(_ body: EventBody, at time: Timestamp) -> Input {
    Input(
      time: time, occurredAt: time, source: body.kind.isNode ? 0 : 1, position: 1, body: body)
  }
}
