import Configuration
import Events
import Feeds
import Journal
import Market
import Node
import Numerics
import TestSupport
import Turns

/// A run in steps that a test chooses: any reducers, any log, a commit wherever wanted.
///
/// Takes the inputs that `RunSession` takes, so its content digest must be the same.
struct SteppedRun<Group: ReducerSet>: ~Copyable {
  private var engine: TurnEngine<Group>
  private var pages: TamperedPages
  private let chain = ChainState()
  private let log: any EventLog
  private var instruments: [String] = []
  private var sources: [InstrumentID] = []

  /// - Parameter tamper: Changes a turn's frames on their way into the log.
  init(
    _ files: [FeedFile], through reducers: Group, into log: any EventLog = memoryLog(),
    rules: Int64 = rulesVersion,
    tamper: @escaping (inout ByteBuffer) -> Void = { _ in }
  ) throws {
    engine = TurnEngine(reducers)
    pages = TamperedPages(
      pages: PageBuilder(journal: log.identity.id, after: nil, contentAt: .zero, chain: chain),
      tamper: tamper)
    self.log = log
    try open(files, rules)
  }

  var contentDigest: Digest256 { chain.contentHead() }

  mutating func commit() throws { try pages.pages.commit(to: log, at: .zero) }

  mutating func apply(_ item: FeedItem) throws {
    let instrument = sources[item.file]
    let source = UInt16(item.file + 1)
    switch item.row {
    case .tick(let stamp, let bid, let ask):
      try run(
        Input(
          time: item.time, occurredAt: stamp, source: source, position: item.ordinal,
          body: .tickReceived(TickReceived(instrument: instrument, bid: bid, ask: ask))))
    case .rejected(let reason, let head):
      try run(
        Input(
          time: item.time, occurredAt: max(item.time, engine.position.at), source: source,
          position: item.ordinal
        ) { arena in
          .rowRejected(
            RowRejected(
              instrument: instrument, line: item.line, reason: reason, head: arena.intern(head)))
        })
    case .candle, .candleQuote, .command: preconditionFailure("a stepped run takes ticks only")
    }
  }

  private mutating func run(_ input: Input) throws { try engine.run(input, into: &pages) }

  private mutating func emit(_ make: (inout ByteBuffer) -> EventBody) throws {
    let at = engine.position.at
    try run(Input(time: at, occurredAt: at, source: 0, position: 0, make))
  }

  private mutating func open(_ files: [FeedFile], _ rules: Int64) throws {
    let settings = Settings()
    let journal = log.identity.id.digest
    try emit { arena in
      let start = RunStarted.opening(
        journal: journal, rules: rules, barSeconds: settings.barSeconds,
        candleSource: settings.candleSource,
        thresholds: [
          settings.stabilizingIn, settings.convergedIn, settings.stabilizingOut,
          settings.convergedOut,
        ], stride: settings.signalStride, precision: settings.signaturePrecision,
        code: arena.intern("test"),
        configuration: (arena.intern(settings.text), settings.hash))
      return .runStarted(arena.put(start))
    }
    try emit { arena in
      .configurationApplied(
        arena.put(ConfigurationApplied(TradingSettings(), layers: "", into: &arena)))
    }
    for file in files {
      let known = instruments.firstIndex(of: file.instrument.name)
      let id = InstrumentID(UInt16(known ?? instruments.count))
      sources.append(id)
      guard known == nil else { continue }
      instruments.append(file.instrument.name)
      let digits = UInt8(file.instrument.digits)
      try emit { arena in
        .instrumentListed(
          InstrumentListed(
            instrument: id, digits: digits, name: arena.intern(file.instrument.name)))
      }
    }
    for (index, file) in files.enumerated() {
      let source = sources[index]
      try emit { arena in
        .feedOpened(
          FeedOpened(
            feed: Int64(index + 1), instrument: source, size: file.size,
            head: file.headHash, position: 0, path: arena.intern(file.path)))
      }
    }
  }
}

/// Pages in front of which a turn may be changed.
private struct TamperedPages: ~Copyable, TurnSink {
  var pages: PageBuilder
  let tamper: (inout ByteBuffer) -> Void

  mutating func take(_ turn: borrowing TurnRecord) {
    var changed = TurnRecord()
    changed.frames.append(turn.frames.bytes)
    changed.firstSequence = turn.firstSequence
    changed.eventCount = turn.eventCount
    changed.at = turn.at
    changed.isNode = turn.isNode
    changed.isInput = turn.isInput
    changed.listsInstrument = turn.listsInstrument
    tamper(&changed.frames)
    pages.take(changed)
  }
}

/// A log in memory, of a journal with a made-up identity.
func memoryLog() -> MemoryEventLog { MemoryEventLog(identity: madeUpIdentity) }

let madeUpIdentity = JournalIdentity(
  id: JournalID(bytes: [UInt8](repeating: 7, count: 16)), bornAt: 0)

/// Runs files to their end.
///
/// - Parameter pieces: How many rows until the next commit, asked each time; one commit if nil.
/// - Returns: The content digest.
func run(
  _ files: [FeedFile], through reducers: some ReducerSet, into log: any EventLog = memoryLog(),
  inPiecesOf pieces: (() -> Int)? = nil
) throws -> Digest256 {
  var stepped = try SteppedRun(files, through: reducers, into: log)
  var feed = TickFeed(files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
  var left = pieces?() ?? .max
  while let item = try feed.next() {
    try stepped.apply(item)
    left -= 1
    guard left == 0 else { continue }
    try stepped.commit()
    left = pieces?() ?? .max
  }
  try stepped.commit()
  return stepped.contentDigest
}
