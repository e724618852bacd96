import Events
import Ingest
import Market
import Numerics
import Testing
import Turns

/// State kept in sections and taken back.
@Suite struct `The sections of a snapshot` {
  private func adopted(
    _ sections: [SnapshotSection], missing: [ActorName] = []
  ) throws -> TurnEngine<Reducers> {
    var engine = TurnEngine(Reducers())
    let found = try engine.adopt(sections)
    #expect(found == missing)
    return engine
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `are all that the next turns depend on`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(400, seed: seed)
    let whole = try Tape(of: inputs, through: Reducers())
    for cut in stride(from: 0, to: inputs.count, by: 37) {
      var before = Stage(Reducers())
      try before.run(inputs[..<cut])
      let engine = try adopted(before.engine.sections())
      #expect(engine.sections() == before.engine.sections(), "seed \(seed), cut \(cut)")
      var after = Stage(going: engine)
      try after.run(inputs[cut...])
      // Asked beforehand: of two tapes that differ, every byte would be told.
      let goesOn = before.tape.turns + after.tape.turns == whole.turns
      #expect(goesOn, "seed \(seed), cut \(cut): behind the sections other turns follow")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `are the same by running, by verifying and by restoring`(seed: UInt64) throws {
    var run = Stage(Reducers())
    try run.run(RandomFeed.inputs(600, seed: seed))
    let verified = try run.tape.replayed(by: Reducers(), as: .verify)
    let restored = try run.tape.replayed(by: Reducers(), as: .restore)
    #expect(verified.sections() == run.engine.sections(), "seed \(seed)")
    #expect(restored.sections() == run.engine.sections(), "seed \(seed)")
    let paged = try run.tape.replayedInPages(by: Reducers())
    #expect(paged.sections() == run.engine.sections(), "seed \(seed)")
  }

  /// The law of restore: an actor that receives a journal of other thresholds comes to the state that the
  /// journal's own code had.
  @Test(
    arguments: [
      [.thresholds], [.closeDelay], [.lenient], [.strict], [.talkative],
      [.thresholds, .closeDelay, .strict],
    ] as [Set<OtherRules.Change>], 0..<3 as Range<UInt64>)
  func `restored from a journal of other thresholds are those its own code had`(
    changes: Set<OtherRules.Change>, seed: UInt64
  ) throws {
    var old = Stage(OtherRules(changing: changes))
    try old.run(RandomFeed.inputs(500, seed: seed))
    var own = old.engine.reducers.reducers
    var restored = try old.tape.replayed(by: Reducers(), as: .restore).reducers
    // The thresholds themselves are a setting, which the next opening tells both alike.
    try tellSettings(&own)
    try tellSettings(&restored)
    for actor in ActorName.allCases {
      #expect(
        own.section(of: actor) == restored.section(of: actor),
        "seed \(seed), \(actor.name) after \(changes)")
    }
  }

  private func tellSettings(_ reducers: inout Reducers) throws {
    let opening = Input.opening(9, at: .zero)
    var outbox = Outbox()
    outbox.arena.append(opening.arena)
    let event = Event(
      sequence: 1, cause: 0, at: .zero, occurredAt: .zero, isInput: true, body: opening.body)
    for actor in ActorName.allCases { reducers.apply(actor, event, into: &outbox) }
    #expect(outbox.emitted.isEmpty)
  }

  @Test(arguments: ActorName.allCases)
  func `without an actor, or with another version of it, leave that actor to the events`(
    actor: ActorName
  ) throws {
    var stage = Stage(Reducers())
    try stage.run(RandomFeed.inputs(200, seed: 1))
    let sections = stage.engine.sections()
    let without = try adopted(sections.filter { $0.name != actor.name }, missing: [actor])
    let other = sections.map {
      $0.name == actor.name
        ? SnapshotSection(name: $0.name, version: $0.version + 1, bytes: $0.bytes) : $0
    }
    _ = try adopted(other, missing: [actor])
    _ = try adopted(sections + [SnapshotSection(name: "x", version: 1, bytes: [])])
    var reducers = without.reducers
    reducers.take(actor, from: stage.engine.reducers)
    #expect(reducers.section(of: actor) == stage.engine.reducers.section(of: actor))
  }

  @Test(arguments: [SharedSection.position, SharedSection.timers])
  func `without what all reducers share are none`(name: String) throws {
    let sections = TurnEngine(Reducers()).sections().filter { $0.name != name }
    #expect(throws: CodecFault.truncated) { _ = try adopted(sections) }
  }

