/// The first reason why no entry is proposed: not able, no direction, or not now, in this order.
///
/// Source: trading-system.md, section 9.2.
public enum EntryRefusal: Equatable, Sendable, BitwiseCopyable {
  case blocked(Blocker)
  case undirected(DirectionReason)
  case resting(CooldownReason)

  /// nil when nothing speaks against the entry.
  public init?(blockers: Blockers, direction: DirectionReason, cooldown: CooldownReason?) {
    if let blocker = blockers.first {
      self = .blocked(blocker)
    } else if direction != .ok {
      self = .undirected(direction)
    } else if let cooldown {
      self = .resting(cooldown)
    } else {
      return nil
    }
  }

  public var name: String {
    switch self {
    case .blocked(let blocker): blocker.name
    case .undirected(let reason): reason.name
    case .resting(let reason): reason.name
    }
  }
}
