import Events
import Feeds
import Market

/// Which sources a run reads: the number of each as a source, and from which row on.
struct FeedPlan {
  struct Source {
    let file: FeedOrigin
    let number: UInt16
    let instrument: InstrumentID
    /// Last place the journal holds already.
    let position: Int64
    /// Whether its candles are of before the run.
    var isPriming = false
  }

  /// A file of commands, the last of the sources.
  struct Commands {
    let file: CommandFile
    let number: UInt16
    /// Last line the journal holds already.
    let position: Int64
  }

  /// Those of the feed, then those that prime it.
  let sources: [Source]
  /// Whether candles of before the run are still to be taken: once a row of the feed was taken, none is.
  let primes: Bool
  let commands: Commands?
  /// Instruments that the journal does not list yet, in the order in which they get their numbers.
  let newInstruments: [Instrument]

  /// Fits the sources of a feed to what a journal has read already: never a fact twice.
  ///
  /// - Parameter priming: Sources of candles of before the feed's first row.
  init(
    _ files: [FeedOrigin], priming: [FeedOrigin] = [], _ commands: CommandFile? = nil,
    after history: JournalHistory, under settings: Settings
  ) throws(RunError) {
    try Self.refuseOtherCandles(settings, after: history)
    let count = files.count + priming.count
    guard history.feeds.count + count <= 65_535 else { throw .tooManyFiles(count) }
    let isUnderWay = history.feeds.contains {
      !$0.isCommands && !$0.isPriming && $0.position > 0
    }
    var names = history.instruments.map(\.name)
    var added: [Instrument] = []
    var sources: [Source] = []
    var next = history.feeds.count + 1
    for (place, file) in (files + priming).enumerated() {
      if !names.contains(file.instrument.name) {
        names.append(file.instrument.name)
        added.append(file.instrument)
      }
      let id = InstrumentID(UInt16(names.firstIndex(of: file.instrument.name) ?? 0))
      try Self.refuseOtherSide(of: file, id, after: history)
      let isPriming = place >= files.count
      let known = try Self.known(file, id, isPriming: isPriming, after: history)
      if isPriming, known == nil, isUnderWay { throw .primedTooLate(source: file.path) }
      sources.append(
        Source(
          file: file, number: known?.source ?? UInt16(next), instrument: id,
          position: known?.position ?? 0, isPriming: isPriming))
      if known == nil { next += 1 }
    }
    self.sources = sources
    self.newInstruments = added
    primes = !priming.isEmpty && !isUnderWay
    self.commands = try commands.map { file throws(RunError) in
      try Self.commands(file, after: history, next: UInt16(next))
    }
  }

  /// The source of a journal that this one is; nil for a new one.
  private static func known(
    _ file: FeedOrigin, _ id: InstrumentID, isPriming: Bool, after history: JournalHistory
  ) throws(RunError) -> JournalHistory.Feed? {
    let own = history.feeds.lazy.filter {
      !$0.isCommands && $0.isPriming == isPriming && $0.instrument == id
    }
    if let known = own.first(where: { $0.size == file.size && $0.head == file.headHash }) {
      return known
    }
    if let changed = own.first(where: { $0.path == file.path }) {
      throw .fileChanged(file: file.path, readBefore: changed.path)
    }
    return nil
  }

  private static func commands(
    _ file: CommandFile, after history: JournalHistory, next: UInt16
  ) throws(RunError) -> Commands {
    let known = history.feeds.first {
      $0.isCommands && $0.size == file.size && $0.head == file.headHash
    }
    if let known { return Commands(file: file, number: known.source, position: known.position) }
    if let changed = history.feeds.first(where: { $0.isCommands && $0.path == file.path }) {
      throw .fileChanged(file: file.path, readBefore: changed.path)
    }
    return Commands(file: file, number: next, position: 0)
  }

  /// A register that goes on with bars of another length would compare what can not be compared.
  private static func refuseOtherCandles(
    _ settings: Settings, after history: JournalHistory
  ) throws(RunError) {
    guard let known = history.openings.last else { return }
    guard known.candleSource == settings.candleSource, known.barSeconds == settings.barSeconds
    else {
      throw .otherCandles(
        known: candles(known.candleSource, known.barSeconds),
        asked: candles(settings.candleSource, settings.barSeconds))
    }
  }

  private static func candles(_ source: CandleSource, _ seconds: Int64) -> String {
    switch source {
    case .ticks: "candles of \(seconds) s built from ticks"
    case .broker: "ready candles of \(seconds) s"
    }
  }

  private static func refuseOtherSide(
    of file: FeedOrigin, _ instrument: InstrumentID, after history: JournalHistory
  ) throws(RunError) {
    guard let side = file.side,
      let other = history.feeds.first(where: {
        !$0.isCommands && $0.instrument == instrument && $0.side != nil && $0.side != side
      })?.side
    else { return }
    throw .otherSide(instrument: file.instrument.name, known: other.name, asked: side.name)
  }
}
