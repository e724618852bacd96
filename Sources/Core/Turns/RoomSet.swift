package import Events
package import Market

/// The rooms of a node, whoever holds them: plain values in replay, actors in a run.
package protocol RoomSet: Sendable {
  /// TickIngest's judgement of an input, before anyone hears it.
  func judge(_ event: borrowing Event, into outbox: inout Outbox)

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox)

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)
}
