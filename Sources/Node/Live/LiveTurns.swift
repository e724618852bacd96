import Events
import Feeds
package import Journal
import Market
import Portfolio
import Turns

/// The turns of a run: the engine, the pages they lie in, and what is counted of them.
///
/// All that changes with every input is in this one value, which the sequencer opens once a batch: of an
/// actor's property the runtime watches each access.
struct LiveTurns: ~Copyable {
  var engine: TurnEngine<Reducers>
  var pages: PageBuilder
  private(set) var counts = RunCounts()
  private(set) var tally: ReplayCounts
  private let sources: [FeedPlan.Source]
  private let commands: FeedPlan.Commands?
  private let instruments: [String]
  /// Whether a release is asked for on the trading day after a loss limit engaged the kill switch.
  private let releasesNextDay: Bool
  private var askAfter = Timestamp.zero
  /// Rows refused one after the other, by file.
  private var refusedInARow: [Int64]
  private static let mostRefusals: Int64 = 1_000
  private static let commitBytes = 4 << 20
  /// Whether a turn failed. Its reducers may have applied half of it: they take no further input, and no
  /// snapshot is made of them.
  private(set) var isFaulted = false

  /// - Parameter tally: What the journal's own account of its inputs is so far.
  init(
    _ engine: consuming TurnEngine<Reducers>, _ pages: consuming PageBuilder,
    from plan: FeedPlan, instruments: [String], tally: ReplayCounts, releasesNextDay: Bool = false
  ) {
    self.engine = engine
    self.pages = pages
    self.sources = plan.sources
    self.commands = plan.commands
    self.instruments = instruments
    self.releasesNextDay = releasesNextDay
    self.tally = tally
    self.refusedInARow = [Int64](repeating: 0, count: plan.sources.count)
  }

  /// Takes rows and arrivals until they must be committed, to their end, or until told to stop: then the turn
  /// that was open is finished, rows are not taken any more, and arrivals are.
  ///
  /// - Parameter next: The place to begin at; behind the last ones when nothing is left to take.
  mutating func take(
    _ batch: InboxBatch, from next: inout InboxBatch.Place, of inbox: Inbox
  ) throws(RunError) {
    let rows = batch.rows.span
    while true {
      let end = batch.endOfRows(at: next)
      while next.row < end {
        if counts.inputs & 255 == 0, inbox.isStopped {
          next.row = rows.count
          break
        }
        try take(rows[next.row])
        next.row += 1
        if pages.pendingBytes > Self.commitBytes { return }
      }
      guard next.arrival < batch.arrivals.count else { return }
      try take(batch.arrivals[next.arrival])
      next.arrival += 1
      if pages.pendingBytes > Self.commitBytes { return }
    }
  }

  /// Takes what came from outside the files. A run from files has their time, so it happens at the last
  /// turn's.
  private mutating func take(_ arrival: borrowing Arrival) throws(RunError) {
    let input = arrival.input(at: engine.position.at)
    try run(input)
    counts.inputs += 1
    tally.take(from: input.source, position: input.position)
    if engine.lastInputWasRefused {
      counts.rejected += 1
      tally.rejected += 1
    }
  }

  mutating func run(_ input: Input) throws(RunError) {
    precondition(!isFaulted, "a faulted engine was given another input")
    do throws(TurnFault) {
      try engine.run(input, into: &pages)
    } catch {
      isFaulted = true
      throw .turn(error)
    }
  }

  private mutating func take(_ item: borrowing FeedItem) throws(RunError) {
    if releasesNextDay { try releaseAfterLoss(at: item.time) }
    if case .command(let line) = item.row { return try take(line, item.line, at: item.time) }
    // One by one: a source that is copied has texts to be counted.
    let number = sources[item.file].number
    let instrument = sources[item.file].instrument
    try run(item.input(from: number, of: instrument, after: engine.position.at))
    counts.inputs += 1
    tally.take(from: number, position: item.ordinal)
    if sources[item.file].isPriming, case .candle = item.row, !engine.lastInputWasRefused {
      counts.primed += 1
    }
    try watchRefusals(item)
  }

  /// Asks for the release of the kill switch, in the name of a backtest, once the trading day is over in
  /// which a loss limit engaged it.
  private mutating func releaseAfterLoss(at time: Timestamp) throws(RunError) {
    guard let day = engine.reducers.portfolio.lossDay, time >= askAfter else { return }
    let today = TradingDay(containing: time)
    // Asked once a trading day, whatever the answer.
    askAfter = today.number > day ? today.end : TradingDay(containing: time).end
    guard today.number > day else { return }
    try take(
      OperatorCommand(
        .releaseKillSwitch, owner: "backtest", reason: "the next trading day after a loss limit"),
      at: time)
  }

  /// Takes a command of the run itself.
  mutating func take(_ command: OperatorCommand, at time: Timestamp) throws(RunError) {
    try run(command.input(at: time))
    counts.inputs += 1
    tally.take(from: 0, position: 0)
  }

  /// Takes one line of the commands file.
  private mutating func take(
    _ line: CommandLine, _ number: Int64, at time: Timestamp
  ) throws(RunError) {
    guard let commands else { return }
    let input = line.input(
      line: number, at: time, from: commands.number, instruments: instruments)
    try run(input)
    counts.inputs += 1
    tally.take(from: commands.number, position: number)
    if case .commandUnreadable = input.body {
      counts.rejected += 1
      tally.rejected += 1
    }
  }

  /// A file of nothing but refusals is not the file it is taken for. A candle's row counts by its
  /// candle, not by the quotes it stands for.
  private mutating func watchRefusals(_ item: borrowing FeedItem) throws(RunError) {
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
  /// Last place taken of each source, by its number.
  package var positions: [Int64] = []
  /// Rows and quotes refused.
  package var rejected: Int64 = 0
  /// Candles of before the run.
  package var primed: Int64 = 0
  package var lastSequence: UInt64 = 0
  /// What the newest snapshot had no room for.
  package var leftOutOfSnapshots: [String] = []
  /// The reader that held the file back for the longest; nil when none did for long.
  package var slowestReader: OldestReader?
}
