public import Market

/// The pure value of an actor. It changes only by applying recorded events, its own included.
///
/// `apply` serves three ways: run (what is emitted is recorded), verify (what is emitted is compared, byte
/// for byte) and restore (recorded events are applied, what is emitted is dropped).
public protocol Reducer: StateKeeping, Sendable {
  /// A reducer that has applied nothing yet.
  init()

  /// Which bytes its state has in snapshots: raised by hand when they or their meaning change. A
  /// snapshot of another version restores this reducer from the events.
  static var stateVersion: UInt16 { get }

  /// Applies one event, and may emit others.
  mutating func apply(_ event: borrowing Event, into outbox: inout Outbox)

  /// Applies an accepted quote, and may emit events. `apply` of the event that carries a quote comes to
  /// the same.
  mutating func apply(quote: Quote, into outbox: inout Outbox)

  /// Is told that a timer of its own is due. Changes nothing: what it emits, it applies afterwards.
  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)
}

extension Reducer {
  /// For a reducer that takes no quotes.
  @inlinable @inline(__always)
  public mutating func apply(quote: Quote, into outbox: inout Outbox) {}

  /// For a reducer without timers.
  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {}
}

/// Which actors a kind is delivered to, one bit an actor.
public struct Subscribers: Equatable, Sendable {
  public let rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public func contains(_ actor: ActorName) -> Bool {
    rawValue & (1 << UInt16(actor.rawValue)) != 0
  }

  /// Those behind an actor in the order of a turn.
  @inlinable public func behind(_ actor: ActorName) -> Subscribers {
    Subscribers(rawValue: rawValue & ~((2 << UInt16(actor.rawValue)) &- 1))
  }

  @inlinable public func without(_ actor: ActorName?) -> Subscribers {
    guard let actor else { return self }
    return Subscribers(rawValue: rawValue & ~(1 << UInt16(actor.rawValue)))
  }
}
