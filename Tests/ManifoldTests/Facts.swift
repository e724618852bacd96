import Events
import Manifold
import Market
import Turns

/// One recorded event, with its texts and references resolved.
struct Fact: Sendable {
  let sequence: UInt64
  let cause: UInt64
  let because: [UInt64]
  let body: EventBody
  let instrument: InstrumentID?
  let metrics: MetricsComputed?
  let closed: ManifoldDayClosed?
  /// Of a signal.
  let signal: DaySignal?
  /// Of a day that was closed.
  let day: ManifoldDay?

  var kind: EventKind { body.kind }
}

extension Tape {
  /// Lets fresh reducers go through all turns again.
  func replayed(as mode: TurnMode) throws -> TurnEngine<Reducers> {
    var engine = TurnEngine(Reducers())
    for turn in turns {
      try turn.withUnsafeBytes { bytes in
        try engine.replay(bytes, try Self.frames(of: bytes), as: mode)
      }
    }
    return engine
  }

  /// The first place where the reducers would not say again what is recorded.
  func difference() throws -> Difference? { try replayed(as: .verify).difference }

  /// Every event in order.
  func facts() throws -> [Fact] {
    var facts: [Fact] = []
    var content: [UInt64] = []
    for turn in turns {
      try turn.withUnsafeBytes { bytes in
        let frames = try Self.frames(of: bytes)
        for frame in frames {
          let sequence = UInt64(facts.count + 1)
          if !frame.flags.isNode { content.append(sequence) }
          let distances = frame.flags.hasBecause ? frame.becauseDistances(in: bytes) : []
          var arena = ByteBuffer()
          let body = try frame.body(in: bytes, arena: &arena)
          facts.append(
            Fact(
              sequence: sequence,
              cause: frame.causeDistance == 0 ? 0 : sequence - UInt64(frame.causeDistance),
              because: distances.map { content[content.count - 1 - Int($0)] },
              body: body, instrument: body.instrument(arena: arena),
              metrics: Self.metrics(body, arena), closed: Self.closed(body, arena),
              signal: Self.signal(body, arena), day: Self.day(body, arena)))
        }
      }
    }
    return facts
  }

  static func frames(of bytes: UnsafeRawBufferPointer) throws -> [Frame] {
    var reader = TurnReader(bytes)
    var frames: [Frame] = []
    _ = try reader.nextTurn(into: &frames)
    return frames
  }

  /// Calls `body` with every payload and the side buffer of its turn.
  func forEachBody(_ body: (EventBody, borrowing ByteBuffer) throws -> Void) throws {
    for turn in turns {
      var arena = ByteBuffer()
      try turn.withUnsafeBytes { bytes in
        for frame in try Self.frames(of: bytes) {
          try body(try frame.body(in: bytes, arena: &arena), arena)
        }
      }
    }
  }

  private static func signal(_ body: EventBody, _ arena: borrowing ByteBuffer) -> DaySignal? {
    guard case .signalComputed(let place) = body else { return nil }
    return DaySignal(arena[place], arena: arena)
  }

  private static func day(_ body: EventBody, _ arena: borrowing ByteBuffer) -> ManifoldDay? {
    closed(body, arena).map { ManifoldDay($0, arena: arena) }
  }

  private static func closed(
    _ body: EventBody, _ arena: borrowing ByteBuffer
  ) -> ManifoldDayClosed? {
    guard case .manifoldDayClosed(let place) = body else { return nil }
    return arena[place]
  }

  private static func metrics(
    _ body: EventBody, _ arena: borrowing ByteBuffer
  ) -> MetricsComputed? {
    guard case .metricsComputed(let place) = body else { return nil }
    return arena[place]
  }
}

extension MarketRun {
  func facts() throws -> [Fact] { try tape.facts() }

  /// The signals of one instrument, in order.
  func signals(of instrument: UInt16 = 0) throws -> [DaySignal] {
    try facts().compactMap(\.signal).filter { $0.facts.instrument.number == instrument }
  }

  /// The closed days of one instrument with the signals of each, as a reader of the log finds them:
  /// those said since the day before was closed.
  func closedDays(of instrument: UInt16 = 0) throws -> [(closed: ManifoldDayClosed, DayDocument)] {
    var days: [(closed: ManifoldDayClosed, DayDocument)] = []
    var signals: [DaySignal] = []
    for fact in try facts() where fact.instrument?.number == instrument {
      if let signal = fact.signal { signals.append(signal) }
      guard let closed = fact.closed, let day = fact.day else { continue }
      days.append(
        (
          closed,
          DayDocument(instrument: .euroDollar, day: day, signals: signals, isComplete: true)
        ))
      signals = []
    }
    return days
  }
}
