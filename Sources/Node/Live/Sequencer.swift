import Events
import Feeds
import Journal
import Market
import Numerics
import Turns

/// Takes inputs through the rooms one turn at a time and commits them in batches.
///
/// Lives on the rooms' own executor, so a turn never suspends. What arrived while a commit ran is the
/// next batch.
package actor Sequencer {
  package nonisolated let executor: TurnExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  private var engine: TurnEngine<ActorRooms>
  private var pages: PageBuilder
  private let log: LMDBEventLog
  /// Bytes of the journal's file at which nothing more is taken.
  private let fullAt: Int64?
  private let sources: [FeedPlan.Source]
  private var batch: [FeedItem] = []
  /// What the journal says of itself, this run included.
  private var history: JournalHistory
  private var tally: ReplayCounts
  private var snapshots: SnapshotSchedule
  /// Rows refused one after the other, by file.
  private var refusedInARow: [Int64]
  private var counts = RunCounts()
  private var failure: RunError?
  private static let mostRefusals: Int64 = 1_000
  private static let commitBytes = 4 << 20

  init(
    _ engine: consuming TurnEngine<ActorRooms>, _ pages: consuming PageBuilder, log: LMDBEventLog,
    plan: FeedPlan, after restoration: Restoration, fullAt: Int64? = nil,
    on executor: TurnExecutor
  ) {
    self.executor = executor
    self.history = restoration.history
    self.tally = restoration.history.counts
    self.snapshots = SnapshotSchedule(
      lastSequence: restoration.fromSnapshot, takenAt: wallClock())
    self.engine = engine
    self.pages = pages
    self.log = log
    // A child begins with what the rooms know, which may be large: it must grow before it is sealed.
    self.fullAt = fullAt.map { max($0, log.usedBytes + $0 / 4) }
    self.sources = plan.sources
    self.refusedInARow = [Int64](repeating: 0, count: plan.sources.count)
  }

  /// Takes one fact of the node itself; texts of its payload are interned by `make`.
  func take(_ make: @Sendable (inout ByteBuffer) -> EventBody) throws(RunError) {
    let at = engine.position.at
    let input = Input(time: at, occurredAt: at, source: 0, position: 0, make)
    try run(input)
    var texts = ByteBuffer()
    texts.append(input.texts)
    history.noteNode(input.body, texts, engine.position.lastSequence)
  }

  /// Takes what waits in the inbox, commits it, and says why nothing more will come, if so.
  func takeBatch(from inbox: Inbox) throws(RunError) -> Inbox.End? {
    if let end = inbox.take(into: &batch) { return end }
    for item in batch {
      // Told to stop: the turn that was open is finished, the rest of the batch was never taken.
      if counts.inputs & 255 == 0, inbox.isStopped { break }
      do throws(RunError) {
        try take(item)
      } catch {
        try commit()
        throw error
      }
      guard pages.pendingBytes > Self.commitBytes else { continue }
      try commit()
      // The rest of the batch was never taken: it is read again behind the seal.
      if isFull { return .full }
    }
    try commit()
    return isFull ? .full : nil
  }

  private var isFull: Bool { fullAt.map { log.usedBytes >= $0 } ?? false }

  /// Makes durable what was taken, with a snapshot when one is due.
  ///
  /// - Parameter isStop: Whether this is the clean stop, which always leaves one.
  func commit(isStop: Bool = false) throws(RunError) {
    let now = wallClock()
    let isDue = snapshots.isDue(at: now, behind: engine.position.lastSequence, isStop: isStop)
    do throws(JournalError) {
      try pages.commit(to: log, at: now, state: isDue ? state(at: now) : nil)
    } catch {
      throw .journal(error)
    }
  }

  /// What the rooms and the journal's own account are now.
  private func state(at now: Timestamp) -> SnapshotState? {
    snapshots.note(engine.position.lastSequence, at: now)
    var tally = self.tally
    tally.turns = UInt64(history.turns) + pages.turns
    tally.events = engine.position.lastSequence
    var account = history
    account.adopt(tally)
    let state = SnapshotState(of: engine, account)
    counts.leftOutOfSnapshots = state?.leftOut ?? ["everything"]
    return state
  }

  /// What this run came to so far.
  var summary: RunCounts {
    var counts = self.counts
    counts.lastSequence = engine.position.lastSequence
    return counts
  }

  private func take(_ item: FeedItem) throws(RunError) {
    let source = sources[item.file]
    try run(item.input(from: source.number, of: source.instrument, after: engine.position.at))
    counts.inputs += 1
    tally.take(from: source.number, position: item.ordinal)
    try watchRefusals(item)
  }

  private func run(_ input: Input) throws(RunError) {
    do throws(TurnFault) {
      try engine.run(input, into: &pages)
    } catch {
      throw .turn(error)
    }
  }

  /// A file of nothing but refusals is not the file it is taken for. A candle's row counts by its
  /// candle, not by the quotes it stands for.
  private func watchRefusals(_ item: FeedItem) throws(RunError) {
    var isRow = true
    if case .rejected = item.row { isRow = false }
    let isRefused = !isRow || engine.lastInputWasRefused
    if isRefused {
      counts.rejected += 1
      tally.rejected += 1
    }
    if case .candleQuote = item.row { return }
    guard isRefused else {
      refusedInARow[item.file] = 0
      return
    }
    refusedInARow[item.file] += 1
    guard refusedInARow[item.file] >= Self.mostRefusals else { return }
    throw .nothingButRefusals(
      file: sources[item.file].file.path, line: item.line,
      lately: isRow ? engine.lastRefusal ?? "refused" : "no row")
  }
}

/// What one run came to.
package struct RunCounts: Equatable, Sendable {
  /// Facts taken from feeds.
  package var inputs: Int64 = 0
  /// Rows and quotes refused.
  package var rejected: Int64 = 0
  package var lastSequence: UInt64 = 0
  /// What the newest snapshot had no room for.
  package var leftOutOfSnapshots: [String] = []
}
