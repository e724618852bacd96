package import Market

/// When a snapshot is due: every 250,000 events, every ten minutes, and at a clean stop.
///
/// Source: design.md, section 2.
package struct SnapshotSchedule: Sendable {
  private static let events: UInt64 = 250_000
  private static let span = 600 * nanosecondsPerSecond

  /// The event of the newest snapshot, 0 before the first.
  private var lastSequence: UInt64
  private var takenAt: Timestamp

  package init(lastSequence: UInt64, takenAt: Timestamp) {
    self.lastSequence = lastSequence
    self.takenAt = takenAt
  }

  package func isDue(at now: Timestamp, behind sequence: UInt64, isStop: Bool) -> Bool {
    guard sequence > lastSequence else { return false }
    return isStop || sequence - lastSequence >= Self.events
      || now.nanoseconds &- takenAt.nanoseconds >= Self.span
  }

  package mutating func note(_ sequence: UInt64, at now: Timestamp) {
    lastSequence = sequence
    takenAt = now
  }
}
