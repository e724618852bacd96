import Events
import Feeds
import Journal
import Market
import Node
import TestSupport
import Testing
import Turns

@Suite struct `A log that reads wrong` {
  private let node = TestNode()

  /// A log of many pages, and the keys of them.
  private func recorded() throws -> (log: MemoryEventLog, keys: [UInt64]) {
    let log = memoryLog()
    _ = try run(try node.sample(200), through: Reducers(), into: log) { 25 }
    var keys: [UInt64] = []
    try log.forEachPage(from: 1) { key, _ in
      keys.append(key)
      return true
    }
    try #require(keys.count > 8)
    return (log, keys)
  }

  /// Replay and restore must both say the same of it, and a restore must leave no actor half informed.
  private func expect(_ error: JournalError, from log: FaultyLog) throws {
    #expect(throws: error) { try Replay.verify(log, path: "faulty") }
    #expect(throws: error) {
      var engine = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: "faulty", into: &engine)
    }
  }

  @Test(arguments: [1, 3, 7]) func `a stale page is named, and nothing behind it is used`(
    place: Int
  ) throws {
    let (log, keys) = try recorded()
    let stale = FaultyLog(log, .stalePage(keys[place]))
    // The old bytes are a good page, of another place.
    try expect(
      .damaged(
        path: "faulty",
        what: "the page filed under event \(keys[place]) begins at event \(keys[place - 1])",
        goodThrough: keys[place] - 1), from: stale)
  }

  @Test(arguments: [0, 4, 8]) func `half a page is named by its checksum`(place: Int) throws {
    let (log, keys) = try recorded()
    let torn = FaultyLog(log, .tornPage(keys[place]))
    try expect(
      .damaged(
        path: "faulty", what: "the page at event \(keys[place]) has a wrong checksum",
        goodThrough: keys[place] - 1), from: torn)
  }

  @Test func `a page that cannot be read ends replay with the system's reason`() throws {
    let (log, keys) = try recorded()
    try expect(
      .unreadable(path: "faulty", reason: "Input/output error"),
      from: FaultyLog(log, .unreadable(keys[5])))
  }

  @Test func `the state before the last commit can be replayed, but nothing appended to it`() throws
  {
    let (log, keys) = try recorded()
    let newest = try #require(keys.last)
    let stale = FaultyLog(log, .staleNewest)
    #expect(try Replay.verify(stale, path: "faulty").isIdentical)
    let (chain, tail) = try ChainState.resume(stale)
    #expect(tail?.lastSequence == newest - 1)

    // A node that believes it would write what is there already: the log refuses, and keeps what it has.
    var engine = TurnEngine(Reducers())
    _ = try Replay.restore(stale, path: "faulty", into: &engine)
    var pages = PageBuilder(
      journal: log.identity.id, after: tail, contentAt: engine.position.contentAt, chain: chain)
    let at = engine.position.at
    try engine.run(
      Input(
        time: at, occurredAt: at, source: 0, position: 0,
        body: .runStopped(RunStopped(opening: 1, reason: .endOfFeed, wallClock: .zero))),
      into: &pages)
    let before = try #require(try log.newestPage()).bytes
    let last = try before.withUnsafeBytes { try PageHeader(page: $0) }.lastSequence
    let error = #expect(throws: JournalError.self) { try pages.commit(to: stale, at: .zero) }
    #expect(error == .outOfOrder(expected: last + 1, found: newest))
    #expect(try log.newestPage()?.bytes == before)
  }
}
