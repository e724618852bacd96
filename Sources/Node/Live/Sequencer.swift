import Events
import Feeds
import Journal
import Market
import Numerics
import Turns

/// Takes inputs through the reducers one turn at a time and commits them in batches.
///
/// Lives on the reducers' own executor, so a turn never suspends. What arrived while a commit ran is the
/// next batch.
package actor Sequencer {
  package nonisolated let executor: TurnExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var lending: Lending
  private let log: LMDBEventLog
  /// Told of every commit.
  private let board: CommitBoard?
  /// Bytes of the journal's file at which nothing more is taken.
  private let fullAt: Int64?
  private var batch = InboxBatch()
  /// What the journal says of itself, this run included.
  private var history: JournalHistory
  private var snapshots: SnapshotSchedule
  private var leftOutOfSnapshots: [String] = []
  /// The reader that was found to hold the file back for the longest.
  private var slowestReader: OldestReader?
  private var lookedAt = Timestamp.zero

  init(
    _ turns: consuming LiveTurns, from actors: LiveActors, log: LMDBEventLog,
    after restoration: Restoration, fullAt: Int64? = nil, telling board: CommitBoard? = nil,
    on executor: TurnExecutor
  ) {
    self.executor = executor
    self.history = restoration.history
    self.snapshots = SnapshotSchedule(
      lastSequence: restoration.fromSnapshot, takenAt: wallClock())
    self.lending = Lending(turns, from: actors)
    self.log = log
    self.board = board
    // A child begins with what its reducers know, which may be large: it must grow before it is sealed.
    self.fullAt = fullAt.map { max($0, log.usedBytes + $0 / 4) }
  }

  /// Takes one fact of the node itself; texts of its payload are interned by `make`.
  func take(_ make: @Sendable (inout ByteBuffer) -> EventBody) throws(RunError) {
    let (input, sequence) = try lending.batch { turns throws(RunError) in
      let at = turns.engine.position.at
      let input = Input(time: at, occurredAt: at, source: 0, position: 0, make)
      try turns.run(input)
      return (input, turns.engine.position.lastSequence)
    }
    var arena = ByteBuffer()
    arena.append(input.arena)
    history.noteNode(input.body, arena, sequence)
  }

  /// Takes a command of the run itself, at the time of the last turn.
  func takeCommand(_ command: OperatorCommand) throws(RunError) {
    try lending.batch { turns throws(RunError) in
      try turns.take(command, at: turns.engine.position.at)
    }
  }

  /// Takes what waits in the inbox, commits it, and tells why nothing more will come, if so.
  func takeBatch(from inbox: Inbox) throws(RunError) -> Inbox.End? {
    if let end = inbox.take(into: &batch) { return end }
    var next = InboxBatch.Place()
    repeat {
      let taken = batch
      try lending.batch { turns throws(RunError) in
        do throws(RunError) {
          try turns.take(taken, from: &next, of: inbox)
        } catch {
          // What came before the failure is safe.
          try commit(&turns)
          throw error
        }
        try commit(&turns)
      }
      guard !isFull else {
        // The rows that were never taken are read again behind the seal; nothing else can be.
        inbox.giveBack(batch.arrivals[next.arrival...])
        return .full
      }
    } while !batch.isTaken(at: next)
    return nil
  }

  private var isFull: Bool { fullAt.map { log.usedBytes >= $0 } ?? false }

  /// Makes durable what was taken, with a snapshot when one is due.
  ///
  /// - Parameter isStop: Whether this is the clean stop, which always leaves one.
  func commit(isStop: Bool = false) throws(RunError) {
    try lending.batch { turns throws(RunError) in try commit(&turns, isStop: isStop) }
  }

  private func commit(_ turns: inout LiveTurns, isStop: Bool = false) throws(RunError) {
    let now = wallClock()
    let isDue =
      now.isValid && !turns.isFaulted
      && snapshots.isDue(at: now, behind: turns.engine.position.lastSequence, isStop: isStop)
    let state = isDue ? state(of: turns, at: now) : nil
    do throws(JournalError) {
      try turns.pages.commit(to: log, at: now, state: state)
      try lookForReader(at: now, isStop: isStop)
    } catch {
      throw .journal(error)
    }
    board?.committed(through: turns.engine.position.lastSequence)
  }

  /// Looks once a second, and at the end, whether somebody holds the file back.
  private func lookForReader(at now: Timestamp, isStop: Bool) throws(JournalError) {
    guard now.isValid,
      isStop || abs(now.nanoseconds - lookedAt.nanoseconds) >= nanosecondsPerSecond
    else { return }
    lookedAt = now
    guard let reader = try log.oldestReader(at: now), reader.isTooOld,
      reader.nanoseconds > slowestReader?.nanoseconds ?? 0
    else { return }
    slowestReader = reader
  }

  /// What the reducers and the journal's own account are now.
  private func state(of turns: borrowing LiveTurns, at now: Timestamp) -> SnapshotState? {
    let lastSequence = turns.engine.position.lastSequence
    snapshots.note(lastSequence, at: now)
    var tally = turns.tally
    tally.turns = UInt64(history.turns) + turns.pages.turns
    tally.events = lastSequence
    var account = history
    account.adopt(tally)
    let state = SnapshotState(of: turns.engine, account)
    leftOutOfSnapshots = state?.leftOut ?? ["everything"]
    return state
  }

  /// What this run came to so far.
  func summary() throws(RunError) -> RunCounts {
    let leftOut = leftOutOfSnapshots
    let slowest = slowestReader
    return try lending.batch { turns throws(RunError) in
      var counts = turns.counts
      counts.lastSequence = turns.engine.position.lastSequence
      counts.leftOutOfSnapshots = leftOut
      counts.positions = turns.tally.positions
      counts.slowestReader = slowest
      return counts
    }
  }
}
