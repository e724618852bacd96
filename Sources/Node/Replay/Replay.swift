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
  /// Events decided again and compared.
  package var verified: UInt64 = 0
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
    var told: UInt64 = 0
    try JournalWalk.turns(of: log, path: path) { turn in
      guard turn.firstSequence <= to else { return false }
      let last = turn.firstSequence + UInt64(turn.frames.count) - 1
      let verifying = last >= from
      try engine.replay(turn.bytes, turn.frames, as: verifying ? .verify : .restore)
      report.difference = engine.difference
      guard report.isIdentical else { return false }
      try report.history.note(turn.frames, in: turn.bytes, firstSequence: turn.firstSequence)
      if verifying { report.verified += UInt64(turn.frames.count) }
      report.contentDigest = turn.header.contentHead
      if last - told >= 1 << 20 {
        told = last
        progress(last)
      }
      return true
    }
    report.seconds = Double(monotonicNanoseconds() - begin) / 1e9
    report.otherRules = report.history.openings.map(\.rulesVersion).filter { $0 != rulesVersion }
    report.isProof = report.otherRules.isEmpty
    return report
  }

  /// Lets fresh rooms hear everything a journal holds, as it stands.
  package static func restore(
    _ log: any EventLog, path: String, into engine: inout TurnEngine<DirectRooms>
  ) throws -> JournalHistory {
    var history = JournalHistory()
    try JournalWalk.turns(of: log, path: path) { turn in
      try engine.replay(turn.bytes, turn.frames, as: .restore)
      try history.note(turn.frames, in: turn.bytes, firstSequence: turn.firstSequence)
      return true
    }
    return history
  }
}