  @Test func `with counts that no journal comes to are refused`() throws {
    for (count, isTaken) in [(1 << 62, true), (1 << 62 + 1, false), (.max, false)]
      as [(Int64, Bool)]
    {
      let sections = TurnEngine(Reducers()).sections().map {
        $0.name == ActorName.ingest.name
          ? SnapshotSection(name: $0.name, version: $0.version, of: OneInstrument(count: count))
          : $0
      }
      var engine = TurnEngine(Reducers())
      guard isTaken else {
        #expect(throws: CodecFault.outOfRange, "\(count)") { _ = try engine.adopt(sections) }
        continue
      }
      #expect(try engine.adopt(sections) == [])
      // One more of each, so that nothing counted ends at the end of the numbers.
      var after = Stage(going: engine)
      try after.run([.tick(ask: 1, at: .seconds(1)), .candle(at: .seconds(120))])
      #expect(after.engine.reducers.ingest.counts(of: InstrumentID(0))?.rejected == count + 1)
    }
  }

  @Test func `with timers twice or out of order are refused`() throws {
    for (instruments, isTaken) in [([0, 2], true), ([2, 0], false), ([1, 1], false)] {
      let sections = TurnEngine(Reducers()).sections().map {
        $0.name == SharedSection.timers
          ? SnapshotSection(
            name: $0.name, version: $0.version, of: Timers(instruments: instruments))
          : $0
      }
      var engine = TurnEngine(Reducers())
      if isTaken {
        #expect(try engine.adopt(sections) == [])
        #expect(engine.sections() == sections)
      } else {
        #expect(throws: CodecFault.outOfRange) { _ = try engine.adopt(sections) }
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `with any byte changed are refused or are some sound state`(seed: UInt64) throws {
    var stage = Stage(Reducers())
    let inputs = RandomFeed.inputs(300, seed: seed)
    try stage.run(inputs[..<250])
    let sections = stage.engine.sections()
    var random = SplitMix64(seed: seed)
    var refused = 0
    for _ in 0..<300 {
      let place = Int(random.next(below: UInt64(sections.count)))
      var bytes = sections[place].bytes
      for _ in 0...random.next(below: 3) where !bytes.isEmpty {
        let at = Int(random.next(below: UInt64(bytes.count)))
        switch random.next(below: 3) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
        default: bytes[at] = UInt8(truncatingIfNeeded: random.next())
        }
      }
      var changed = sections
      changed[place] = SnapshotSection(
        name: sections[place].name, version: sections[place].version, bytes: bytes)
      var engine = TurnEngine(Reducers())
      guard (try? engine.adopt(changed)) != nil else {
        refused += 1
        continue
      }
      // Whatever it is, it can be kept again as it is, and going on with it never traps.
      #expect(
        engine.sections().map(\.bytes) == changed.map(\.bytes),
        "seed \(seed), \(changed[place].name)")
      var after = Stage(going: engine)
      _ = try? after.run(inputs[250...])
    }
    #expect(refused > 20, "seed \(seed)")
  }
}

/// What TickIngest keeps of one instrument that has applied nothing yet, but counted so much.
private struct OneInstrument: StateKeeping {
  var count: Int64

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var (bar, digits, lastTick) = (60 * nanosecondsPerSecond, Int64(5), Int64(-1))
    var (buildsCandles, isThere, closedThrough) = (true, false, UInt64(0))
    var instruments: UInt64 = 1
    archive.number("bar_nanoseconds", &bar)
    archive.flag("builds_candles", &buildsCandles)
    archive.count("instruments", &instruments)
    archive.number("digits", &digits)
    archive.number("last_tick_at", &lastTick)
    archive.flag("last_candle", &isThere)
    archive.count("closed_through", &closedThrough)
    archive.flag("bucket", &isThere)
    for _ in 0..<4 { archive.number("count", &count) }
  }
}

/// Timers of candles that close a minute from the beginning.
private struct Timers: StateKeeping {
  var instruments: [Int]

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.list("timers", &instruments, of: 0, atMost: 9) {
      var (name, due) = (TimerName.candleClose, Timestamp.seconds(62))
      $1.label("name", &name)
      $1.small("instrument", &$0)
      $1.time("due", &due)
    }
  }
}
