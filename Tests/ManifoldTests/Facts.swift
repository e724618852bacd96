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
  /// Lets fresh rooms go through all turns again.
  func replayed(as mode: TurnMode) throws -> TurnEngine<DirectRooms> {
    var engine = TurnEngine(DirectRooms())
    for turn in turns {
      try turn.withUnsafeBytes { bytes in
        try engine.replay(bytes, try Self.frames(of: bytes), as: mode)
      }
    }
    return engine
  }

  /// The first place where the rooms would not say again what is recorded.
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
          var texts = ByteBuffer()
          let body = try frame.body(in: bytes, texts: &texts)
          facts.append(
            Fact(
              sequence: sequence,
              cause: frame.causeDistance == 0 ? 0 : sequence - UInt64(frame.causeDistance),
              because: distances.map { content[content.count - 1 - Int($0)] },
              body: body, instrument: body.instrument(texts: texts),
              metrics: Self.metrics(body, texts), closed: Self.closed(body, texts),
              signal: Self.signal(body, texts), day: Self.day(body, texts)))
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
      var texts = ByteBuffer()
      try turn.withUnsafeBytes { bytes in
        for frame in try Self.frames(of: bytes) {
          try body(try frame.body(in: bytes, texts: &texts), texts)
        }
      }
    }
  }

  private static func signal(_ body: EventBody, _ texts: borrowing ByteBuffer) -> DaySignal? {
    guard case .signalComputed(let place) = body else { return nil }
    return DaySignal(texts[place], texts: texts)
  }

  private static func day(_ body: EventBody, _ texts: borrowing ByteBuffer) -> ManifoldDay? {
    closed(body, texts).map { ManifoldDay($0, texts: texts) }
  }

  private static func closed(
    _ body: EventBody, _ texts: borrowing ByteBuffer
  ) -> ManifoldDayClosed? {
    guard case .manifoldDayClosed(let place) = body else { return nil }
    return texts[place]
  }

  private static func metrics(
    _ body: EventBody, _ texts: borrowing ByteBuffer
  ) -> MetricsComputed? {
    guard case .metricsComputed(let place) = body else { return nil }
    return texts[place]
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
