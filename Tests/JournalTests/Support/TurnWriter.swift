import Events
import Market
import Numerics

/// One event as it stands in a journal, for computing again what pages say of it.
struct WrittenEvent {
  let sequence: UInt64
  let at: Timestamp
  let frame: [UInt8]
  let isNode: Bool
  var endsTurn: Bool
}

/// Writes turns by hand, one after the other, as an engine would but without any actor.
struct TurnWriter {
  private(set) var at: Timestamp
  private(set) var contentAt: Timestamp
  private(set) var events: [WrittenEvent] = []
  private var listed: UInt16 = 0
  private let before: UInt64

  /// - Parameters:
  ///   - sequence: The last event written before, 0 for none.
  ///   - at: The time of its turn, one of content.
  init(after sequence: UInt64 = 0, at: Timestamp = .zero) {
    self.before = sequence
    self.at = at
    self.contentAt = at
  }

  var lastSequence: UInt64 { before + UInt64(events.count) }
  var contentCount: Int { events.count { !$0.isNode } }

  /// A quote, and how many words an actor answers to it.
  mutating func quote(answers: Int = 0, after nanoseconds: Int64 = 1_000_000_000) -> TurnRecord {
    let bid = Price(micros: 1_100_000 + Int64(lastSequence % 1_000) * 10)
    let tick = TickReceived(
      instrument: InstrumentID(0), bid: bid, ask: Price(micros: bid.micros + 20))
    return write(.tickReceived(tick), after: nanoseconds, answers: answers)
  }

  /// A row that was none, with as many bytes of it as wanted, and how many metrics an actor answers:
  /// turns of any size.
  mutating func row(_ bytes: Int, metrics: Int = 0) -> TurnRecord {
    var arena = ByteBuffer()
    let head = arena.intern([UInt8](repeating: UInt8(ascii: "x"), count: bytes))
    let row = RowRejected(instrument: InstrumentID(0), line: 1, reason: .notText, head: head)
    let answer = Self.metrics(&arena)
    return write(.rowRejected(row), after: 1_000, answers: metrics, of: answer, arena)
  }

  /// What a timer made an actor say, and what reducers answer to that.
  mutating func timer(answers: Int = 0) -> TurnRecord {
    write(Self.candle, isInput: false, after: 2_000_000_000, answers: answers)
  }

  /// An event of the node itself: the listing of an instrument.
  mutating func listing() -> TurnRecord {
    var arena = ByteBuffer()
    let name = arena.intern("EUR_USD")
    let listing = InstrumentListed(instrument: InstrumentID(listed), digits: 5, name: name)
    listed += 1
    return write(.instrumentListed(listing), after: 0, answers: 0, arena)
  }

  /// A turn drawn at random: mostly lone quotes, some with answers, few of the node.
  mutating func anything(_ random: inout SplitMix64) -> TurnRecord {
    switch random.next(below: 20) {
    case 0: listing()
    case 1: timer(answers: Int(random.next(below: 3)))
    case 2...5: quote(answers: Int(random.next(below: 6)))
    case 6: row(Int(random.next(below: 800)))
    default: quote(after: Int64(random.next(below: 3_000_000_000)))
    }
  }

  private static let candle = EventBody.candleClosed(
    CandleClosed(
      instrument: InstrumentID(0), openAt: .zero, barSeconds: 60, side: .mid,
      open: Price(micros: 1_100_000), high: Price(micros: 1_100_100),
      low: Price(micros: 1_099_900), close: Price(micros: 1_100_050), volume: 9))

  /// Metrics whose every field is zero, aside in the side buffer of their turn.
  private static func metrics(_ arena: inout ByteBuffer) -> EventBody {
    let zeros = [UInt8](repeating: 0, count: 1_000)
    let kind = EventKind.metricsComputed
    return zeros.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return EventBody(kind, minor: kind.version.minor, from: &reader, arena: &arena)
    }
  }

  private mutating func write(
    _ body: EventBody, isInput: Bool = true, after nanoseconds: Int64, answers: Int,
    of answer: EventBody = Self.candle, _ arena: borrowing ByteBuffer = ByteBuffer()
  ) -> TurnRecord {
    let isNode = body.kind.isNode
    let time = at.adding(nanoseconds: nanoseconds)
    let delta = time.nanoseconds - (isNode ? at : contentAt).nanoseconds
    at = time
    if !isNode { contentAt = time }

    var turn = TurnRecord()
    turn.firstSequence = lastSequence + 1
    turn.at = time
    turn.isNode = isNode
    turn.isInput = isInput
    turn.listsInstrument = body.kind == .instrumentListed
    let minor = body.kind.version.minor
    let input = Input(
      time: time, occurredAt: time, source: isNode ? 0 : 1, position: Int64(lastSequence),
      body: body)
    let head =
      isInput
      ? FrameHead(minor: minor, isNode: isNode, atDelta: delta, at: time, input: input)
      : FrameHead(minor: minor, isFirst: true, isNode: false, atDelta: delta, causeDistance: 0)
    append(head, body, arena, to: &turn)
    for place in 0..<UInt32(answers) {
      let head = FrameHead(
        minor: answer.kind.version.minor, isFirst: false, isNode: false, atDelta: 0,
        causeDistance: place + 1)
      append(head, answer, arena, to: &turn)
    }
    events[events.count - 1].endsTurn = true
    return turn
  }

  private mutating func append(
    _ head: FrameHead, _ body: EventBody, _ arena: borrowing ByteBuffer, to turn: inout TurnRecord
  ) {
    let start = turn.frames.count
    turn.frames.append(head, because: Because(), body: body, arena: arena)
    turn.eventCount += 1
    events.append(
      WrittenEvent(
        sequence: lastSequence + 1, at: at, frame: [UInt8](turn.frames.bytes[start...]),
        isNode: turn.isNode, endsTurn: false))
  }
}
