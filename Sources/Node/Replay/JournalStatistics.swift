package import Events
package import Journal
package import Market

/// What a journal holds, counted in one pass.
package struct JournalStatistics: Sendable {
  /// What the journal and its parents say of themselves.
  package private(set) var history = JournalHistory()
  /// Events and turns that stand in it: in a child, behind its base.
  package private(set) var events: Int64 = 0
  package private(set) var turns: Int64 = 0
  package private(set) var pages: Int64 = 0
  package private(set) var frameBytes: Int64 = 0
  /// Bytes of `data.mdb` as the file system allots them.
  package private(set) var fileBytes: Int64 = 0
  /// Time of the first turn that is not the node's own, whose opening comes before any time is known;
  /// nil while there is none.
  package private(set) var firstAt: Timestamp?
  package private(set) var lastAt = Timestamp.zero
  /// How many events there are of each kind, in the order of their numbers.
  package private(set) var kinds: [(kind: EventKind, count: Int64)]

  package init(_ log: LMDBEventLog, path: String) throws {
    kinds = EventKind.allCases.map { ($0, 0) }
    var lastPage: UInt64 = 0
    history = try BaseState.history(of: log, path: path)
    let before = history
    try JournalWalk.turns(of: log, path: path) { turn in
      try history.note(turn.frames, in: turn.bytes, firstSequence: turn.firstSequence)
      for frame in turn.frames {
        if let place = kinds.firstIndex(where: { $0.kind.rawValue == frame.kind }) {
          kinds[place].count += 1
        }
      }
      if firstAt == nil, !turn.frames[0].flags.isNode {
        firstAt = log.identity.base.contentAt.adding(nanoseconds: turn.frames[0].atDelta)
      }
      guard turn.header.firstSequence != lastPage else { return true }
      lastPage = turn.header.firstSequence
      lastAt = turn.header.lastAt
      pages += 1
      frameBytes += Int64(turn.header.frameBytes)
      return true
    }
    events = history.events - before.events
    turns = history.turns - before.turns
    fileBytes = log.folder.allottedBytes
  }
}
