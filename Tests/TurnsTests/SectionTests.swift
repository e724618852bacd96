import Events
import Market
import Numerics
import Testing
import Turns

/// State kept in sections and taken back.
@Suite struct `The sections of a snapshot` {
  private func adopted(
    _ sections: [SnapshotSection], missing: [Room] = []
  ) throws -> TurnEngine<DirectRooms> {
    var engine = TurnEngine(DirectRooms())
    let found = try engine.adopt(sections)
    #expect(found == missing)
    return engine
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `are all that the next turns depend on`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(400, seed: seed)
    let whole = try Tape(of: inputs, through: DirectRooms())
    for cut in stride(from: 0, to: inputs.count, by: 37) {
      var before = Stage(DirectRooms())
      try before.run(inputs[..<cut])
      let engine = try adopted(before.engine.sections())
      #expect(engine.sections() == before.engine.sections(), "seed \(seed), cut \(cut)")
      var after = Stage(going: engine)
      try after.run(inputs[cut...])
      #expect(before.tape.turns + after.tape.turns == whole.turns, "seed \(seed), cut \(cut)")
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `are the same by running, by verifying and by restoring`(seed: UInt64) throws {
    var run = Stage(DirectRooms())
    try run.run(RandomFeed.inputs(600, seed: seed))
    let verified = try run.tape.replayed(by: DirectRooms(), as: .verify)
    let restored = try run.tape.replayed(by: DirectRooms(), as: .restore)
    #expect(verified.sections() == run.engine.sections(), "seed \(seed)")
    #expect(restored.sections() == run.engine.sections(), "seed \(seed)")
    let paged = try run.tape.replayedInPages(by: DirectRooms())
    #expect(paged.sections() == run.engine.sections(), "seed \(seed)")
  }

  /// The law of restore: a room that hears a journal of other thresholds comes to the state that the
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
    var own = old.engine.rooms.rooms
    var restored = try old.tape.replayed(by: DirectRooms(), as: .restore).rooms
    // The thresholds themselves are a setting, which the next opening tells both alike.
    try tellSettings(&own)
    try tellSettings(&restored)
    for room in Room.allCases {
      #expect(
        own.section(of: room) == restored.section(of: room),
        "seed \(seed), \(room.name) after \(changes)")
    }
  }

  private func tellSettings(_ rooms: inout DirectRooms) throws {
    let opening = Input.opening(9, at: .zero)
    var outbox = Outbox()
    outbox.texts.append(opening.texts)
    let event = Event(
      sequence: 1, cause: 0, at: .zero, occurredAt: .zero, isInput: true, body: opening.body)
    for room in Room.allCases { rooms.apply(room, event, into: &outbox) }
    #expect(outbox.said.isEmpty)
  }

  @Test(arguments: Room.allCases)
  func `without a room, or with another version of it, leave that room to the events`(
    room: Room
  ) throws {
    var stage = Stage(DirectRooms())
    try stage.run(RandomFeed.inputs(200, seed: 1))
    let sections = stage.engine.sections()
    let without = try adopted(sections.filter { $0.name != room.name }, missing: [room])
    let other = sections.map {
      $0.name == room.name
        ? SnapshotSection(name: $0.name, version: $0.version + 1, bytes: $0.bytes) : $0
    }
    _ = try adopted(other, missing: [room])
    _ = try adopted(sections + [SnapshotSection(name: "x", version: 1, bytes: [])])
    var rooms = without.rooms
    rooms.take(room, from: stage.engine.rooms)
    #expect(rooms.section(of: room) == stage.engine.rooms.section(of: room))
  }

  @Test(arguments: [SharedSection.position, SharedSection.timers])
  func `without what all rooms share are none`(name: String) throws {
    let sections = TurnEngine(DirectRooms()).sections().filter { $0.name != name }
    #expect(throws: CodecFault.truncated) { _ = try adopted(sections) }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `with any byte changed are refused or are some sound state`(seed: UInt64) throws {
    var stage = Stage(DirectRooms())
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
      var engine = TurnEngine(DirectRooms())
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
