public import Market

/// One finished turn, as the journal takes it: its frames and what a page counts of them.
public struct TurnRecord: ~Copyable, Sendable {
  public var frames = ByteBuffer(capacity: 65_536)
  public var firstSequence: UInt64 = 0
  public var eventCount = 0
  public var at = Timestamp.zero
  public var isNode = false
  public var isInput = false
  /// Number of the instrument this turn lists, for the page header.
  public var listsInstrument = false

  public init() {}

  public var lastSequence: UInt64 { firstSequence + UInt64(eventCount) - 1 }

  /// The most events a turn may have; more is a cycle between reducers.
  public static let mostEvents = 65_536
  /// The most bytes a turn may have.
  public static let mostBytes = 4 << 20
}

/// Takes turns as they are finished.
public protocol TurnSink: ~Copyable {
  mutating func take(_ turn: borrowing TurnRecord)
}
