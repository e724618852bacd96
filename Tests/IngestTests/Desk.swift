import Events
import Ingest
import Kernel
import Market
import Numerics
import TestSupport
import Testing
import Turns

/// Something an actor said, with when and on applying what.
struct Word: Equatable {
  let at: Timestamp
  /// 0 for a timer's word.
  let cause: UInt64
  let body: EventBody
  let instrument: InstrumentID?
  /// The payload where it is metrics.
  let metrics: MetricsComputed?
  /// All fields of the payload, so that two words are equal only when these are.
  let fields: [ReadableField]

  /// Where a large payload stands is no part of what was said.
  static func == (left: Word, right: Word) -> Bool {
    left.at == right.at && left.cause == right.cause && left.body.kind == right.body.kind
      && left.fields == right.fields
  }
}

/// Today's reducers behind an opening, and everything they have said since.
///
/// Instrument 0 has five decimals, 1 has three, 2 has five; 3 and above are not listed.
struct TestNode: ~Copyable {
  private struct Ear: TurnSink {
    var words: [Word] = []
    var fault: CodecFault?

    mutating func take(_ turn: borrowing TurnRecord) {
      do throws(CodecFault) {
        var reader = TurnReader(turn.frames.bytes)
        var frames: [Frame] = []
        _ = try reader.nextTurn(into: &frames)
        var arena = ByteBuffer()
        for (place, frame) in frames.enumerated() {
          let sequence = turn.firstSequence + UInt64(place)
          let event = try frame.event(
            in: turn.frames.bytes, sequence: sequence, at: turn.at, arena: &arena)
          guard !event.isInput else { continue }
          var metrics: MetricsComputed?
          if case .metricsComputed(let place) = event.body { metrics = arena[place] }
          words.append(
            Word(
              at: event.at, cause: event.cause, body: event.body,
              instrument: event.body.instrument(arena: arena), metrics: metrics,
              fields: event.body.readable(arena: arena)))
        }
      } catch {
        fault = error
      }
    }
  }

  private var engine = TurnEngine(Reducers())
  private var ear = Ear()

  init(barSeconds: Int64 = 60) throws {
    let none = Text(offset: 0, count: 0)
    let opening = Input(time: .zero, occurredAt: .zero, source: 0, position: 1) { arena in
      .runStarted(arena.put(RunStarted.opening(barSeconds: barSeconds)))
    }
    try engine.run(opening, into: &ear)
    for (number, digits) in [5, 3, 5].enumerated() {
      let id = InstrumentID(UInt16(number))
      try apply(
        .instrumentListed(InstrumentListed(instrument: id, digits: UInt8(digits), name: none)),
        at: .zero)
    }
  }

  /// Takes one input, and gives back what was said before it by timers and then because of it.
  @discardableResult
  mutating func apply(
    _ body: EventBody, at time: Timestamp, stamp: Timestamp? = nil
  ) throws -> [Word] {
    let before = ear.words.count
    try engine.run(
      Input(time: time, occurredAt: stamp ?? time, source: 1, position: 1, body: body), into: &ear)
    if let fault = ear.fault { throw fault }
    return Array(ear.words[before...])
  }

  @discardableResult
  mutating func apply(_ fact: Fact) throws -> [Word] { try apply(fact.body, at: fact.at) }

  /// Why TickIngest refused the last input, nil when it did not.
  var refusal: String? { engine.lastRefusal }
  var words: [Word] { ear.words }

  func counts(_ instrument: UInt16 = 0) -> IngestCounts? {
    engine.reducers.ingest.counts(of: InstrumentID(instrument))
  }

  func openCandle(_ instrument: UInt16 = 0) -> CandleClosed? {
    engine.reducers.ingest.openCandle(of: InstrumentID(instrument))
  }

  func kernel(_ instrument: UInt16 = 0) -> InstrumentKernel? {
    engine.reducers.kernel.kernel(of: InstrumentID(instrument))
  }
}

/// An input whose stamp is its time.
struct Fact {
  var at: Timestamp
  var body: EventBody
}

extension Sequence where Element == Word {
  /// The candles that were closed, in order.
  var candles: [CandleClosed] {
    compactMap { word in
      if case .candleClosed(let candle) = word.body { candle } else { nil }
    }
  }

  /// The metrics that were computed, in order.
  var metrics: [MetricsComputed] {
    compactMap(\.metrics)
  }
}

extension EventBody {
  /// The instrument of an input: inputs here stand in the event itself, none is put aside.
  var instrument: InstrumentID? { instrument(arena: ByteBuffer()) }
}
