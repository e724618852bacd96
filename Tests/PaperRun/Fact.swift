package import Events
package import Market
package import Turns

/// One event of a tape, with what its handles point at.
package struct Fact: Equatable {
  package var sequence: UInt64
  package var at: Timestamp
  package var isInput: Bool
  package var body: EventBody
  package var fields: [ReadableField]
  package var filled: OrderFilled?
  package var requested: OrderRequested?
  package var refused: OrderRefused?

  package var kind: EventKind { body.kind }

  /// A field as people read it.
  package func text(_ name: String) -> String? { fields.first { $0.name == name }?.text ?? nil }
}

/// The turns of a run, kept as a journal would keep them.
package struct TurnTape: TurnSink, Equatable {
  package struct Turn: Equatable {
    package var frames: [UInt8]
    package var firstSequence: UInt64
    package var isInput: Bool
  }

  package var turns: [Turn] = []
  /// Times of the turn and of the content before each turn, to read frames from anywhere.
  private var origins: [(at: Timestamp, content: Timestamp)] = []

  package init() {}

  package static func == (left: TurnTape, right: TurnTape) -> Bool { left.turns == right.turns }

  package mutating func take(_ turn: borrowing TurnRecord) {
    let last = times.last ?? (.zero, .zero)
    origins.append(last)
    times.append((turn.at, turn.isNode ? last.content : turn.at))
    turns.append(
      Turn(
        frames: [UInt8](turn.frames.bytes), firstSequence: turn.firstSequence,
        isInput: turn.isInput))
  }

  private var times: [(at: Timestamp, content: Timestamp)] = []

  /// Every event from a turn on.
  package func facts(from first: Int = 0) throws -> [Fact] {
    var facts: [Fact] = []
    for place in first..<turns.count {
      let turn = turns[place]
      let at = times[place].at
      try turn.withFrames { bytes, frames in
        for (offset, frame) in frames.enumerated() {
          var arena = ByteBuffer()
          let event = try frame.event(
            in: bytes, sequence: turn.firstSequence + UInt64(offset), at: at, arena: &arena)
          var fact = Fact(
            sequence: event.sequence, at: at, isInput: event.isInput, body: event.body,
            fields: event.body.readable(arena: arena))
          switch event.body {
          case .orderFilled(let place): fact.filled = arena[place]
          case .orderRequested(let place): fact.requested = arena[place]
          case .orderRefused(let place): fact.refused = arena[place]
          default: break
          }
          facts.append(fact)
        }
      }
    }
    return facts
  }

  /// Lets fresh reducers go through the turns before a place, one by one, up to the first difference.
  package func replayed(
    as mode: TurnMode, before end: Int? = nil
  ) throws -> TurnEngine<Reducers> {
    var engine = TurnEngine(Reducers())
    for turn in turns[..<(end ?? turns.count)] {
      try turn.withFrames { bytes, frames in try engine.replay(bytes, frames, as: mode) }
    }
    return engine
  }
}

extension TurnTape.Turn {
  /// The frames of this turn, valid during the call.
  package func withFrames(_ body: (UnsafeRawBufferPointer, [Frame]) throws -> Void) throws {
    try frames.withUnsafeBytes { bytes in
      var reader = TurnReader(bytes)
      var frames: [Frame] = []
      while try reader.nextTurn(into: &frames) { try body(bytes, frames) }
    }
  }
}

extension [Fact] {
  package var kinds: [EventKind] { map(\.kind) }

  package func only(_ kind: EventKind) -> [Fact] { filter { $0.kind == kind } }

  package var fills: [OrderFilled] { compactMap(\.filled) }

  package var requests: [OrderRequested] { compactMap(\.requested) }

  /// Every blocker of the refusals, in order.
  package var blockers: [OrderBlocker] {
    compactMap(\.refused).flatMap { refusal in
      OrderBlocker.allCases.filter { refusal.blockers.contains($0) }
    }
  }
}
