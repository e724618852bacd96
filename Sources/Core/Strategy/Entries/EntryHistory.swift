public import Market

/// What the engine remembers of its own entries and exits in one instrument.
///
///     flat ── propose ──▶ long or short ── takeBack ──▶ flat, last entry as before
///                              └───────── leave ─────▶ flat, last exit now
///
/// Source: trading-system.md, sections 9.1 and 9.2.
public struct EntryHistory: Equatable, Sendable, BitwiseCopyable {
  public var stance = Stance.flat
  /// The time of the last entry that was proposed and not taken back.
  public var lastEntryAt: Timestamp?
  /// The one before it, for when the last is taken back.
  public var entryBeforeAt: Timestamp?
  /// The time of the last closing fill.
  public var lastExitAt: Timestamp?

  public init() {}

  /// An entry was proposed.
  ///
  /// - Parameter side: Long or short.
  public mutating func propose(_ side: Stance, at now: Timestamp) {
    precondition(side != .flat, "an entry has a side")
    stance = side
    entryBeforeAt = lastEntryAt
    lastEntryAt = now
  }

  /// The entry expired, or a gate or the broker refused it: it never was.
  public mutating func takeBack() {
    stance = .flat
    lastEntryAt = entryBeforeAt
  }

  /// The engine wants out, before any fill.
  public mutating func stepAside() { stance = .flat }

  /// The position became flat by a fill, whoever ordered it.
  public mutating func leave(at now: Timestamp) {
    stance = .flat
    lastExitAt = now
  }
}
