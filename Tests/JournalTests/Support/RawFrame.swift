import Events
import Journal
import Market

/// A frame with every field in the open, for writing what no encoder would. By default a good quote.
struct RawFrame {
  var kind = UInt64(EventKind.tickReceived.rawValue)
  var version = EventKind.tickReceived.version.code
  /// Bit 0 input, bit 1 first of its turn, bit 2 has `because`, bit 3 of the node.
  var flags: UInt8 = 3
  var at: UInt64? = 1_000
  var cause: UInt64?
  var because: [UInt64] = []
  /// How many facts it says it names, when that is not how many there are.
  var becauseCount: UInt64?
  var occurred: Int64? = 0
  var source: UInt64 = 1
  var position: UInt64 = 1
  var principal: UInt64 = 0
  var body = RawFrame.bodies.quote
  /// Added to the length that is told.
  var lengthError = 0

  static func quote(_ change: (inout RawFrame) -> Void = { _ in }) -> RawFrame {
    var frame = RawFrame()
    change(&frame)
    return frame
  }

  /// A word of an actor, by default said on applying the event before.
  static func word(_ change: (inout RawFrame) -> Void = { _ in }) -> RawFrame {
    var frame = RawFrame()
    frame.kind = UInt64(EventKind.candleClosed.rawValue)
    frame.version = EventKind.candleClosed.version.code
    (frame.flags, frame.at, frame.occurred, frame.cause) = (0, nil, nil, 1)
    frame.body = bodies.candle
    change(&frame)
    return frame
  }

  /// What a timer made an actor say.
  static func timer(_ change: (inout RawFrame) -> Void = { _ in }) -> RawFrame {
    word {
      ($0.flags, $0.at, $0.cause) = (2, 1_000, 0)
      change(&$0)
    }
  }

  static func listing(_ change: (inout RawFrame) -> Void = { _ in }) -> RawFrame {
    var frame = RawFrame()
    frame.kind = UInt64(EventKind.instrumentListed.rawValue)
    frame.version = EventKind.instrumentListed.version.code
    (frame.flags, frame.at, frame.source) = (11, 0, 0)
    frame.body = bodies.listing
    change(&frame)
    return frame
  }

  /// A row that was none, at the time of the turn before, with so many bytes of it.
  static func row(_ bytes: Int) -> RawFrame {
    var writer = TurnWriter()
    return quote {
      $0.kind = UInt64(EventKind.rowRejected.rawValue)
      $0.version = EventKind.rowRejected.version.code
      $0.at = 0
      $0.body = body(of: writer.row(bytes))
    }
  }

  var bytes: [UInt8] {
    var rest = ByteBuffer()
    rest.append(varint: kind)
    rest.append(varint: version)
    rest.append(flags)
    if let at { rest.append(varint: at) }
    if let cause { rest.append(varint: cause) }
    if flags & 4 != 0 {
      rest.append(varint: becauseCount ?? UInt64(because.count))
      for fact in because { rest.append(varint: fact) }
    }
    if let occurred {
      rest.append(zigzag: occurred)
      rest.append(varint: source)
      rest.append(varint: position)
      rest.append(varint: principal)
    }
    rest.append(body)
    var frame = ByteBuffer()
    frame.append(varint: UInt64(rest.count + lengthError))
    frame.append(rest.bytes)
    return [UInt8](frame.bytes)
  }

  private static let bodies: (quote: [UInt8], candle: [UInt8], listing: [UInt8]) = {
    var writer = TurnWriter()
    return (body(of: writer.quote()), body(of: writer.timer()), body(of: writer.listing()))
  }()

  /// The payload of a turn's first event.
  private static func body(of turn: borrowing TurnRecord) -> [UInt8] {
    let bytes = turn.frames.bytes
    guard let frame = try? Frame.parse(bytes, at: 0, end: bytes.count) else { return [] }
    return [UInt8](bytes[frame.bodyStart..<frame.end])
  }
}

extension Scribe {
  /// Lays frames into the page as one turn, whatever they say.
  func write(_ frames: [RawFrame], at nanoseconds: Int64) {
    var turn = TurnRecord()
    turn.firstSequence = lastTaken + 1
    turn.eventCount = frames.count
    turn.at = Timestamp(nanoseconds: nanoseconds)
    turn.isNode = frames[0].flags & 8 != 0
    turn.isInput = frames[0].flags & 1 != 0
    turn.listsInstrument = frames[0].kind == UInt64(EventKind.instrumentListed.rawValue)
    for frame in frames { turn.frames.append(frame.bytes) }
    take(turn)
  }
}
