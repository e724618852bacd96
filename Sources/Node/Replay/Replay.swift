import CPlatform
import Events
package import Journal
package import Numerics
package import Turns

/// What replay found.
package struct ReplayReport: Sendable {
  /// Whether every derived event came out byte for byte as recorded, and every snapshot passed holds
  /// the state that replay came to.
  package var isIdentical: Bool { difference == nil && snapshotDifference == nil }
  /// Whether that proves something: every run replayed was written under our rules version.
  package var isProof = true
  package var history = JournalHistory()
  package var counts = ReplayCounts()
  /// Events and inputs of a child's parents, which were not replayed.
  package var before = (events: Int64(0), inputs: Int64(0))
  /// Events decided again and compared.
  package var verified: UInt64 { counts.verified }
  /// After the last page that was replayed to its end.
  package var contentDigest = Digest256.zero
  package var difference: Difference?
  /// The first snapshot whose state is another one.
  package var snapshotDifference: SnapshotDifference?
  /// Snapshots whose state was compared.
  package var snapshots = 0
  /// The event of the snapshot that replay began with, 0 when it began with the first event: in a child
  /// its base at least.
  package var fromSnapshot: UInt64 = 0
  /// Snapshots that were passed over.
  package var warnings: [String] = []
  /// Rules versions of the runs replayed that are not ours.
  package var otherRules: [Int64] = []
  package var seconds = 0.0
}

/// Decides a journal again with the same code and compares every derived event with the record.
package enum Replay {
  /// What it took of the heap goes back to the system at its end, so that a process that replays again and
  /// again does not grow to the largest of its moments.
  ///
  /// - Parameters:
  ///   - from: First event to verify; what is before it is restored, from a snapshot where there is
  ///     one.
  ///   - to: Last event to verify.
  ///   - fromZero: Lets the actors receive every event before `from`, and no snapshot but that of a child's
  ///     base.
  package static func verify(
    _ log: any EventLog, path: String, from: UInt64 = 1, to: UInt64 = .max, fromZero: Bool = false,
    progress: (UInt64) -> Void = { _ in }
  ) throws -> ReplayReport {
    defer { retrace_trim_heap() }
    return try compare(log, path, from: from, to: to, fromZero: fromZero, progress: progress)
  }

  private static func compare(
    _ log: any EventLog, _ path: String, from: UInt64, to: UInt64, fromZero: Bool,
    progress: (UInt64) -> Void
  ) throws -> ReplayReport {
    var report = ReplayReport()
    var engine = TurnEngine(Reducers())
    let begin = monotonicNanoseconds()
    let restoration = try self.begin(log, path, into: &engine, atMost: fromZero ? 0 : from - 1)
    report.history = restoration.history
    report.fromSnapshot = restoration.fromSnapshot
    report.warnings = restoration.warnings
    report.counts = report.history.counts
    let parents = try BaseState.history(of: log, path: path)
    report.before = (parents.events, parents.inputs)
    let records = try snapshots(of: log, &report)
    try replay(
      log, path, &engine, &report.history, from: from, through: to, counts: &report.counts
    ) { header, engine, history in
      if engine.position.lastSequence == header.lastSequence {
        report.contentDigest = header.contentHead
      }
      progress(engine.position.lastSequence)
      for record in records where record.sequence == engine.position.lastSequence {
        report.snapshots += 1
        guard report.snapshotDifference == nil, engine.difference == nil else { continue }
        report.snapshotDifference = SnapshotDifference.first(in: record, engine, history)
      }
    }
    report.difference = engine.difference
    report.seconds = Double(monotonicNanoseconds() - begin) / 1e9
    report.otherRules = report.history.openings.map(\.rulesVersion).filter { $0 != rulesVersion }
    report.isProof = report.otherRules.isEmpty
    return report
  }

  /// The snapshots that can be compared; of others the report says why not.
  private static func snapshots(
    of log: any EventLog, _ report: inout ReplayReport
  ) throws -> [SnapshotRecord] {
    var records: [SnapshotRecord] = []
    for kept in try log.snapshots() {
      do throws(SnapshotRefusal) {
        records.append(try KeptSnapshot.record(kept, in: log))
      } catch {
        let warning = "The snapshot at event \(kept.key) was not compared: \(error.reason)."
        report.warnings.append(warning)
      }
    }
    return records
  }

  /// Replays the pages behind the engine's position.
  static func replay(
    _ log: any EventLog, _ path: String, _ engine: inout TurnEngine<Reducers>,
    _ history: inout JournalHistory, from: UInt64, through last: UInt64,
    counts: inout ReplayCounts,
    endOfPage: (PageHeader, borrowing TurnEngine<Reducers>, JournalHistory) -> Void
  ) throws {
    let start = engine.position.lastSequence + 1
    try JournalWalk.pages(of: log, path: path, from: start) { header, frames in
      // Behind the last event the walk gives the newest page once more.
      guard header.lastSequence >= start else { return true }
      guard header.firstSequence == engine.position.lastSequence + 1 else {
        throw JournalError.damaged(
          path: path, what: "no page begins at event \(start)", goodThrough: start - 1)
      }
      let goesOn = try engine.replayDirectly(
        page: frames, verifyingFrom: from, through: last, counts: &counts
      ) { node, sequence throws(CodecFault) in
        try history.noteNode(node[0], in: frames, sequence)
      }
      history.adopt(counts)
      endOfPage(header, engine, history)
      return goesOn
    }
  }
}
