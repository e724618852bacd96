package import Market

/// One finished turn, as the journal takes it: its frames and what a page counts of them.
package struct TurnRecord: ~Copyable, Sendable {
  package var frames = ByteBuffer(capacity: 65_536)
  package var firstSequence: UInt64 = 0
  package var eventCount = 0
  package var at = Timestamp.zero
  package var isNode = false
  package var isInput = false
  /// Number of the instrument this turn lists, for the page header.
  package var listsInstrument = false

  package init() {}

  package var lastSequence: UInt64 { firstSequence + UInt64(eventCount) - 1 }

  /// The most events a turn may have; more is a cycle between rooms.
  package static let mostEvents = 65_536
  /// The most bytes a turn may have.
  package static let mostBytes = 4 << 20
}

/// Takes turns as they are finished.
package protocol TurnSink: ~Copyable {
  mutating func take(_ turn: borrowing TurnRecord)
}
