package import Configuration
import Events
package import Feeds
import Glibc
import Ingest
package import Journal
package import Market
package import Numerics
import Portfolio
import Turns

/// What a run is to do.
package struct RunRequest: Sendable {
  package var journal: String
  package var feed: RunFeed
  package var from: Timestamp?
  package var to: Timestamp?
  package var pace = Pace.asFastAsPossible
  package var durable = true
  package var settings = Settings()
  /// Whether the actors receive every recorded event, and no snapshot.
  package var fromZero = false
  /// Bytes of `data.mdb` at which the journal is sealed and the run goes on in a child.
  package var segmentBytes: Int64?
  /// The trading settings in force.
  package var trading = SettingsResolution.standard
  /// Commands of an operator, merged with the feed.
  package var commands: CommandFile?
  /// Why the kill switch is to be released before the first row; nil for no release.
  package var releaseReason: String?
  /// Candles of before the first row.
  package var priming: Priming?
  /// Whether a release is asked for again on the trading day after a loss limit.
  package var releasesNextDay = false

  /// The instruments that the feed holds.
  package var instruments: [Instrument] { feed.origins.map(\.instrument) }

  package init(journal: String, files: [FeedFile]) {
    self.journal = journal
    feed = .files(files)
    settings = Settings(reading: FeedContent(of: files))
  }

  package init(journal: String, synthetic market: SyntheticMarket) {
    self.journal = journal
    feed = .synthetic(market)
  }
}

/// What a run came to, for the operator.
package struct RunSummary: Sendable {
  package var journal: JournalID
  package var path: String
  package var inputs: Int64
  package var events: UInt64
  package var rejected: Int64
  package var late: Int64
  package var primed = Primed()
  package var firstSequence: UInt64
  package var lastSequence: UInt64
  package var contentDigest: Digest256
  package var headHash: Digest256
  package var seconds: Double
  package var wasStopped: Bool
  package var wasContinued: Bool
  /// Whether the journal has grown to the size at which it is sealed, before the feed ended.
  package var isFull = false
  /// How full the disk of the journal is; nil when it cannot be asked.
  package var disk: DiskSpace?
  /// The journals that were sealed on the way, oldest first.
  package var sealed: [SegmentedRun.Segment] = []
  /// What was read.
  package var content: FeedContent
  /// Set when the run ended early; everything recorded before is safe.
  package var failure: RunError?
  /// First line of the FAULT file found at the opening.
  package var fault: String?
  /// What is synthetic of all that the journal holds, by title; empty if nothing is.
  package var synthetic: [String] = []
  /// The event of the snapshot that the reducers began with; 0 when they applied every event.
  package var restoredFrom: UInt64 = 0
  /// Snapshots that were passed over at the opening.
  package var warnings: [String] = []
  /// What else is to be told first, none of it a warning.
  package var notes: [String] = []
  /// Orders, trades and the account.
  package var trading: TradingReport
  package var configurationHash: Digest256
  /// Whether the evaluator's gate binds nothing under the settings of the run (`EVAL_ENFORCE=0`).
  package var isGateAdvisory = false
  /// Reducers whose state is too large for a snapshot: the next opening reads all events for them.
  package var leftOutOfSnapshots: [String] = []
}

/// What primed a run.
package struct Primed: Equatable, Sendable {
  /// Candles of before the run that it took.
  package var candles: Int64 = 0
  /// Those that close after its first row.
  package var leftOut: Int64 = 0
  /// Rows and ticks that entered no candle.
  package var refusedTicks: Int64 = 0

  package init(candles: Int64 = 0, leftOut: Int64 = 0, refusedTicks: Int64 = 0) {
    self.candles = candles
    self.leftOut = leftOut
    self.refusedTicks = refusedTicks
  }
}

