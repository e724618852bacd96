import Events
import Journal
import Market
import PaperVenue
import Turns

/// What stands behind a child's base, from the snapshot that its birth left there; nothing in a journal
/// that begins with event 1.
enum BaseState {
  /// What the journal and its parents say of themselves up to the base.
  static func history(of log: any EventLog, path: String) throws -> JournalHistory {
    guard !log.identity.base.isNone else { return JournalHistory() }
    // A section that cannot be read is made again from the parent.
    if let history = try? JournalHistory.account(in: sections(of: log)) { return history }
    return try atBase(log, path).history
  }

  /// Where events are counted from.
  static func position(of log: any EventLog, path: String) throws -> JournalPosition {
    guard !log.identity.base.isNone else { return JournalPosition() }
    if let place = section(SharedSection.position, SharedSection.version, of: log) {
      // A section that cannot be read is made again from the parent.
      if let position = try? place.read(into: JournalPosition()) { return position }
    }
    return try atBase(log, path).position
  }

  /// The account's balance at the base; nil in a journal that begins with event 1.
  static func balance(of log: any EventLog, path: String) throws -> Money? {
    guard !log.identity.base.isNone else { return nil }
    var engine = TurnEngine(Reducers())
    _ = try Replay.begin(log, path, into: &engine, atMost: 0)
    return engine.reducers.venue.accountBalance
  }

  /// The same by the reducers' own way, which asks the parent where the snapshot cannot be used.
  private static func atBase(
    _ log: any EventLog, _ path: String
  ) throws -> (history: JournalHistory, position: JournalPosition) {
    var engine = TurnEngine(Reducers())
    let restoration = try Replay.begin(log, path, into: &engine, atMost: 0)
    return (restoration.history, engine.position)
  }

  /// The sections of the snapshot at the base; none when it cannot be read.
  private static func sections(of log: any EventLog) -> [SnapshotSection] {
    guard
      // Both `try?`: without a snapshot that can be read, the state is made again from the parent.
      let kept = try? log.snapshots().first(where: { $0.key == log.identity.base.lastSequence }),
      let record = try? KeptSnapshot.record(kept, in: log)
    else { return [] }
    return record.sections
  }

  private static func section(
    _ name: String, _ version: UInt16, of log: any EventLog
  ) -> SnapshotSection? {
    sections(of: log).first { $0.name == name && $0.version == version }
  }
}
