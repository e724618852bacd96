public import Events
public import Market

/// The rooms of a node, whoever holds them: plain values in replay, actors in a run.
public protocol RoomSet: Sendable {
  /// TickIngest's judgement of an input, before anyone hears it.
  func judge(_ event: borrowing Event, into outbox: inout Outbox)

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox)

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)

  /// Takes an ordinary quote that nobody answers, as `judge` and then `apply` of those who hear quotes
  /// would take it: most of every journal, and no event is made of it.
  ///
  /// - Parameters:
  ///   - bid: In millionths, as is the ask.
  ///   - stamp: The world's own.
  ///   - outbox: Takes timers only: nothing is said.
  /// - Returns: False, and nothing is changed, for a quote to which a room may say something.
  mutating func hearQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Bool
}

extension RoomSet {
  /// Rooms that want to see every quote.
  public func hearQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Bool { false }
}

/// Rooms that take quotes quietly: who hears such a quote, and in which order, is defined here, once.
public protocol QuietRooms: RoomSet {
  /// TickIngest takes the quote, or says no and changes nothing.
  ///
  /// - Returns: Its mid in tenths of a point.
  mutating func acceptQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Int64?

  /// KernelActor hears an accepted quote by its mid, in tenths of a point, to which it says nothing.
  mutating func hear(_ instrument: InstrumentID, mid: Int64, at stamp: Timestamp)
}

extension QuietRooms {
  @inlinable @inline(__always)
  public mutating func hearQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Bool {
    guard let mid = acceptQuietly(instrument, bid: bid, ask: ask, at: stamp, into: &outbox)
    else { return false }
    hear(instrument, mid: mid, at: stamp)
    return true
  }
}
