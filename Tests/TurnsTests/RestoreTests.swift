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
    let whole = try Tape(of: Self.inputs, through: Reducers())
    let before = try Tape(of: Self.inputs[..<cut], through: Reducers())
    var after = Stage(going: try before.replayed(by: Reducers(), as: .restore))
    try after.run(Self.inputs[cut...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }

  @Test(arguments: 0...inputs.count)
  func `page by page comes to the same`(cut: Int) throws {
    let whole = try Tape(of: Self.inputs, through: Reducers())
    let before = try Tape(of: Self.inputs[..<cut], through: Reducers())
    var after = Stage(
      going: try before.replayedInPages(by: Reducers(), verifyingFrom: .max))
    try after.run(Self.inputs[cut...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `anything and then running equals running without a break`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(300, seed: seed)
    let whole = try Tape(of: inputs, through: Reducers())
    for cut in stride(from: 1, to: inputs.count, by: 23) {
      let before = try Tape(of: inputs[..<cut], through: Reducers())
      var after = Stage(going: try before.replayed(by: Reducers(), as: .restore))
      try after.run(inputs[cut...])
      #expect(before.turns + after.tape.turns == whole.turns, "seed \(seed), cut \(cut)")
    }
  }

  @Test func `up to any event and verifying from there finds no difference`() throws {
    let tape = try Tape(of: Self.inputs, through: Reducers())
    for first in 1...UInt64(tape.turns.map(\.eventCount).reduce(0, +)) {
      let engine = try tape.replayedInPages(by: Reducers(), verifyingFrom: first)
      #expect(engine.difference == nil, "from \(first)")
    }
  }

  @Test func `believes what it is told, and only verifying doubts`() throws {
    // The price never moves, so the second metrics (8, by the timer) keep the state of the first (6).
    let inputs = [Input.opening(at: .zero), .listing(0, at: .zero)]
    let quotes = [10, 61, 200].map { Input.tick(at: .seconds($0)) }
    let tape = try Tape(of: inputs + quotes, through: Reducers()).forging(turn: 3) {
      $0[2].changeMetrics {
        $0.state = .converged
        $0.generation = 12
      }
    }
    #expect(try tape.difference(from: Reducers())?.sequence == 6)
    #expect(try tape.replayed(by: Reducers(), as: .restore).difference == nil)
    let found = try tape.replayedInPages(by: Reducers(), verifyingFrom: 7).difference
    let difference = try #require(found)
    #expect(difference.sequence == 8)
    #expect(difference.differingFields == ["state", "generation", "band"])
    #expect(difference.replayed?.fields.first { $0.name == "generation" }?.text == "12")
  }

  @Test func `emits nothing, whatever the reducers would emit`() throws {
    // Recorded by reducers that were silent, applied by reducers that answer everything.
    let tape = try Tape(
      of: [.tick(at: .seconds(1)), .tick(at: .seconds(2))], through: ScriptedReducers())
    let reducers = ScriptedReducers(
      judging: { $1.emit(.refusal) }, tickIngest: { $1.emit(.closed()) },
      kernel: { $1.emit(.metrics) })
    let engine = try tape.replayed(by: reducers, as: .restore)
    #expect(engine.reducers.order == "T1 K1 T2 K2")
    #expect(engine.position.lastSequence == 2)
  }

  @Test func `lets every event be heard, though nobody would say it now`() throws {
    let talkative = ScriptedReducers(
      tickIngest: { event, outbox in
        guard event.isInput else { return }
        for tag in 1...2 { outbox.emit(.closed(tag: Int64(tag))) }
      },
      kernel: { if $0.body.kind == .candleClosed { $1.emit(.metrics) } },
      waking: { $2.emit(.closed($0.number)) })
    var stage = Stage(talkative)
    stage.engine.reducers.tickIngest = { event, outbox in
      talkative.tickIngest(event, &outbox)
      if event.isInput { outbox.arm(.candleClose, InstrumentID(0), due: .seconds(5)) }
    }
    try stage.run(.tick(at: .seconds(1)), .stop(at: .seconds(9)))
    #expect(stage.engine.reducers.order == "T1 T2 T3 K1 K2 K4 M2 K3 K5 M3 M4 M5 T6 K6 K7 M6 M7")
    let engine = try stage.tape.replayed(by: ScriptedReducers(), as: .restore)
    #expect(engine.reducers.order == stage.engine.reducers.order)
  }

  @Test func `lets a reducer apply its own events first, wherever they stand in the turn`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { if $0.isInput { $1.emit(.closed()) } },
      kernel: { if $0.isInput { $1.emit(.metrics) } })
    let tape = try Tape(of: [.tick(at: .zero)], through: reducers).swappingAnswers()
    let engine = try tape.replayed(by: reducers, as: .restore)
    #expect(engine.reducers.order == "T1 T3 K1 K2 K3 M3 M2")
  }

  @Test func `lets an event be heard that answers what its writer does not hear now`() throws {
    // A candle closed, as if TickIngest had once listened to metrics.
    let tape = try ShortJournal.tape().forging(turn: 4) { $0.append($0[1]) }
    let engine = try tape.replayed(by: ScriptedReducers(), as: .restore)
    #expect(engine.reducers.order.contains("T6 T7 K6 K7 K8 M7 M8 T9 K9 M9"))
    #expect(engine.position.lastSequence == 13)
  }

  @Test func `fires the timers of today's rules, and drops what they say`() throws {
    // Recorded without timers; today's set one that is due before the second quote.
    let tape = try Tape(
      of: [.tick(at: .seconds(1)), .tick(bid: nil, at: .seconds(9))], through: ScriptedReducers())
    var reducers = ScriptedReducers(waking: { $2.emit(.closed($0.number)) })
    reducers.tickIngest = { event, outbox in
      if event.sequence == 1 { outbox.arm(.candleClose, InstrumentID(0), due: .seconds(5)) }
    }
    var stage = Stage(going: try tape.replayed(by: reducers, as: .restore))
    try stage.run(.stop(at: .seconds(20)))
    #expect(try stage.tape.spoken() == [])
    #expect(stage.tape.turns.count == 1)
  }
}
