import Events
import Market
import Testing
import Turns

@Suite struct `A page` {
  private let tape: Tape
  private let events: [Recorded]

  init() throws {
    tape = try Tape(of: RandomFeed.inputs(300, seed: 5), through: Reducers())
    events = try tape.events()
  }

  /// Replays the whole tape as one page.
  private func replay(
    from first: UInt64 = 1, through last: UInt64 = .max,
    node: (UInt64, EventKind?) -> Void = { _, _ in }
  ) throws -> (counts: ReplayCounts, lastSequence: UInt64, goesOn: Bool) {
    var engine = TurnEngine(Reducers())
    var counts = ReplayCounts()
    let goesOn = try tape.turns.flatMap(\.frames).withUnsafeBytes { bytes in
      try engine.replay(
        page: bytes, verifyingFrom: first, through: last, counts: &counts,
        onNode: { frames, sequence in node(sequence, EventKind(rawValue: frames[0].kind)) })
    }
    #expect(engine.difference == nil)
    return (counts, engine.position.lastSequence, goesOn)
  }

  @Test func `is counted as it is replayed`() throws {
    let (counts, lastSequence, goesOn) = try replay()
    #expect(goesOn)
    #expect(lastSequence == UInt64(events.count))
    #expect(counts.turns == UInt64(tape.turns.count))
    #expect(counts.events == UInt64(events.count))
    #expect(counts.verified == UInt64(events.count))
    #expect(counts.inputs == UInt64(events.count { $0.isInput && !$0.kind.isNode }))
    let refusals = events.count { $0.kind.isRefusal || $0.kind == .rowRejected }
    #expect(counts.rejected == UInt64(refusals))
    #expect(refusals > 12)
    #expect(counts.positions == [0, 1])
  }

  @Test func `tells of every event of the node, at its place`() throws {
    var told: [UInt64: EventKind?] = [:]
    _ = try replay(node: { told[$0] = $1 })
    let node = events.filter(\.kind.isNode)
    #expect(told == Dictionary(uniqueKeysWithValues: node.map { ($0.sequence, $0.kind) }))
    #expect(node.count > 5)
  }

  @Test func `is replayed no further than asked, in whole turns`() throws {
    for last in [1, 7, 60, 61, 62, 63, 64] as [UInt64] {
      let (_, lastSequence, goesOn) = try replay(through: last)
      let wanted = try #require(tape.turns.first { $0.lastSequence >= last })
      #expect(lastSequence == wanted.lastSequence)
      #expect(!goesOn)
    }
  }

  @Test func `counts as verified the turns that reach the first event asked for`() throws {
    for first in [1, 60, 61, 62, 63, 64, UInt64(events.count)] {
      let (counts, _, _) = try replay(from: first)
      let turns = tape.turns.filter { $0.lastSequence >= first }
      #expect(counts.verified == UInt64(turns.map(\.eventCount).reduce(0, +)))
    }
  }

  @Test func `that begins in the middle of a turn is refused`() throws {
    let turn = try #require(tape.turns.first { $0.eventCount == 2 })
    let second = Int(turn.frames[0]) + 1
    var engine = TurnEngine(Reducers())
    var counts = ReplayCounts()
    #expect(throws: TurnFault.unreadable(sequence: 1, .badFlags)) {
      try turn.frames[second...].withUnsafeBytes { bytes in
        _ = try engine.replay(
          page: bytes, verifyingFrom: 1, through: .max, counts: &counts, onNode: { _, _ in })
      }
    }
  }
}

extension Tape.Turn {
  fileprivate var lastSequence: UInt64 { firstSequence + UInt64(eventCount) - 1 }
}
