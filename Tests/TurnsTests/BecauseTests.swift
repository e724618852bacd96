import Events
import Market
import Numerics
import Testing
import Turns

@Suite struct `The facts a decision names` {
  /// Reducers that name the same facts at every quote.
  private func reducers(naming facts: UInt64...) -> ScriptedReducers {
    ScriptedReducers(tickIngest: { event, outbox in
      guard event.body.kind == .tickReceived, event.sequence > 4 else { return }
      var because = Because()
      for fact in facts { because.add(fact) }
      outbox.emit(.closed(), because: because)
    })
  }

  /// Sequences 1 to 6: an opening, a quote, a stop, an opening, two quotes.
  private let inputs: [Input] = [
    .opening(1, at: .zero), .tick(at: .seconds(1)), .stop(at: .seconds(2)),
    .opening(2, at: .seconds(3)), .tick(at: .seconds(4)), .tick(at: .seconds(5)),
  ]

  @Test func `are found again behind events of the node`() throws {
    let events = try Tape(of: inputs, through: reducers(naming: 2)).events()
    #expect(events.filter { $0.kind == .candleClosed }.map(\.because) == [[2], [2]])
    #expect(events.filter { $0.kind == .candleClosed }.map(\.sequence) == [6, 8])
  }

  @Test func `are distances in content, so that openings between do not change the bytes`() throws {
    let withNode = try Tape(of: inputs, through: reducers(naming: 2))
    var without = reducers(naming: 1)
    let plain = reducers(naming: 1).tickIngest
    without.tickIngest = { event, outbox in
      var later = event
      later.sequence += 3
      plain(later, &outbox)
    }
    let content = try Tape(of: inputs.filter { !$0.body.kind.isNode }, through: without)
    #expect(withNode.turns.filter { !$0.isNode }.map(\.frames) == content.turns.map(\.frames))
  }

  @Test func `keep their order and may stand in the same turn`() throws {
    let events = try Tape(of: inputs[..<5], through: reducers(naming: 5, 2)).events()
    #expect(events[5].because == [5, 2])
  }

  @Test func `are eight at most, and none is left out`() throws {
    var because = Because()
    for fact in [3, 0, 1, 4, 1, 5, 9, 2, 6] as [UInt64] { because.add(fact) }
    #expect((0..<because.count).map { because[$0] } == [3, 1, 4, 1, 5, 9, 2, 6])
  }

  @Test(arguments: [6, 7, 900] as [UInt64])
  func `are refused when they are not before it`(fact: UInt64) {
    #expect(throws: TurnFault.badReference(.candleClosed, fact)) {
      try Tape(of: inputs[..<5], through: reducers(naming: fact))
    }
  }

  @Test(arguments: [1, 3, 4] as [UInt64])
  func `are refused when they are events of the node`(fact: UInt64) {
    #expect(throws: TurnFault.badReference(.candleClosed, fact)) {
      try Tape(of: inputs[..<5], through: reducers(naming: fact))
    }
  }
}

@Suite struct `The position of a journal` {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `counts content and finds it again`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var position = JournalPosition()
    var content: [UInt64] = []
    for turn in 1...60 {
      let isNode = random.next(below: 3) == 0
      let events = isNode ? 1 : Int(random.next(below: 4)) + 1
      if !isNode {
        for number in 1...events { content.append(position.lastSequence + UInt64(number)) }
      }
      position.advance(events: events, at: .seconds(Int64(turn)), isNode: isNode)
    }
    for sequence in 1...position.lastSequence {
      #expect(
        position.contentOrdinal(of: sequence) == UInt64(content.count { $0 <= sequence }),
        "seed \(seed)")
    }
    for (index, sequence) in content.enumerated() {
      #expect(position.sequence(ofContent: UInt64(index + 1)) == sequence, "seed \(seed)")
    }
  }

  @Test func `tells the last turn of any sort from the last with content`() {
    var position = JournalPosition()
    position.advance(events: 2, at: .seconds(5), isNode: false)
    position.advance(events: 1, at: .seconds(8), isNode: true)
    #expect(position.lastSequence == 3)
    #expect(position.at == .seconds(8))
    #expect(position.contentAt == .seconds(5))
  }
}
