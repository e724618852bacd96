public import Market

/// A room: a plain value that changes only by hearing recorded events, its own included.
///
/// `apply` serves three ways: run (what is said is recorded), verify (what is said is compared,
/// byte for byte) and restore (recorded events are heard, what is said is dropped).
public protocol Reducer: StateKeeping, Sendable {
  /// A room before it has heard anything.
  init()

  /// Which bytes its state has in snapshots: raised by hand when they or their meaning change. A
  /// snapshot of another version restores this room from the events.
  static var stateVersion: UInt16 { get }

  /// Hears one event, and may say others.
  mutating func apply(_ event: borrowing Event, into outbox: inout Outbox)

  /// Hears that a timer of its own is due. Changes nothing: what it says, it hears afterwards.
  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox)
}

/// The rooms, in the order in which they hear one event.
public enum Room: UInt8, Sendable, CaseIterable {
  case tickIngest = 0
  case kernel = 1
  case manifold = 2

  /// As schemas and people name it.
  public var name: String {
    switch self {
    case .tickIngest: "TickIngest"
    case .kernel: "KernelActor"
    case .manifold: "ManifoldActor"
    }
  }
}

/// Which rooms hear a kind, one bit a room.
public struct Hearers: Equatable, Sendable {
  public let rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public func contains(_ room: Room) -> Bool {
    rawValue & (1 << UInt16(room.rawValue)) != 0
  }
}
