import Events
import Journal
import Market
import Numerics
import Turns

/// What is known where a journal ends: all that a child needs to go on there.
struct JournalEnd: ~Copyable {
  private var engine = TurnEngine(Reducers())
  private var history: JournalHistory

  init(of log: LMDBEventLog, path: String) throws {
    history = try Replay.restore(log, path: path, into: &engine).history
  }

  var lastSequence: UInt64 { engine.position.lastSequence }

  /// Whether the last run did not stop in good order.
  var needsStop: Bool { history.lastStop == nil }

  /// Records the stop that the last run did not, with a snapshot behind it.
  mutating func stop(in log: LMDBEventLog, path: String) throws {
    let (chain, tail) = try ChainState.resume(log)
    var pages = PageBuilder(
      journal: log.identity.id, after: tail, contentAt: engine.position.contentAt, chain: chain)
    let at = engine.position.at
    let now = wallClock()
    let opening = Int64(history.openings.count)
    let stop = RunStopped(opening: opening, reason: .sealed, wallClock: now)
    try engine.run(
      Input(time: at, occurredAt: at, source: 0, position: 0) { _ in .runStopped(stop) },
      into: &pages)
    history.noteNode(.runStopped(stop), ByteBuffer(), engine.position.lastSequence)
    history.turns += 1
    history.events += 1
    try pages.commit(to: log, at: now, state: try state(path))
  }

  /// What every actor knows.
  func state(_ path: String) throws(SealError) -> SnapshotState {
    let state = SnapshotState(of: engine, history)
    guard let state, state.leftOut.isEmpty else {
      throw .stateTooLarge(path: path, reducers: state?.leftOut ?? ["the journal itself"])
    }
    return state
  }

  /// Where a child begins.
  func base(of log: LMDBEventLog, at path: String) throws(JournalError) -> JournalOrigin {
    try JournalOrigin(behind: log, folder: path, contentAt: engine.position.contentAt)
  }

  /// The snapshot that a child is born with.
  func snapshot(
    for child: JournalIdentity, _ path: String
  ) throws -> PendingSnapshot {
    let state = try state(path)
    let record = SnapshotRecord(
      journal: child.id, sequence: child.base.lastSequence, at: child.base.at, rules: state.rules,
      contentHead: child.base.contentHead, nodeHead: child.base.nodeHead,
      takenAt: try soundClock(),
      sections: state.sections)
    return PendingSnapshot(sequence: record.sequence, bytes: record.encoded())
  }
}
