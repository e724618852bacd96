import Events
import Ingest
import Kernel
import Market
import Testing
import Turns

/// Journals written under other rules, taken over by today's reducers.
@Suite struct `A journal of other rules` {
  private static let instruments: [UInt16] = [0, 1, 2, 3]
  private static let choices: [Set<OtherRules.Change>] = [
    [.thresholds], [.closeDelay], [.lenient], [.strict], [.talkative],
    [.thresholds, .closeDelay, .strict], [.closeDelay, .lenient, .talkative],
  ]

  private func recorded(
    _ seed: UInt64, _ changes: Set<OtherRules.Change>, count: Int = 500
  ) throws -> Stage<OtherRules> {
    var stage = Stage(OtherRules(changing: changes))
    try stage.run(RandomFeed.inputs(count, seed: seed))
    return stage
  }

  @Test(arguments: choices)
  func `is no journal of today's`(changes: Set<OtherRules.Change>) throws {
    let stage = try recorded(3, changes)
    #expect(try stage.tape.difference(from: Reducers()) != nil)
    #expect(try stage.tape.difference(from: OtherRules(changing: changes)) == nil)
  }

  @Test(arguments: choices, 0..<4 as Range<UInt64>)
  func `leaves today's reducers where its own stood, and they go on alike`(
    changes: Set<OtherRules.Change>, seed: UInt64
  ) throws {
    let inputs = RandomFeed.inputs(500, seed: seed)
    for cut in [60, 200, 340] {
      var old = Stage(OtherRules(changing: changes))
      try old.run(inputs[..<cut])
      let engine = try old.tape.replayed(by: Reducers(), as: .restore)
      // The same state, reached by running instead: it must have the same future.
      var reached = Stage(going: try old.tape.replayed(by: Reducers(), as: .restore))
      reached.engine.reducers = old.engine.reducers.reducers
      var restored = Stage(going: engine)
      let rest = [Input.opening(9, at: .zero)] + inputs[cut...]
      try reached.run(rest)
      try restored.run(rest)
      #expect(restored.tape == reached.tape, "seed \(seed), cut \(cut)")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `with the same close delay leaves the same timers`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(500, seed: seed)
    for cut in [60, 200, 340] {
      var old = Stage(OtherRules(changing: [.thresholds, .strict, .talkative]))
      try old.run(inputs[..<cut])
      var restored = Stage(going: try old.tape.replayed(by: Reducers(), as: .restore))
      var reached = Stage(going: try old.tape.replayed(by: Reducers(), as: .restore))
      reached.engine.reducers = old.engine.reducers.reducers
      let rest = [Input.opening(9, at: .zero)] + inputs[cut...]
      try reached.run(rest)
      try restored.run(rest)
      #expect(restored.tape == reached.tape, "seed \(seed), cut \(cut)")
    }
  }

  @Test(arguments: [Set([OtherRules.Change.thresholds]), [.talkative]], 0..<6 as Range<UInt64>)
  func `gives the kernel its recorded state, whatever today's thresholds say`(
    changes: Set<OtherRules.Change>, seed: UInt64
  ) throws {
    let stage = try recorded(seed, changes, count: 900)
    let engine = try stage.tape.replayed(by: Reducers(), as: .restore)
    var states: Set<SignalState> = []
    for number in Self.instruments {
      let instrument = InstrumentID(number)
      let last = try #require(try stage.tape.lastMetrics(of: instrument))
      let kernel = try #require(engine.reducers.kernel.kernel(of: instrument))
      #expect(
        kernel.phase == SignalPhase(state: last.state, generation: last.generation),
        "seed \(seed), instrument \(number)")
      states.insert(last.state)
    }
    // Under today's thresholds hardly any would be out of flux.
    #expect(states != [.flux], "seed \(seed)")
  }

