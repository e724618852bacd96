import Events
import Market
import Testing
import Turns

/// A short journal of one instrument.
///
///     turn 0   1 opening
///     turn 1   2 listing
///     turn 2   3 quote at 10 s
///     turn 3   4 crossed quote, 5 refusal
///     turn 4   6 quote at 61 s, 7 candle closed, 8 metrics
///     turn 5   9 candle closed by the timer at 122 s, 10 metrics because of 8
///     turn 6  11 quote at 200 s
///     turn 7  12 stop
enum ShortJournal {
  static let inputs: [Input] = [
    .opening(at: .zero), .listing(0, at: .zero), .tick(at: .seconds(10)),
    .tick(bid: 1_100_020, ask: 1_100_010, at: .seconds(11)),
    .tick(bid: 1_100_100, ask: 1_100_120, at: .seconds(61)), .tick(at: .seconds(200)),
    .stop(at: .seconds(200)),
  ]

  static func tape() throws -> Tape { try Tape(of: inputs, through: Reducers()) }
}

@Suite struct `Verifying` {
  @Test func `a journal again takes its every event, at its place`() throws {
    let tape = try ShortJournal.tape()
    #expect(
      try tape.kinds() == [
        .runStarted, .instrumentListed, .tickReceived, .tickReceived, .tickRejected,
        .tickReceived, .candleClosed, .metricsComputed, .candleClosed, .metricsComputed,
        .tickReceived, .runStopped,
      ])
    let events = try tape.events()
    #expect(events.map(\.cause) == [0, 0, 0, 0, 4, 0, 6, 7, 0, 9, 0, 0])
    #expect(events.map(\.because) == events.map { $0.sequence == 10 ? [8] : [] })
    #expect(events[8].at == .seconds(122))
    let engine = try tape.replayed(by: Reducers(), as: .verify)
    #expect(engine.difference == nil)
    #expect(engine.position.lastSequence == 12)
    #expect(engine.position.at == .seconds(200))
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `whatever came in finds what was said`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(700, seed: seed)
    let tape = try Tape(of: inputs, through: Reducers())
    #expect(try tape.difference(from: Reducers()) == nil, "seed \(seed)")

    let events = try tape.events()
    func count(_ test: (Recorded) -> Bool) -> Int { events.count(where: test) }
    #expect(count(\.isInput) == inputs.count, "seed \(seed)")
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at }, "seed \(seed)")
    // The journal is worth replaying: every sort of turn is in it.
    #expect(count { $0.kind == .tickRejected } > 12, "seed \(seed)")
    #expect(count { $0.kind == .candleRejected } > 3, "seed \(seed)")
    #expect(count { $0.kind == .candleClosed && $0.cause == 0 } > 12, "seed \(seed)")
    #expect(count { $0.kind == .candleClosed && $0.cause > 0 } > 12, "seed \(seed)")
    #expect(count { !$0.because.isEmpty } > 20, "seed \(seed)")
    #expect(count { $0.kind == .runStarted } > 1, "seed \(seed)")
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `and then running goes on as if there had been no break`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(200, seed: seed)
    let whole = try Tape(of: inputs, through: Reducers())
    for cut in stride(from: 1, to: inputs.count, by: 37) {
      let before = try Tape(of: inputs[..<cut], through: Reducers())
      var after = Stage(going: try before.replayed(by: Reducers(), as: .verify))
      try after.run(inputs[cut...])
      #expect(before.turns + after.tape.turns == whole.turns, "seed \(seed), cut \(cut)")
    }
  }

  @Test func `stops at the first difference and stays there`() throws {
    let tape = try ShortJournal.tape().forging(turn: 4) { $0[1].changeCandle { $0.volume = 9 } }
    let twice = try tape.forging(turn: 5) { $0[1].changeMetrics { $0.generation = 9 } }
    let engine = try twice.replayed(by: Reducers(), as: .verify)
    #expect(engine.difference?.sequence == 7)
    #expect(engine.position.lastSequence == 5)
  }

  @Test func `finds a rule that changed`() throws {
    let tape = try Tape(
      of: ShortJournal.inputs, through: OtherRules(changing: [.closeDelay]))
    let difference = try #require(try tape.difference(from: Reducers()))
    #expect(difference.sequence == 9)
    #expect(difference.cause == 0)
    #expect(difference.recorded == nil)
    #expect(difference.replayed?.kind == .candleClosed)
  }

  @Test func `refuses what cannot be read, by its sequence`() throws {
    var tape = try ShortJournal.tape()
    // The refusal comes last in its turn; its frame is length, kind, version, and all below 32.
    let version = try #require(
      tape.turns[3].frames.lastIndex(of: UInt8(EventVersion(1, 0).code)))
    tape.turns[3].frames[version] = UInt8(EventVersion(2, 0).code)
    let fault = CodecFault.newerVersion(kind: EventKind.tickRejected.rawValue, major: 2, minor: 0)
    #expect(throws: TurnFault.unreadable(sequence: 5, fault)) {
      _ = try tape.replayed(by: Reducers(), as: .verify)
    }
    #expect(throws: TurnFault.unreadable(sequence: 5, fault)) {
      _ = try tape.replayed(by: Reducers(), as: .restore)
    }
  }

  @Test(arguments: [TurnMode.verify, .restore])
  func `refuses a turn before the one ahead of it`(mode: TurnMode) throws {
    let inputs = [Input.tick(at: .seconds(1)), .stop(at: .seconds(5)), .tick(at: .seconds(6))]
    let tape = try Tape(of: inputs, through: ScriptedReducers()).forging(turn: 2) {
      $0[0].head.atDelta = 3 * nanosecondsPerSecond
    }
    #expect(throws: TurnFault.timeWentBack(sequence: 3, from: .seconds(5), to: .seconds(4))) {
      _ = try tape.replayed(by: ScriptedReducers(), as: mode)
    }
    #expect(throws: TurnFault.timeWentBack(sequence: 3, from: .seconds(5), to: .seconds(4))) {
      _ = try tape.replayedInPages(by: ScriptedReducers())
    }
  }
}
