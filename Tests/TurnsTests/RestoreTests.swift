import Events
import Market
import Testing
import Turns

@Suite struct `Restoring` {
  private static let inputs =
    ShortJournal.inputs + [
      .opening(2, at: .seconds(200)), .tick(at: .seconds(239)), .tick(at: .seconds(239)),
      .tick(bid: 1_100_040, ask: 1_100_060, at: .seconds(242), stamp: .seconds(239)),
      .tick(bid: 1_100_030, ask: 1_100_040, at: .seconds(243)), .tick(at: .seconds(400)),
    ]

  @Test(arguments: 0...inputs.count)
  func `and then running equals running without a break`(cut: Int) throws {
    let whole = try Tape(of: Self.inputs, through: DirectRooms())
    let before = try Tape(of: Self.inputs[..<cut], through: DirectRooms())
    var after = Stage(going: try before.replayed(by: DirectRooms(), as: .restore))
    try after.run(Self.inputs[cut...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }

  @Test(arguments: 0...inputs.count)
  func `page by page comes to the same`(cut: Int) throws {
    let whole = try Tape(of: Self.inputs, through: DirectRooms())
    let before = try Tape(of: Self.inputs[..<cut], through: DirectRooms())
    var after = Stage(
      going: try before.replayedInPages(by: DirectRooms(), verifyingFrom: .max))
    try after.run(Self.inputs[cut...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `anything and then running equals running without a break`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(300, seed: seed)
    let whole = try Tape(of: inputs, through: DirectRooms())
    for cut in stride(from: 1, to: inputs.count, by: 23) {
      let before = try Tape(of: inputs[..<cut], through: DirectRooms())
      var after = Stage(going: try before.replayed(by: DirectRooms(), as: .restore))
      try after.run(inputs[cut...])
      #expect(before.turns + after.tape.turns == whole.turns, "seed \(seed), cut \(cut)")
    }
  }

  @Test func `up to any event and verifying from there finds no difference`() throws {
    let tape = try Tape(of: Self.inputs, through: DirectRooms())
    for first in 1...UInt64(tape.turns.map(\.eventCount).reduce(0, +)) {
      let engine = try tape.replayedInPages(by: DirectRooms(), verifyingFrom: first)
      #expect(engine.difference == nil, "from \(first)")
    }
  }

  @Test func `believes what it is told, and only verifying doubts`() throws {
    // The price never moves, so the second metrics (8, by the timer) keep the state of the first (6).
    let inputs = [Input.opening(at: .zero), .listing(0, at: .zero)]
    let quotes = [10, 61, 200].map { Input.tick(at: .seconds($0)) }
    let tape = try Tape(of: inputs + quotes, through: DirectRooms()).forging(turn: 3) {
      $0[2].changeMetrics {
        $0.state = .converged
        $0.generation = 12
      }
    }
    #expect(try tape.difference(from: DirectRooms())?.sequence == 6)
    #expect(try tape.replayed(by: DirectRooms(), as: .restore).difference == nil)
    let found = try tape.replayedInPages(by: DirectRooms(), verifyingFrom: 7).difference
    let difference = try #require(found)
    #expect(difference.sequence == 8)
    #expect(difference.differingFields == ["state", "generation", "band"])
    #expect(difference.replayed?.fields.first { $0.name == "generation" }?.text == "12")
  }

  @Test func `says nothing, whatever the rooms would say`() throws {
    // Recorded by rooms that were silent, heard by rooms that answer everything.
    let tape = try Tape(
      of: [.tick(at: .seconds(1)), .tick(at: .seconds(2))], through: ScriptedRooms())
    let rooms = ScriptedRooms(
      judging: { $1.say(.refusal) }, tickIngest: { $1.say(.closed()) },
      kernel: { $1.say(.metrics) })
    let engine = try tape.replayed(by: rooms, as: .restore)
    #expect(engine.rooms.order == "T1 K1 T2 K2")
    #expect(engine.position.lastSequence == 2)
  }

  @Test func `lets every event be heard, though nobody would say it now`() throws {
    let talkative = ScriptedRooms(
      tickIngest: { event, outbox in
        guard event.isInput else { return }
        for tag in 1...2 { outbox.say(.closed(tag: Int64(tag))) }
      },
      kernel: { if $0.body.kind == .candleClosed { $1.say(.metrics) } },
      waking: { $2.say(.closed($0.number)) })
    var stage = Stage(talkative)
    stage.engine.rooms.tickIngest = { event, outbox in
      talkative.tickIngest(event, &outbox)
      if event.isInput { outbox.arm(.candleClose, InstrumentID(0), due: .seconds(5)) }
    }
    try stage.run(.tick(at: .seconds(1)), .stop(at: .seconds(9)))
    #expect(stage.engine.rooms.order == "T1 T2 T3 K1 K2 K4 M2 K3 K5 M3 M4 M5 T6 K6 K7 M6 M7")
    let engine = try stage.tape.replayed(by: ScriptedRooms(), as: .restore)
    #expect(engine.rooms.order == stage.engine.rooms.order)
  }

  @Test func `lets a room hear its own words first, wherever they stand in the turn`() throws {
    let rooms = ScriptedRooms(
      tickIngest: { if $0.isInput { $1.say(.closed()) } },
      kernel: { if $0.isInput { $1.say(.metrics) } })
    let tape = try Tape(of: [.tick(at: .zero)], through: rooms).swappingAnswers()
    let engine = try tape.replayed(by: rooms, as: .restore)
    #expect(engine.rooms.order == "T1 T3 K1 K2 K3 M3 M2")
  }

  @Test func `lets an event be heard that answers what its writer does not hear now`() throws {
    // A candle closed, as if TickIngest had once listened to metrics.
    let tape = try ShortJournal.tape().forging(turn: 4) { $0.append($0[1]) }
    let engine = try tape.replayed(by: ScriptedRooms(), as: .restore)
    #expect(engine.rooms.order.contains("T6 T7 K6 K7 K8 M7 M8 T9 K9 M9"))
    #expect(engine.position.lastSequence == 13)
  }

  @Test func `fires the timers of today's rules, and drops what they say`() throws {
    // Recorded without timers; today's set one that is due before the second quote.
    let tape = try Tape(
      of: [.tick(at: .seconds(1)), .tick(bid: nil, at: .seconds(9))], through: ScriptedRooms())
    var rooms = ScriptedRooms(waking: { $2.say(.closed($0.number)) })
    rooms.tickIngest = { event, outbox in
      if event.sequence == 1 { outbox.arm(.candleClose, InstrumentID(0), due: .seconds(5)) }
    }
    var stage = Stage(going: try tape.replayed(by: rooms, as: .restore))
    try stage.run(.stop(at: .seconds(20)))
    #expect(try stage.tape.spoken() == [])
    #expect(stage.tape.turns.count == 1)
  }
}
