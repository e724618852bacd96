public import Market

/// A recorded fact, as an actor receives it.
///
/// Trivial to copy: texts stand in the side buffer of the turn, and the facts a decision used
/// travel with what is emitted, not with what is applied.
public struct Event: Sendable, BitwiseCopyable {
  /// Its place in the journal, from 1.
  public var sequence: UInt64
  /// The event that was being applied when this was emitted; 0 for an input or a timer's event.
  public var cause: UInt64
  /// The time of its turn: *now*, for whoever receives it.
  public var at: Timestamp
  /// The world's own stamp: data, never now. Equal to `at` in derived events.
  public var occurredAt: Timestamp
  /// Place of an input in its source.
  public var position: Int64
  /// Number of the feed an input came from; 0 is the node itself.
  public var source: UInt16
  /// Who sent an input; 0 is the node.
  public var principal: UInt16
  public var isInput: Bool
  public var body: EventBody

  @inlinable public init(
    sequence: UInt64, cause: UInt64, at: Timestamp, occurredAt: Timestamp, position: Int64 = 0,
    source: UInt16 = 0, principal: UInt16 = 0, isInput: Bool, body: EventBody
  ) {
    self.sequence = sequence
    self.cause = cause
    self.at = at
    self.occurredAt = occurredAt
    self.position = position
    self.source = source
    self.principal = principal
    self.isInput = isInput
    self.body = body
  }
}

/// What a turn begins with: a fact from outside, before it has a place in the journal.
public struct Input: Sendable {
  /// The time its source gives it; the turn's `at` is this or the last `at`, whichever is later.
  public var time: Timestamp
  public var occurredAt: Timestamp
  public var source: UInt16
  public var position: Int64
  public var principal: UInt16
  public var body: EventBody
  /// The side buffer that the body's handles point into; empty for plain numbers.
  public var arena: [UInt8]

  public init(
    time: Timestamp, occurredAt: Timestamp, source: UInt16, position: Int64, principal: UInt16 = 0,
    body: EventBody, arena: [UInt8] = []
  ) {
    self.time = time
    self.occurredAt = occurredAt
    self.source = source
    self.position = position
    self.principal = principal
    self.body = body
    self.arena = arena
  }

  /// An input whose body has texts or stands aside: `make` puts them into its side buffer.
  public init(
    time: Timestamp, occurredAt: Timestamp, source: UInt16, position: Int64,
    _ make: (inout ByteBuffer) -> EventBody
  ) {
    var buffer = ByteBuffer()
    let body = make(&buffer)
    self.init(
      time: time, occurredAt: occurredAt, source: source, position: position, body: body,
      arena: [UInt8](buffer.bytes))
  }
}
