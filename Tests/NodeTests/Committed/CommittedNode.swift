import Events
import Feeds
import Journal
import Market
import Node
import Settings
import TestSupport
import Testing

/// A recorded journal, committed again piece by piece in a process that others follow.
struct CommittedAgain: ~Copyable {
  let board = CommitBoard()
  private let log = memoryLog()
  private var pages: PageBuilder
  private var turns:
    [(frames: [UInt8], first: UInt64, count: Int, at: Timestamp, flags: FrameFlags)] = []

  init(_ node: TestNode, _ journal: String = "journal") throws {
    pages = PageBuilder(
      journal: log.identity.id, after: nil, contentAt: .zero, chain: ChainState())
    let follower = try Follower(node.folder.path(journal), behind: 0)
    var turns = turns
    try node.reading(journal) { log, path in
      var times: [UInt64: Timestamp] = [:]
      while try follower.turns({ times[$0.firstSequence] = $0.at }) {}
      try JournalWalk.turns(of: log, path: path) { turn in
        let bytes = turn.bytes[turn.frames[0].start..<turn.frames[turn.frames.count - 1].end]
        let at = try #require(times[turn.firstSequence])
        turns.append(
          ([UInt8](bytes), turn.firstSequence, turn.frames.count, at, turn.frames[0].flags))
        return true
      }
    }
    self.turns = turns
  }

  /// Makes everything durable up to the turn that holds an event.
  mutating func commit(through sequence: UInt64 = .max) throws {
    while let turn = turns.first, turn.first <= sequence {
      var record = TurnRecord()
      record.frames.append(turn.frames)
      record.firstSequence = turn.first
      record.eventCount = turn.count
      record.at = turn.at
      record.isNode = turn.flags.isNode
      record.isInput = turn.flags.isInput
      pages.take(record)
      turns.removeFirst()
    }
    try pages.commit(to: log, at: .zero)
    board.committed(through: try last())
  }

  /// Begins a run behind what is durable: what comes from now on is its own.
  mutating func open() throws { board.open(log, path: "again", through: try last()) }

  private func last() throws -> UInt64 {
    try log.newestPage()?.bytes.withUnsafeBytes { try PageHeader(page: $0).lastSequence } ?? 0
  }
}

/// Effects of one kind, as they would leave the house.
final class EffectDouble: EffectHandler {
  let kind: EventKind
  let watermark: UInt64
  private(set) var performed: [UInt64] = []
  private(set) var lookedUp: [UInt64] = []

  init(_ kind: EventKind, watermark: UInt64 = 0) {
    self.kind = kind
    self.watermark = watermark
  }

  func perform(_ effect: Effect) { performed.append(effect.sequence) }
  func lookUp(_ effect: Effect) { lookedUp.append(effect.sequence) }
}

/// A projection that keeps which turns it was given.
final class ProjectionDouble: CommitReceiver, @unchecked Sendable {
  private(set) var watermark: UInt64
  private(set) var timesCaughtUp = 0
  private let failsAt: UInt64

  struct Failure: Error {}

  init(behind watermark: UInt64 = 0, failsAt: UInt64 = .max) {
    self.watermark = watermark
    self.failsAt = failsAt
  }

  func receive(_ turn: CommittedTurn) throws {
    guard turn.lastSequence < failsAt else { throw Failure() }
    #expect(turn.firstSequence == watermark + 1)
    watermark = turn.lastSequence
  }

  func caughtUp() { timesCaughtUp += 1 }
}

extension TestNode {
  /// A day of orders of the golden journal with orders, under other faults of the paper venue.
  func orders(faults: String, in journal: String = "journal") async throws {
    let golden = try #require(
      GoldenJournal.current.first { $0.testDescription.contains("-orders-") })
    guard case .list(let settings) = golden.kept["settings"] else {
      Issue.record("the golden journal names its settings")
      return
    }
    var request = RunRequest(
      journal: folder.path(journal),
      synthetic: SyntheticMarket(
        seed: UInt64(try golden.kept["demo_seed"].integer()), days: 1, instruments: nil))
    request.to = Timestamp(text: try golden.kept["demo_until"].text())
    request.trading = try SettingsGathering(
      file: nil,
      arguments: settings.map { try $0.text() }.filter { !$0.hasPrefix("PAPER_FAULTS") }
        + ["PAPER_FAULTS=\(faults)"]
    ).resolve()
    request.commands = try CommandFile(path: "\(golden.path)/commands.jsonl")
    request.durable = false
    _ = try await RunSession(request, inbox: Inbox()).run()
  }

  /// Places of all events of a kind.
  func places(of kind: EventKind, in journal: String = "journal") throws -> [UInt64] {
    try facts(journal).filter { $0.kind == kind }.map(\.sequence)
  }
}