  @Test(arguments: choices, 0..<4 as Range<UInt64>)
  func `decides by its candles which quotes are in the open one`(
    changes: Set<OtherRules.Change>, seed: UInt64
  ) throws {
    let stage = try recorded(seed, changes)
    let engine = try stage.tape.replayed(by: Reducers(), as: .restore)
    for number in Self.instruments {
      let book = RecordedBook(of: InstrumentID(number), in: try stage.tape.events())
      let ingest = engine.reducers.ingest
      #expect(
        ingest.openCandle(of: InstrumentID(number)) == book.open,
        "seed \(seed), instrument \(number)")
      #expect(
        ingest.counts(of: InstrumentID(number))?.late == book.late,
        "seed \(seed), instrument \(number)")
    }
  }

  @Test func `keeps its refusals under a rule that would accept`() throws {
    let strict = OtherRules(changing: [.strict])
    let noSpread = Input.tick(bid: 1_100_000, ask: 1_100_000, at: .seconds(61))
    let tape = try Tape(
      of: [.opening(at: .zero), .listing(0, at: .zero), .tick(at: .seconds(5)), noSpread],
      through: strict)
    let engine = try tape.replayed(by: Reducers(), as: .restore)
    #expect(engine.reducers.ingest.counts(of: InstrumentID(0))?.rejected == 1)
    // The refused quote of the next minute has closed no candle and moved no register.
    #expect(engine.reducers.ingest.openCandle(of: InstrumentID(0))?.openAt == .zero)
    #expect(engine.reducers.kernel.kernel(of: InstrumentID(0))?.tickPin.fill == 0)
  }

  @Test func `keeps what it accepted under a rule that would refuse`() throws {
    let lenient = OtherRules(changing: [.lenient])
    let crossed = Input.tick(bid: 1_100_060, ask: 1_100_040, at: .seconds(70))
    let tape = try Tape(
      of: [.opening(at: .zero), .listing(0, at: .zero), .tick(at: .seconds(5)), crossed],
      through: lenient)
    #expect(try tape.difference(from: Reducers())?.replayed?.kind == .tickRejected)
    let engine = try tape.replayed(by: Reducers(), as: .restore)
    #expect(engine.reducers.ingest.counts(of: InstrumentID(0))?.accepted == 2)
    #expect(engine.reducers.ingest.openCandle(of: InstrumentID(0))?.close.micros == 1_100_050)
    #expect(engine.reducers.kernel.kernel(of: InstrumentID(0))?.tickPin.fill == 1)
  }

  @Test(
    arguments: [(100, 90, 90, 90), (90, 100, 95, 100), (100, 100, 0, 90), (1 << 31, 1 << 31, 5, 5)]
      as [(Int64, Int64, Int64, Int64)])
  func `leaves a candle unmeasured whose prices it should not have let in`(
    open: Int64, high: Int64, low: Int64, close: Int64
  ) throws {
    let candle = CandleReceived(
      instrument: InstrumentID(0), openAt: .zero, barSeconds: 60, side: .mid,
      open: Price(micros: open), high: Price(micros: high), low: Price(micros: low),
      close: Price(micros: close))
    let tape = try Tape(
      of: [.opening(at: .zero), .listing(0, at: .zero), .of(.candleReceived(candle), at: .zero)],
      through: OtherRules(changing: [.lenient]))
    #expect(try tape.kinds() == [.runStarted, .instrumentListed, .candleReceived])
  }

  @Test func `never traps, whatever prices it let in`() throws {
    let extremes: [Int64] = [0, -1, 1, .min, .max, 1 << 31, -(1 << 40)]
    var inputs: [Input] = [.opening(at: .zero), .listing(0, at: .zero)]
    for (index, price) in extremes.enumerated() {
      for other in extremes {
        let openAt = Timestamp.seconds(60 * Int64(index))
        let candle = CandleReceived(
          instrument: InstrumentID(0), openAt: openAt, barSeconds: 60, side: .mid,
          open: Price(micros: other), high: Price(micros: price), low: Price(micros: other),
          close: Price(micros: other), volume: price)
        inputs.append(.of(.candleReceived(candle), at: openAt))
        inputs.append(.tick(bid: price, ask: other, at: openAt))
      }
    }
    let tape = try Tape(of: inputs, through: OtherRules(changing: [.lenient]))
    let engine = try tape.replayed(by: Reducers(), as: .restore)
    #expect(engine.position.lastSequence == UInt64(try tape.events().count))
  }

  @Test(arguments: [0, 86_401, .max] as [Int64])
  func `with bars of no length leaves the bars as they were`(seconds: Int64) throws {
    let opening = Input.opening(2, barSeconds: seconds, at: .zero)
    let tape = try Tape(
      of: [.opening(at: .zero), .listing(0, at: .zero), opening, .tick(at: .seconds(65))],
      through: Reducers())
    let engine = try tape.replayed(by: Reducers(), as: .restore)
    #expect(engine.reducers.ingest.openCandle(of: InstrumentID(0))?.barSeconds == 60)
  }
}
