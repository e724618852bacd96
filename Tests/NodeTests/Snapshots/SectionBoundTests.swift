import Events
import Journal
import Market
import Node
import Testing
import Turns

/// Today's reducers, one of which says that its state takes so many bytes.
private struct GrownReducers: KeptReducers {
  var reducers = Reducers()
  let grown: ActorName
  let bytes: Int

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    reducers.judge(event, into: &outbox)
  }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    reducers.apply(actor, event, into: &outbox)
  }

  func admits(_ quote: Quote) -> Bool { reducers.admits(quote) }

  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? {
    reducers.apply(quote: quote, into: &outbox)
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    reducers.wake(timer, instrument, at: at, into: &outbox)
  }

  func section(of actor: ActorName) -> SnapshotSection {
    let section = reducers.section(of: actor)
    guard actor == grown else { return section }
    return SnapshotSection(
      name: section.name, version: section.version, bytes: [UInt8](repeating: 0, count: bytes))
  }
}

@Suite struct `The section of an actor` {
  private func state(_ actor: ActorName, bytes: Int) throws -> SnapshotState {
    let state = SnapshotState(
      of: TurnEngine(GrownReducers(grown: actor, bytes: bytes)), JournalHistory())
    return try #require(state)
  }

  @Test(arguments: ActorName.allCases)
  func `is left out of a snapshot, and named, a byte over the bound of the table of actors`(
    actor: ActorName
  ) throws {
    let refused = try state(actor, bytes: actor.mostStateBytes + 1)
    #expect(refused.leftOut == [actor.name])
    #expect(!refused.sections.contains { $0.name == actor.name })
    for other in ActorName.allCases where other != actor {
      #expect(refused.sections.contains { $0.name == other.name })
    }
  }

  @Test(arguments: ActorName.allCases.filter { $0.mostStateBytes < SnapshotRecord.mostBytes })
  func `is kept at its bound`(actor: ActorName) throws {
    let kept = try state(actor, bytes: actor.mostStateBytes)
    #expect(kept.leftOut.isEmpty)
    #expect(kept.sections.contains { $0.name == actor.name })
  }
}
