public import Events
public import Market

/// Why a turn could not be finished. The turn is dropped whole; nothing of it is recorded.
public enum TurnFault: Error, Equatable, Sendable {
  /// A turn passed 65,536 events or 4 MiB: reducers answer each other for ever.
  case runaway(cycle: [EventKind])
  /// An actor emitted a kind that is not its own.
  case notItsEvent(EventKind, ActorName)
  /// A timer made an actor emit more than one thing; further facts follow from applying the first.
  case timerEmittedMore(ActorName)
  /// An actor spoke in a turn of the node's own events, which hold nothing else.
  case nodeTurnEmitted(EventKind)
  /// A decision named a fact that is no content event before it.
  case badReference(EventKind, UInt64)
  /// Recorded bytes that cannot be read.
  case unreadable(sequence: UInt64, CodecFault)
  /// A turn before the one recorded ahead of it.
  case timeWentBack(sequence: UInt64, from: Timestamp, to: Timestamp)
}

extension TurnFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .runaway(let cycle):
      """
      A turn did not end: after \(TurnRecord.mostEvents) events or \(TurnRecord.mostBytes) bytes the \
      reducers still answered each other, lately with \(cycle.map(\.name).joined(separator: " → ")). \
      The turn was dropped; everything before it is recorded. This is a bug in an actor: keep the \
      journal and report it.
      """
    case .notItsEvent(let kind, let actor):
      """
      \(actor.name) said \(kind.name), which is not its word. The turn was dropped; everything \
      before it is recorded. This is a bug: report it.
      """
    case .timerEmittedMore(let actor):
      """
      A timer made \(actor.name) say more than one thing. The turn was dropped; everything before it \
      is recorded. This is a bug: report it.
      """
    case .nodeTurnEmitted(let kind):
      """
      An actor answered an event of the node with \(kind.name). The turn was dropped; everything \
      before it is recorded. This is a bug: report it.
      """
    case .badReference(let kind, let sequence):
      """
      \(kind.name) named event \(sequence) as a fact it used, which is no earlier content event. \
      The turn was dropped; everything before it is recorded. This is a bug: report it.
      """
    case .unreadable(let sequence, let fault):
      """
      Event \(sequence) cannot be read: \(fault). Nothing from it on was used. \
      Run `retrace audit verify` on the journal.
      """
    case .timeWentBack(let sequence, let from, let to):
      """
      Event \(sequence) is of \(to), before \(from) of the turn ahead of it. Nothing from it on was \
      used. Run `retrace audit verify` on the journal.
      """
    }
  }
}
