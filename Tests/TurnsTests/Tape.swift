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
  /// 0 for an input and for a timer's event.
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
          var arena = ByteBuffer()
          let event = try frame.event(in: bytes, sequence: sequence, at: lastAt, arena: &arena)
          var metrics: MetricsComputed?
          if case .metricsComputed(let place) = event.body { metrics = arena[place] }
          let distances = frame.flags.hasBecause ? frame.becauseDistances(in: bytes) : []
          events.append(
            Recorded(
              sequence: sequence, at: event.at, occurredAt: event.occurredAt, cause: event.cause,
              because: distances.map { content[content.count - 1 - Int($0)] },
              isInput: event.isInput, body: event.body,
              instrument: event.body.instrument(arena: arena), metrics: metrics,
              fields: event.body.readable(arena: arena)))
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

/// Reducers at work, and the tape of what they came to.
struct Stage<Group: ReducerSet>: ~Copyable {
  var engine: TurnEngine<Group>
  var tape = Tape()

  init(_ reducers: Group) { engine = TurnEngine(reducers) }

  /// Goes on with an engine that has replayed something.
  init(going engine: consuming TurnEngine<Group>) { self.engine = engine }

  mutating func run(_ inputs: Input...) throws(TurnFault) { try run(inputs) }

  mutating func run(_ inputs: some Sequence<Input>) throws(TurnFault) {
    for input in inputs { try engine.run(input, into: &tape) }
  }
}

extension Tape {
  /// Runs inputs through reducers from the beginning.
  init(of inputs: some Sequence<Input>, through reducers: some ReducerSet) throws(TurnFault) {
    var stage = Stage(reducers)
    try stage.run(inputs)
    self = stage.tape
  }

  /// Lets reducers go through all turns again, one by one, up to the first difference.
  func replayed<Group: ReducerSet>(
    by reducers: Group, as mode: TurnMode
  ) throws -> TurnEngine<Group> {
    var engine = TurnEngine(reducers)
    for turn in turns {
      try turn.withFrames { bytes, frames in try engine.replay(bytes, frames, as: mode) }
    }
    return engine
  }

  /// The same in pages of up to three turns, as replay of a journal goes.
  ///
  /// - Parameter first: The first event to verify; what is before is restored.
  func replayedInPages<Group: ReducerSet>(
    by reducers: Group, verifyingFrom first: UInt64 = 1
  ) throws -> TurnEngine<Group> {
    var engine = TurnEngine(reducers)
    var counts = ReplayCounts()
    for start in stride(from: 0, to: turns.count, by: 3) {
      let page = turns[start..<min(start + 3, turns.count)].flatMap(\.frames)
      let goesOn = try page.withUnsafeBytes { bytes in
        try engine.replay(
          page: bytes, verifyingFrom: first, through: .max, counts: &counts, onNode: { _, _ in })
      }
      guard goesOn else { break }
    }
    return engine
  }

  /// The same by the way of replay that is made for the reducers as values.
  func replayedDirectly(verifyingFrom first: UInt64 = 1) throws -> TurnEngine<Reducers> {
    var engine = TurnEngine(Reducers())
    var counts = ReplayCounts()
    // Pages of a hundred turns: a quote is read in place where enough stands behind it.
    for start in stride(from: 0, to: turns.count, by: 100) {
      let page = turns[start..<min(start + 100, turns.count)].flatMap(\.frames)
      let goesOn = try page.withUnsafeBytes { bytes in
        try engine.replayDirectly(
          page: bytes, verifyingFrom: first, through: .max, counts: &counts,
          onNode: { _, _ in })
      }
      guard goesOn else { break }
    }
    return engine
  }

  /// The first place where these reducers would not emit what is recorded, by either way of replay.
  func difference(
    from reducers: some ReducerSet, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Difference? {
    let byTurns = try replayed(by: reducers, as: .verify).difference
    let byPages = try replayedInPages(by: reducers).difference
    #expect(byTurns == byPages, "by turns and by pages", sourceLocation: sourceLocation)
    return byTurns
  }
}
