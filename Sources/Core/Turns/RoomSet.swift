public import Events
public import Market

/// The rooms of a node, whoever holds them: plain values in replay, actors in a run.
public protocol RoomSet: Sendable {
  /// TickIngest's judgement of an input, before anyone hears it.
  func judge(_ event: borrowing Event, into outbox: inout Outbox)

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox)

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)
}
