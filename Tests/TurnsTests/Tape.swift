import Events
import Market
import Testing
import Turns

/// The turns of a run, kept as a journal would keep them.
struct Tape: TurnSink, Equatable {
  struct Turn: Equatable {
    var frames: [UInt8]
    var firstSequence: UInt64
    var eventCount: Int
    var at: Timestamp
    var isNode: Bool
    var isInput: Bool
    var listsInstrument: Bool
  }

  var turns: [Turn] = []

  mutating func take(_ turn: borrowing TurnRecord) {
    turns.append(
      Turn(
        frames: [UInt8](turn.frames.bytes), firstSequence: turn.firstSequence,
        eventCount: turn.eventCount, at: turn.at, isNode: turn.isNode, isInput: turn.isInput,
        listsInstrument: turn.listsInstrument))
  }
}

/// One event of a tape, read back by the rules of schemas/journal-format.md, section 4.
struct Recorded: Equatable {
  var sequence: UInt64
  var at: Timestamp
  var occurredAt: Timestamp
  /// 0 for an input and for a timer's word.
  var cause: UInt64
  var because: [UInt64]
  var isInput: Bool
  var body: EventBody
  var instrument: InstrumentID?
  /// The payload where it is metrics.
  var metrics: MetricsComputed?
  /// All fields of the payload, so that two events are equal only when these are.
  var fields: [ReadableField]

  var kind: EventKind { body.kind }
}

extension Tape {
  /// Every event, with times and references worked out from the frames alone.
  func events() throws -> [Recorded] {
    var events: [Recorded] = []
    var content: [UInt64] = []
    var lastAt = Timestamp.zero
    var lastContentAt = Timestamp.zero
    for turn in turns {
      try turn.withFrames { bytes, frames in
        let isNode = frames[0].flags.isNode
        lastAt = (isNode ? lastAt : lastContentAt).adding(nanoseconds: frames[0].atDelta)
        if !isNode { lastContentAt = lastAt }
        for frame in frames {
          let sequence = UInt64(events.count + 1)
          if !isNode { content.append(sequence) }
          var texts = ByteBuffer()
          let event = try frame.event(in: bytes, sequence: sequence, at: lastAt, texts: &texts)
          var metrics: MetricsComputed?
          if case .metricsComputed(let place) = event.body { metrics = texts[place] }
          let distances = frame.flags.hasBecause ? frame.becauseDistances(in: bytes) : []
          events.append(
            Recorded(
              sequence: sequence, at: event.at, occurredAt: event.occurredAt, cause: event.cause,
              because: distances.map { content[content.count - 1 - Int($0)] },
              isInput: event.isInput, body: event.body,
              instrument: event.body.instrument(texts: texts), metrics: metrics,
              fields: event.body.readable(texts: texts)))
        }
      }
    }
    return events
  }

  func kinds() throws -> [EventKind] { try events().map(\.kind) }
}

extension Tape.Turn {
  /// The frames of this turn, valid during the call.
  func withFrames(_ body: (UnsafeRawBufferPointer, [Frame]) throws -> Void) throws {
    try frames.withUnsafeBytes { bytes in
      var reader = TurnReader(bytes)
      var frames: [Frame] = []
      while try reader.nextTurn(into: &frames) { try body(bytes, frames) }
    }
  }
}

/// Rooms at work, and the tape of what they came to.
struct Stage<Rooms: RoomSet>: ~Copyable {
  var engine: TurnEngine<Rooms>
  var tape = Tape()

  init(_ rooms: Rooms) { engine = TurnEngine(rooms) }

  /// Goes on with an engine that has replayed something.
  init(going engine: consuming TurnEngine<Rooms>) { self.engine = engine }

  mutating func run(_ inputs: Input...) throws(TurnFault) { try run(inputs) }

  mutating func run(_ inputs: some Sequence<Input>) throws(TurnFault) {
    for input in inputs { try engine.run(input, into: &tape) }
  }
}

extension Tape {
  /// Runs inputs through rooms from the beginning.
  init(of inputs: some Sequence<Input>, through rooms: some RoomSet) throws(TurnFault) {
    var stage = Stage(rooms)
    try stage.run(inputs)
    self = stage.tape
  }

  /// Lets rooms go through all turns again, one by one, up to the first difference.
  func replayed<Rooms: RoomSet>(
    by rooms: Rooms, as mode: TurnMode
  ) throws -> TurnEngine<Rooms> {
    var engine = TurnEngine(rooms)
    for turn in turns {
      try turn.withFrames { bytes, frames in try engine.replay(bytes, frames, as: mode) }
    }
    return engine
  }

  /// The same in pages of up to three turns, as replay of a journal goes.
  ///
  /// - Parameter first: The first event to verify; what is before is restored.
  func replayedInPages<Rooms: RoomSet>(
    by rooms: Rooms, verifyingFrom first: UInt64 = 1
  ) throws -> TurnEngine<Rooms> {
    var engine = TurnEngine(rooms)
    var counts = ReplayCounts()
    for start in stride(from: 0, to: turns.count, by: 3) {
      let page = turns[start..<min(start + 3, turns.count)].flatMap(\.frames)
      let goesOn = try page.withUnsafeBytes { bytes in
        try engine.replay(
          page: bytes, verifyingFrom: first, through: .max, counts: &counts, hearNode: { _, _ in })
      }
      guard goesOn else { break }
    }
    return engine
  }

  /// The same by the way of replay that is made for the rooms as values.
  func replayedDirectly(verifyingFrom first: UInt64 = 1) throws -> TurnEngine<DirectRooms> {
    var engine = TurnEngine(DirectRooms())
    var counts = ReplayCounts()
    // Pages of a hundred turns: a quote is read in place where enough stands behind it.
    for start in stride(from: 0, to: turns.count, by: 100) {
      let page = turns[start..<min(start + 100, turns.count)].flatMap(\.frames)
      let goesOn = try page.withUnsafeBytes { bytes in
        try engine.replayDirectly(
          page: bytes, verifyingFrom: first, through: .max, counts: &counts,
          hearNode: { _, _ in })
      }
      guard goesOn else { break }
    }
    return engine
  }

  /// The first place where these rooms would not say what is recorded, by either way of replay.
  func difference(
    from rooms: some RoomSet, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Difference? {
    let byTurns = try replayed(by: rooms, as: .verify).difference
    let byPages = try replayedInPages(by: rooms).difference
    #expect(byTurns == byPages, "by turns and by pages", sourceLocation: sourceLocation)
    return byTurns
  }
}
