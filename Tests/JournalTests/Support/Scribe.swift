import Events
import Journal
import Market
import Numerics
import TestSupport

/// Lays turns into pages of a log, and remembers every event of them.
final class Scribe {
  let log: any EventLog
  private(set) var chain: ChainState
  private(set) var tail: PageHeader?
  private(set) var writer: TurnWriter
  private var builder: PageBuilder
  private(set) var lastTaken: UInt64 = 0

  init(_ log: any EventLog) {
    self.log = log
    writer = TurnWriter()
    chain = ChainState()
    builder = PageBuilder(journal: log.identity.id, after: nil, contentAt: .zero, chain: chain)
  }

  /// Goes on behind what a log holds.
  ///
  /// - Parameter writer: As it was then; nil when the log's last turn is one of content.
  init(resuming log: any EventLog, as writer: TurnWriter? = nil) throws {
    self.log = log
    (chain, tail) = try ChainState.resume(log)
    let writer =
      writer ?? TurnWriter(after: tail?.lastSequence ?? 0, at: tail?.lastAt ?? .zero)
    self.writer = writer
    builder = PageBuilder(
      journal: log.identity.id, after: tail, contentAt: writer.contentAt, chain: chain)
  }

  var events: [WrittenEvent] { writer.events }
  var isEmpty: Bool { builder.isEmpty }

  /// The line that proves what was committed.
  var head: String {
    let last = writer.lastSequence
    let head = chain.headHash(journal: log.identity.id, lastSequence: last)
    return "\(HeadLine(journal: log.identity.id, sequence: last, at: writer.at, head: head))"
  }

  func write(_ turn: (inout TurnWriter) -> TurnRecord) {
    let written = turn(&writer)
    take(written)
  }

  /// Lays a turn into the page that no `writer` knows of.
  func take(_ turn: borrowing TurnRecord) {
    builder.take(turn)
    lastTaken = turn.lastSequence
  }

  func write(quotes: Int) {
    for _ in 0..<quotes { write { $0.quote() } }
  }

  func commit(
    at wall: Int64 = 1_700_000_000_000_000_000, state: SnapshotState? = nil
  ) throws {
    try builder.commit(to: log, at: Timestamp(nanoseconds: wall), state: state)
  }
}

extension JournalIdentity {
  static let one = JournalIdentity(
    id: JournalID(bytes: Array(1...16)), bornAt: 1_700_000_000_000_000_000)
  static let other = JournalIdentity(
    id: JournalID(bytes: Array(2...17)), bornAt: 1_700_000_000_000_000_000)
}

extension LMDBEventLog {
  /// A journal in a folder, made if it is not there; nothing is synced.
  static func forTests(
    _ folder: String, _ identity: JournalIdentity = .one
  ) throws(JournalError) -> LMDBEventLog {
    try openForWriting(folder, durable: false) { identity }
  }
}
