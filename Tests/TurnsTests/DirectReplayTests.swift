import Events
import Market
import Testing
import Turns

/// Replay that takes quotes where they lie, beside the general way.
@Suite struct `Replaying directly` {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `comes to the same state and the same counts`(seed: UInt64) throws {
    let tape = try Tape(of: RandomFeed.inputs(2_000, seed: seed), through: GeneralReducers())
    let direct = try tape.replayedDirectly()
    let general = try tape.replayedInPages(by: GeneralReducers())
    #expect(direct.difference == nil, "seed \(seed)")
    #expect(direct.sections() == general.sections(), "seed \(seed)")
    let restored = try tape.replayedDirectly(verifyingFrom: .max)
    #expect(restored.sections() == general.sections(), "seed \(seed)")
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `counts what the general way counts`(seed: UInt64) throws {
    let tape = try Tape(of: RandomFeed.inputs(700, seed: seed), through: GeneralReducers())
    let bytes = tape.turns.flatMap(\.frames)
    var (direct, general) = (ReplayCounts(), ReplayCounts())
    try bytes.withUnsafeBytes { bytes in
      var one = TurnEngine(Reducers())
      var other = TurnEngine(GeneralReducers())
      _ = try one.replayDirectly(
        page: bytes, verifyingFrom: 300, through: .max, counts: &direct, onNode: { _, _ in })
      _ = try other.replay(
        page: bytes, verifyingFrom: 300, through: .max, counts: &general, onNode: { _, _ in })
    }
    #expect(direct.turns == general.turns && direct.events == general.events, "seed \(seed)")
    #expect(direct.verified == general.verified && direct.inputs == general.inputs)
    #expect(direct.rejected == general.rejected && direct.positions == general.positions)
  }

  @Test(arguments: [50, 333, 700] as [UInt64])
  func `stops where it is told to`(last: UInt64) throws {
    let tape = try Tape(of: RandomFeed.inputs(700, seed: 3), through: GeneralReducers())
    let bytes = tape.turns.flatMap(\.frames)
    try bytes.withUnsafeBytes { bytes in
      var counts = ReplayCounts()
      var one = TurnEngine(Reducers())
      var other = TurnEngine(GeneralReducers())
      let goesOn = try one.replayDirectly(
        page: bytes, verifyingFrom: 1, through: last, counts: &counts, onNode: { _, _ in })
      _ = try other.replay(
        page: bytes, verifyingFrom: 1, through: last, counts: &counts, onNode: { _, _ in })
      #expect(!goesOn)
      #expect(one.sections() == other.sections())
    }
  }

  @Test func `finds a difference where the general way finds it`() throws {
    let tape = try Tape(of: RandomFeed.inputs(900, seed: 5), through: GeneralReducers())
    let places = tape.turns.indices.filter { tape.turns[$0].eventCount > 1 }
    for turn in [places[3], places[20]] {
      let forged = try tape.forging(turn: turn) { $0[1].changeMetrics { $0.generation += 1 } }
      let direct = try forged.replayedDirectly().difference
      let general = try forged.replayedInPages(by: GeneralReducers()).difference
      #expect(direct != nil)
      #expect(direct == general)
    }
  }
}
