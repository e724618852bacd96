public import Market

/// Why an entry must wait, in the order of the checks.
public enum CooldownReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case inPosition = 0
  case entryCooldown = 1
  case exitCooldown = 2

  public var name: String {
    switch self {
    case .inPosition: "in_position"
    case .entryCooldown: "entry_cooldown"
    case .exitCooldown: "exit_cooldown"
    }
  }
}

/// How long an instrument must rest after an entry and after an exit.
///
/// Exactly at a limit is allowed. Source: trading-system.md, section 9.2.
public struct EntryCooldown: Equatable, Sendable, BitwiseCopyable {
  public var entryNanoseconds = 60 * nanosecondsPerSecond
  public var exitNanoseconds = 60 * nanosecondsPerSecond

  public init() {}

  /// What an entry must wait for; nil when it need not wait.
  public func reason(_ history: EntryHistory, at now: Timestamp) -> CooldownReason? {
    guard history.stance == .flat else { return .inPosition }
    guard remaining(since: history.lastEntryAt, of: entryNanoseconds, at: now) == 0 else {
      return .entryCooldown
    }
    guard hasRested(since: history.lastExitAt, at: now) else { return .exitCooldown }
    return nil
  }

  /// Whether the exit cooldown is over. The slope exit asks for it too (section 9.3).
  func hasRested(since stamp: Timestamp?, at now: Timestamp) -> Bool {
    remaining(since: stamp, of: exitNanoseconds, at: now) == 0
  }

  /// What is left of the entry cooldown, in ns; 0 when it is over or there was no entry.
  public func entryRemaining(_ history: EntryHistory, at now: Timestamp) -> Int64 {
    remaining(since: history.lastEntryAt, of: entryNanoseconds, at: now)
  }

  /// What is left of the exit cooldown, in ns; 0 when it is over or there was no exit.
  public func exitRemaining(_ history: EntryHistory, at now: Timestamp) -> Int64 {
    remaining(since: history.lastExitAt, of: exitNanoseconds, at: now)
  }

  private func remaining(since stamp: Timestamp?, of limit: Int64, at now: Timestamp) -> Int64 {
    guard let stamp else { return 0 }
    return max(0, limit - Freshness.age(of: stamp, at: now))
  }
}
