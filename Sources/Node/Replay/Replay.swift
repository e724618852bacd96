import Events
package import Journal
package import Numerics
package import Turns

/// What replay found.
package struct ReplayReport: Sendable {
  /// Whether every derived event came out byte for byte as recorded.
  package var isIdentical: Bool { difference == nil }
  /// Whether that proves something: every run replayed was written under our rules version.
  package var isProof = true
  package var history = JournalHistory()
  package var counts = ReplayCounts()
  /// Events decided again and compared.
  package var verified: UInt64 { counts.verified }
  package var contentDigest = Digest256.zero
  package var difference: Difference?
  /// Rules versions of the runs replayed that are not ours.
  package var otherRules: [Int64] = []
  package var seconds = 0.0
}

/// Decides a journal again with the same code and compares every derived event with the record.
package enum Replay {
  /// - Parameters:
  ///   - from: First event to verify; what is before it is restored.
  ///   - to: Last event to verify.
  package static func verify(
    _ log: any EventLog, path: String, from: UInt64 = 1, to: UInt64 = .max,
    progress: (UInt64) -> Void = { _ in }
  ) throws -> ReplayReport {
    var report = ReplayReport()
    var engine = TurnEngine(DirectRooms())
    let begin = monotonicNanoseconds()
    report.history = try replay(
      log, path, &engine, from: from, through: to, counts: &report.counts
    ) { header, position in
      report.contentDigest = header.contentHead
      progress(position)
    }
    report.difference = engine.difference
    report.seconds = Double(monotonicNanoseconds() - begin) / 1e9
    report.otherRules = report.history.openings.map(\.rulesVersion).filter { $0 != rulesVersion }
    report.isProof = report.otherRules.isEmpty
    return report
  }

  /// Lets fresh rooms hear everything a journal holds, as it stands.
  package static func restore(
    _ log: any EventLog, path: String, into engine: inout TurnEngine<DirectRooms>
  ) throws -> JournalHistory {
    var counts = ReplayCounts()
    return try replay(
      log, path, &engine, from: .max, through: .max, counts: &counts, endOfPage: { _, _ in })
  }

  private static func replay(
    _ log: any EventLog, _ path: String, _ engine: inout TurnEngine<DirectRooms>, from: UInt64,
    through last: UInt64, counts: inout ReplayCounts,
    endOfPage: (_ header: PageHeader, _ lastSequence: UInt64) -> Void
  ) throws -> JournalHistory {
    var history = JournalHistory()
    try JournalWalk.pages(of: log, path: path) { header, frames in
      let goesOn = try engine.replay(
        page: frames, verifyingFrom: from, through: last, counts: &counts
      ) { node, sequence throws(CodecFault) in
        try history.noteNode(node[0], in: frames, sequence)
      }
      endOfPage(header, engine.position.lastSequence)
      return goesOn
    }
    history.adopt(counts)
    return history
  }
}
