import Events
package import Journal
package import Turns

/// How reducers came to stand where a journal ends.
package struct Restoration: Sendable {
  package internal(set) var history = JournalHistory()
  /// The event of the snapshot it began with; 0 when it began with the first event.
  package internal(set) var fromSnapshot: UInt64 = 0
  /// Snapshots that were passed over, and reducers that had to apply all events.
  package internal(set) var warnings: [String] = []
}

extension Replay {
  /// Lets fresh actors receive what a journal holds, as it stands: the newest good snapshot, then the
  /// events behind it.
  ///
  /// - Parameters:
  ///   - last: Heard up to the end of the turn that holds it.
  ///   - fromZero: Applies every event instead; in a child, every event behind its base.
  package static func restore(
    _ log: any EventLog, path: String, into engine: inout TurnEngine<Reducers>,
    through last: UInt64 = .max, fromZero: Bool = false
  ) throws -> Restoration {
    var restoration =
      try begin(log, path, into: &engine, atMost: fromZero ? 0 : last)
    var counts = restoration.history.counts
    try replay(
      log, path, &engine, &restoration.history, from: .max, through: last, counts: &counts,
      endOfPage: { _, _, _ in })
    return restoration
  }

  /// Stands the reducers where the newest good snapshot was taken: at the base of a child at least.
  ///
  /// - Parameter last: Snapshots of later events are passed over in silence.
  /// - Throws: `JournalError.parentNeeded` when a child's base cannot be used without its parent.
  static func begin(
    _ log: any EventLog, _ path: String, into engine: inout TurnEngine<Reducers>,
    atMost last: UInt64
  ) throws -> Restoration {
    let base = log.identity.base
    let last = max(last, base.lastSequence)
    var restoration = Restoration()
    for kept in try log.snapshots() where kept.key <= last {
      do throws(SnapshotRefusal) {
        let record = try KeptSnapshot.record(kept, in: log)
        try stand(at: record, log, path, &engine, &restoration)
        return restoration
      } catch {
        restoration.warnings.append(
          "The snapshot at event \(kept.key) was passed over: \(error.reason). "
            + "Earlier events were read instead; nothing is lost.")
      }
    }
    return base.isNone
      ? restoration
      : try beginBehindParent(log, path, into: &engine, restoration.warnings)
  }

  /// Stands the reducers at the base of a child whose snapshot there cannot be used: as the parent's events
  /// lead there, or, when only the rules have changed and the parent is not at hand, as it was left.
  private static func beginBehindParent(
    _ log: any EventLog, _ path: String, into engine: inout TurnEngine<Reducers>,
    _ warnings: [String]
  ) throws -> Restoration {
    let why = warnings.last ?? "the snapshot of its base is missing"
    var restoration = Restoration()
    do {
      restoration = try ParentJournal.restore(of: log, path: path, into: &engine, why: why)
      restoration.fromSnapshot = 0
    } catch JournalError.parentNeeded(let path, let base, let why) {
      guard let kept = try log.snapshots().first(where: { $0.key == base.lastSequence }),
        // Both `try?`: if the snapshot cannot be used either, the error of the parent is told.
        let record = try? KeptSnapshot.record(kept, in: log), record.rules != rulesVersion,
        (try? stand(at: record, log, path, &engine, &restoration, ofAnyRules: true)) != nil
      else { throw JournalError.parentNeeded(path: path, base: base, why: why) }
      restoration.warnings.append(
        "The base of this journal was left under rules version \(record.rules), and its parent is "
          + "not at hand to apply again: the reducers begin with what they knew then.")
    }
    restoration.warnings = warnings + restoration.warnings
    return restoration
  }

  private static func stand(
    at record: SnapshotRecord, _ log: any EventLog, _ path: String,
    _ engine: inout TurnEngine<Reducers>, _ restoration: inout Restoration,
    ofAnyRules: Bool = false
  ) throws(SnapshotRefusal) {
    guard ofAnyRules || record.rules == rulesVersion else {
      throw SnapshotRefusal("it was taken under rules version \(record.rules), not \(rulesVersion)")
    }
    var found = TurnEngine(Reducers())
    let missing: [ActorName]
    let account: JournalHistory?
    do throws(CodecFault) {
      account = try JournalHistory.account(in: record.sections)
      missing = try found.adopt(record.sections)
    } catch {
      throw SnapshotRefusal("a section cannot be read: \(error)")
    }
    guard let account else {
      throw SnapshotRefusal("it has no account of the journal that this program knows")
    }
    guard found.position.lastSequence == record.sequence, found.position.at == record.at else {
      throw SnapshotRefusal("its position is not the one it is filed under")
    }
    if !missing.isEmpty {
      try restoreFromEvents(missing, through: record.sequence, log, path, &found)
      restoration.warnings.append(
        "The snapshot at event \(record.sequence) does not hold "
          + missing.map(\.name).joined(separator: ", ")
          + " in this program's version: restored from the events.")
    }
    restoration.history = account
    restoration.fromSnapshot = record.sequence
    engine = found
  }

  /// Lets reducers that a snapshot does not hold apply all events up to it: of the base of a child, those of
  /// its parent.
  private static func restoreFromEvents(
    _ missing: [ActorName], through last: UInt64, _ log: any EventLog, _ path: String,
    _ engine: inout TurnEngine<Reducers>
  ) throws(SnapshotRefusal) {
    var scratch = TurnEngine(Reducers())
    do {
      if last == log.identity.base.lastSequence {
        let why = "its base does not hold \(missing.map(\.name).joined(separator: ", "))"
        _ = try ParentJournal.restore(of: log, path: path, into: &scratch, why: why)
      } else {
        _ = try restore(log, path: path, into: &scratch, through: last, fromZero: true)
      }
    } catch {
      throw SnapshotRefusal("an actor it does not hold cannot be restored: \(error)")
    }
    for actor in missing { engine.reducers.take(actor, from: scratch.reducers) }
  }
}

/// Why a snapshot was passed over.
struct SnapshotRefusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