/// One run: opens the journal, restores the reducers, receives the feed, stops in good order.
package struct RunSession {
  private let request: RunRequest
  private let inbox: Inbox
  private let board: CommitBoard?
  private let whenReady: @Sendable () -> Void

  /// - Parameters:
  ///   - board: Told of every commit, for those who follow the run.
  ///   - whenReady: Called once, when the first facts of the feed are durable: what a supervisor waits for
  ///     after a crash. It holds up the run.
  package init(
    _ request: RunRequest, inbox: Inbox, telling board: CommitBoard? = nil,
    whenReady: @escaping @Sendable () -> Void = {}
  ) {
    self.request = request
    self.inbox = inbox
    self.board = board
    self.whenReady = whenReady
  }

  /// Runs to the end of the feed, to a stop, or to a failure.
  ///
  /// - Throws: What keeps the run from beginning, and a journal that can no longer be written.
  package func run() async throws -> RunSummary {
    let begin = monotonicNanoseconds()
    try request.priming?.refuseDisagreement(with: request.settings)
    let bornAt = try soundClock().nanoseconds
    let log = try LMDBEventLog.openForWriting(request.journal, durable: request.durable) {
      JournalIdentity(id: JournalID(bytes: randomBytes(16)), bornAt: bornAt)
    }
    defer {
      board?.close()
      log.close()
    }
    var direct = TurnEngine(Reducers())
    let restoration = try Replay.restore(
      log, path: request.journal, into: &direct, fromZero: request.fromZero)
    let history = restoration.history
    if case .journal(let source) = request.priming, source.id == log.identity.id {
      throw RunError.primedByItself(journal: source.path)
    }
    let plan = try FeedPlan(
      request.feed.origins, priming: request.priming?.origins ?? [], request.commands,
      after: history, under: request.settings)
    try refuseChanged(plan, after: history)
    try refuseOtherAccount(direct)
    let (chain, tail) = try ChainState.resume(log)
    let before = direct.position
    let lateBefore = direct.reducers.ingest.late
    board?.open(log, path: request.journal, through: before.lastSequence)

    let executor = try TurnExecutor()
    defer { executor.stop() }
    let actors = LiveActors(direct.reducers, on: executor)
    let sequencer = Sequencer(
      LiveTurns(
        direct,
        PageBuilder(
          journal: log.identity.id, after: tail, contentAt: before.contentAt, chain: chain),
        from: plan,
        instruments: history.instruments.map(\.name) + plan.newInstruments.map(\.name),
        tally: history.counts, releasesNextDay: request.releasesNextDay),
      from: actors, log: log, after: restoration, fullAt: request.segmentBytes,
      telling: board, on: executor)
    try await open(sequencer, log, plan, history)
    let releaseNote = try await release(sequencer, actors)

    let primed = PrimingTally()
    let reader = request.reader(plan, tally: primed, into: inbox)
    try reader.start()
    let (end, failure) = await drain(sequencer)
    inbox.close(end == .full ? .full : .stopped)
    reader.join()
    if let failure, !failure.leavesJournalWritable { throw failure }
    if end == .endOfFeed, failure == nil {
      try await note(reader.ended, of: plan, history, in: sequencer)
    }
    try await close(sequencer, log, opening: Int64(history.openings.count) + 1, end, failure)

    let counts = try await sequencer.summary()
    let late = await actors.ingest.read { $0.late } - lateBefore
    var trading = try TradingReport(
      of: log, path: request.journal, from: before.lastSequence + 1)
    let names = history.instruments.map(\.name) + plan.newInstruments.map(\.name)
    await trading.take(actors.portfolio.read { $0.endState(of: names) })
    return RunSummary(
      journal: log.identity.id, path: request.journal, inputs: counts.inputs,
      events: counts.lastSequence - before.lastSequence, rejected: counts.rejected, late: late,
      primed: Primed(
        candles: counts.primed, leftOut: primed.leftOut, refusedTicks: primed.refusedTicks),
      firstSequence: before.lastSequence + 1, lastSequence: counts.lastSequence,
      contentDigest: chain.contentHead(),
      headHash: chain.headHash(journal: log.identity.id, lastSequence: counts.lastSequence),
      seconds: Double(monotonicNanoseconds() - begin) / 1e9, wasStopped: end == .stopped,
      wasContinued: !history.openings.isEmpty, isFull: end == .full,
      content: request.settings.content,
      failure: failure, fault: log.folder.fault, synthetic: history.synthetic(with: plan),
      restoredFrom: restoration.fromSnapshot,
      warnings: restoration.warnings + (releaseNote.map { [$0] } ?? [])
        + (counts.slowestReader.map { [$0.text] } ?? []),
      trading: trading,
      configurationHash: request.trading.settings.hash,
      isGateAdvisory: !request.trading.settings.evalEnforce,
      leftOutOfSnapshots: counts.leftOutOfSnapshots)
  }

  /// Compares each file that was read to its end before with what it was then, whole.
  private func refuseChanged(_ plan: FeedPlan, after history: JournalHistory) throws(RunError) {
    guard case .files(let files) = request.feed else { return }
    for (source, file) in zip(plan.sources, files) {
      guard let known = history.feeds.first(where: { $0.source == source.number }),
        let whole = known.whole
      else { continue }
      let found: Digest256
      do throws(FeedError) { found = try file.wholeHash() } catch { throw .feed(error) }
      guard found == whole else { throw .fileChanged(file: file.path, readBefore: known.path) }
    }
  }

  /// What belongs to the journal's first opening can not be another later.
  private func refuseOtherAccount(_ engine: borrowing TurnEngine<Reducers>) throws(RunError) {
    guard let known = engine.reducers.portfolio.settings else { return }
    let asked = request.trading.settings
    for (name, before, now) in [
      ("PAPER_BALANCE", known.paperBalance.micros, asked.paperBalance.micros)
    ] where before != now {
      throw .otherSetting(
        name: name, known: decimal(before, places: 6), asked: decimal(now, places: 6))
    }
    guard known.accountCurrency == asked.accountCurrency else {
      throw .otherSetting(
        name: "ACCOUNT_CURRENCY", known: known.accountCurrency.rawValue,
        asked: asked.accountCurrency.rawValue)
    }
  }

  /// Asks for the release of the kill switch where nothing ever released it.
  ///
  /// - Returns: What to tell when nothing was asked.
  private func release(
    _ sequencer: Sequencer, _ actors: LiveActors
  ) async throws -> String? {
    guard let reason = request.releaseReason else { return nil }
    let state = await actors.portfolio.read { $0.killSwitchState }
    guard state.sequence == 0 else {
      return state.isEngaged
        ? "the kill switch was not released: \(state.owner) engaged it (\(state.reason)). "
          + "Release it by a command."
        : nil
    }
    try await sequencer.takeCommand(
      OperatorCommand(.releaseKillSwitch, owner: "operator", reason: reason))
    try await sequencer.commit()
    return nil
  }

  /// Records what is known at the opening, durable before anything is applied.
  private func open(
    _ sequencer: Sequencer, _ log: LMDBEventLog, _ plan: FeedPlan, _ history: JournalHistory
  ) async throws {
    let opening = Opening(
      journal: log.identity.id.digest, number: Int64(history.openings.count) + 1,
      random: randomBytes(4).reduce(Int64(0)) { $0 << 8 | Int64($1) },
      settings: request.settings, trading: request.trading,
      wallClock: try soundClock(lastDurable: log.lastDurable),
      isDurable: request.durable, fault: log.folder.fault)
    try await sequencer.take { opening.started(&$0) }
    try await sequencer.take { opening.configuration(&$0) }
    for (offset, instrument) in plan.newInstruments.enumerated() {
      try await sequencer.take(
        Opening.listing(instrument, as: history.instruments.count + offset))
    }
    for source in plan.sources {
      try await sequencer.take { arena in
        .feedOpened(
          FeedOpened(
            feed: Int64(source.number), instrument: source.instrument, size: source.file.size,
            head: source.file.headHash, position: source.position,
            path: arena.intern(source.file.path), side: source.file.side,
            priming: source.isPriming ? true : nil))
      }
    }
    if let commands = plan.commands {
      try await sequencer.take { arena in
        .commandsOpened(
          CommandsOpened(
            source: Int64(commands.number), size: commands.file.size,
            head: commands.file.headHash, position: commands.position,
            path: arena.intern(commands.file.path)))
      }
    }
    try await sequencer.commit()
  }

  /// Takes batches until the feed ends, someone stops us, or something fails.
  private func drain(_ sequencer: Sequencer) async -> (Inbox.End, RunError?) {
    var isReady = false
    do throws(RunError) {
      while true {
        guard let end = try await sequencer.takeBatch(from: inbox) else {
          if !isReady, try await sequencer.summary().inputs > 0 {
            isReady = true
            whenReady()
          }
          continue
        }
        if case .failed(let error) = end { return (end, .feed(error)) }
        return (end, nil)
      }
    } catch {
      return (.endOfFeed, error)
    }
  }

  /// Records the whole digest of each file that was read to its end and that the journal has none of.
  private func note(
    _ ended: [EndedFile], of plan: FeedPlan, _ history: JournalHistory, in sequencer: Sequencer
  ) async throws {
    let positions = try await sequencer.summary().positions
    for end in ended {
      let source = plan.sources[end.file]
      let number = source.number
      let taken = Int(number) < positions.count ? positions[Int(number)] : 0
      // Rows behind --to were read and not taken: the file has not ended for this journal.
      guard (source.file.side == nil ? taken : (taken + 2) / 3) >= end.rows else { continue }
      guard history.feeds.first(where: { $0.source == number })?.whole == nil else { continue }
      try await sequencer.take { _ in
        .feedEnded(FeedEnded(feed: Int64(number), rows: end.rows, sha256: end.digest))
      }
    }
  }

  private func close(
    _ sequencer: Sequencer, _ log: LMDBEventLog, opening: Int64, _ end: Inbox.End,
    _ failure: RunError?
  ) async throws {
    let reason: StopReason =
      switch end {
      case _ where failure != nil: .refused
      case .stopped: .signal
      case .full: .sealed
      case .endOfFeed, .failed: .endOfFeed
      }
    let now = try soundClock(lastDurable: log.lastDurable)
    try await sequencer.take { _ in
      .runStopped(RunStopped(opening: opening, reason: reason, wallClock: now))
    }
    try await sequencer.commit(isStop: true)
    try log.refuseOtherFile()
  }
}

extension RunError {
  /// Whether the journal can still take a last word.
  var leavesJournalWritable: Bool {
    switch self {
    case .journal, .turn: false
    case .feed, .nothingButRefusals, .fileChanged, .tooManyFiles, .otherCandles, .otherSide,
      .otherSetting, .primedBars, .primedSide, .primedTooLate, .nothingToPrime, .primedByItself:
      true
    }
  }
}

/// Bytes from the operating system's own source of randomness.
func randomBytes(_ count: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  let result = getentropy(&bytes, count)
  precondition(result == 0, "the operating system gives no random bytes")
  return bytes
}
