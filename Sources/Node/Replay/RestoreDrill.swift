import Events
import Journal
import Turns

/// A rehearsal of going on from a journal: what an opening would do, without writing anything.
package struct RestoreDrill: Sendable {
  /// The snapshot that an opening begins with, 0 when it reads every event.
  package let fromSnapshot: UInt64
  /// Whether snapshot and tail lead to the state that all events lead to.
  package let isSameState: Bool
  package let replay: ReplayReport
  package let warnings: [String]

  package var isPassed: Bool { isSameState && replay.isIdentical && replay.isProof }

  /// Restores a journal from its snapshot and from zero, and replays it whole.
  package static func rehearse(_ path: String) throws -> RestoreDrill {
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    var short = TurnEngine(Reducers())
    var long = TurnEngine(Reducers())
    let restoration = try Replay.restore(log, path: path, into: &short)
    let whole = try Replay.restore(log, path: path, into: &long, fromZero: true)
    return RestoreDrill(
      fromSnapshot: restoration.fromSnapshot,
      isSameState: short.sections() == long.sections()
        && restoration.history.section == whole.history.section,
      replay: try Replay.verify(log, path: path), warnings: restoration.warnings)
  }
}
