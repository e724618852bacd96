public import Events
public import Market

/// The reducers of a node. `Reducers` is the set that runs; tests bring others.
public protocol ReducerSet: Sendable {
  /// TickIngest's judgement of an input, before any reducer applies it.
  func judge(_ event: borrowing Event, into outbox: inout Outbox)

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox)

  /// Whether TickIngest accepts a single quote: then `judge` would emit nothing to its event.
  func admits(_ quote: Quote) -> Bool

  /// Gives an admitted quote to each subscriber of quotes, in the order of a turn, until one emits.
  ///
  /// - Returns: The actor that emitted, nil when none did.
  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName?

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)
}
