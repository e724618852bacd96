import Events
package import Journal
import Market

/// Reads what is committed, from one event on, and goes on as more is.
///
///     a journal's end ── more was committed ──▶ that
///     a journal's end ── it was sealed ───────▶ its child
///     before its base ────────────────────────▶ its parent, then the child
///
/// In the process of the run it is woken by each commit; another process asks five times a second. Read
/// transactions end as the log ends them, after a megabyte or 50 ms, and one call gives 8 MiB at most.
package final class Follower {
  /// The next event that was not given yet.
  package private(set) var next: UInt64
  /// The run of this process, if it writes what is followed.
  private let board: CommitBoard?
  /// Waits for another process's commits.
  private let pause = Condition()
  /// What it has opened itself: another process's journal, or a parent.
  private var own: LMDBEventLog?
  private static let mostBytes = 8 << 20

  /// Follows the run of this process.
  package init(_ board: CommitBoard, behind watermark: UInt64) {
    self.board = board
    next = watermark + 1
  }

  /// Follows a journal that another process may write.
  package init(_ journal: String, behind watermark: UInt64) throws {
    board = nil
    next = watermark + 1
    own = try holding(LMDBEventLog.openForReading(journal))
  }

  deinit { own?.close() }

  /// Gives the turns that are durable and were not given yet.
  ///
  /// - Parameter body: Must not wait for the world: a run that ends waits for it.
  /// - Returns: Whether there was one.
  @discardableResult
  package func turns(_ body: (CommittedTurn) throws -> Void) throws -> Bool {
    try reading { log, path, last in
      let before = board?.startedBehind ?? 0
      var at = Timestamp.zero
      var contentAt = Timestamp.zero
      var bytes = 0
      try JournalWalk.turns(of: log, path: path, from: next) { turn in
        if turn.firstSequence == turn.header.firstSequence {
          (at, contentAt) = (turn.header.atBefore, turn.header.contentAtBefore)
        }
        let isNode = turn.frames[0].flags.isNode
        at = (isNode ? at : contentAt).adding(nanoseconds: turn.frames[0].atDelta)
        if !isNode { contentAt = at }
        let lastOfTurn = turn.firstSequence + UInt64(turn.frames.count) - 1
        guard lastOfTurn >= next else { return true }
        guard lastOfTurn <= last else { return false }
        let committed = CommittedTurn(turn, at: at, isFromBefore: lastOfTurn <= before)
        try body(committed)
        next = lastOfTurn + 1
        bytes += committed.byteCount
        return bytes < Self.mostBytes
      }
    }
  }

  /// Gives the same event by event, with everything that people read, until `body` returns false.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  package func events(
    _ body: (RecordedEvent, _ log: any EventLog, _ path: String) throws -> Bool
  ) throws -> Bool {
    try reading { log, path, last in
      try RecordedEvents.forEach(in: log, path: path, from: next, to: last) { recorded in
        next = recorded.event.sequence + 1
        return try body(recorded, log, path)
      }
    }
  }

  /// Whether the run of this process has made something durable that was not given yet.
  package var hasMore: Bool { board?.isDurable(next) ?? false }

  /// Waits until there may be more: in the process of the run until it commits, else a fifth of a second.
  package func wait() {
    if let board { return board.wait(for: next) }
    pause.locked { pause.wait(milliseconds: 200) }
  }

  // MARK: Which journal

  private func reading(
    _ body: (_ log: any EventLog, _ path: String, _ last: UInt64) throws -> Void
  ) throws -> Bool {
    let begin = next
    if let board {
      let lent: Void? = try board.lend { loan in
        if try readParents(of: loan, body) { return }
        if loan.last >= next { try body(loan.log, loan.path, loan.last) }
      }
      // Behind the last run nobody has its journal open any more: what is left is read like another's.
      if lent == nil, board.isFinished, let path = board.newestPath {
        if own == nil { own = try holding(LMDBEventLog.openForReading(path)) }
        try readOwn(body)
      }
    } else {
      try readOwn(body)
    }
    return next > begin
  }

  private func readOwn(_ body: (any EventLog, String, UInt64) throws -> Void) throws {
    guard let log = try current() else { return }
    let last = try log.lastSequence()
    if last >= next { try body(log, log.folder.path, last) }
  }

  /// Reads on in what stands before the run's journal.
  ///
  /// - Returns: False once there is nothing more of it.
  private func readParents(
    of loan: CommitBoard.Loan, _ body: (any EventLog, String, UInt64) throws -> Void
  ) throws -> Bool {
    let base = loan.log.identity.base
    guard next <= base.lastSequence else {
      own?.close()
      own = nil
      return false
    }
    if own == nil {
      own = try holding(ParentJournal.open(behind: loan.log, path: loan.path, why: why).log)
    }
    guard let log = try current() else { return false }
    try body(log, log.folder.path, min(log.lastSequence(), base.lastSequence))
    return true
  }

  /// The journal opened here that holds the next event: at the end of a sealed one its child.
  private func current() throws -> LMDBEventLog? {
    while let log = own, try log.lastSequence() < next, let seal = try log.currentSeal() {
      // What was committed before the seal may have come since it was looked at.
      guard try log.lastSequence() < next else { break }
      own = try ChildJournal.open(of: seal, path: log.folder.path)
      log.close()
    }
    return own
  }

  /// The oldest journal of the line that still holds the next event.
  private func holding(_ log: LMDBEventLog) throws -> LMDBEventLog {
    var found = log
    while next <= found.identity.base.lastSequence {
      let child = found
      defer { child.close() }
      found = try ParentJournal.open(behind: child, path: child.folder.path, why: why).log
    }
    return found
  }

  private var why: String { "event \(next) is to be read" }
}

extension EventLog {
  /// The last event, or that of the base.
  fileprivate func lastSequence() throws -> UInt64 {
    guard let newest = try newestPage() else { return identity.base.lastSequence }
    return try newest.bytes.withUnsafeBytes { try PageHeader(page: $0).lastSequence }
  }
}
