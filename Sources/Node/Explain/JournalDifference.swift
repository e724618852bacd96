import Events
package import Journal
package import Market

/// Where two journals part: the first content turn that is not the same in both.
package struct JournalDifference: Sendable {
  /// One turn as one of the journals has it.
  package struct Side: Sendable {
    package let firstSequence: UInt64
    package let at: Timestamp
    package let sentences: [String]
    package let events: [RecordedEvent]
    fileprivate let history: JournalHistory

    /// The name of the instrument that an event of this side speaks of.
    package func instrument(_ recorded: RecordedEvent) -> String {
      recorded.instrument.map(history.name) ?? "none"
    }

    /// The file's own row that an input of this side was.
    package func row(of recorded: RecordedEvent) -> Int64 {
      history.row(of: recorded.event.position, in: recorded.event.source)
    }
  }

  /// Content turns that are the same in both, from the beginning.
  package let commonTurns: UInt64
  /// The turn in the first journal, nil when it has ended.
  package let left: Side?
  /// The turn in the second journal, nil when it has ended.
  package let right: Side?

  package var isNone: Bool { left == nil && right == nil }

  /// Compares two journals turn by turn, leaving out the node's own events.
  package static func between(
    _ left: any EventLog, _ leftPath: String, _ right: any EventLog, _ rightPath: String
  ) throws -> JournalDifference {
    let (base, other) = (left.identity.base, right.identity.base)
    guard base.contentEvents == other.contentEvents else {
      throw JournalError.otherBase(left: leftPath, base, right: rightPath, other)
    }
    var first = ContentTurns(left, leftPath)
    var second = ContentTurns(right, rightPath)
    var common: UInt64 = 0
    while true {
      let a = try first.next()
      let b = try second.next()
      if let a, let b, a.bytes == b.bytes {
        common += 1
        continue
      }
      return JournalDifference(
        commonTurns: common, left: try a.map { try side($0, left, leftPath) },
        right: try b.map { try side($0, right, rightPath) })
    }
  }

  private static func side(
    _ turn: ContentTurns.Turn, _ log: any EventLog, _ path: String
  ) throws -> Side {
    let history = try JournalHistory.read(log, path: path)
    let narrator = Narrator(history)
    var sentences: [String] = []
    var events: [RecordedEvent] = []
    try RecordedEvents.forEach(
      in: log, path: path, from: turn.firstSequence, to: turn.lastSequence
    ) { recorded in
      sentences.append(narrator.sentence(recorded))
      events.append(recorded)
      return true
    }
    return Side(
      firstSequence: turn.firstSequence, at: events.first?.event.at ?? .zero, sentences: sentences,
      events: events, history: history)
  }
}

/// The content turns of a log, one after the other, a page at a time.
struct ContentTurns {
  struct Turn {
    let firstSequence: UInt64
    let lastSequence: UInt64
    /// The turn's frames, as they stand.
    let bytes: [UInt8]
  }

  private let log: any EventLog
  private let path: String
  private var waiting: [Turn] = []
  private var place = 0
  private var nextSequence: UInt64 = 1

  init(_ log: any EventLog, _ path: String) {
    self.log = log
    self.path = path
  }

  mutating func next() throws -> Turn? {
    if place == waiting.count { try readPage() }
    guard place < waiting.count else { return nil }
    defer { place += 1 }
    return waiting[place]
  }

  /// Reads pages until one holds content, or the log ends.
  private mutating func readPage() throws {
    waiting.removeAll(keepingCapacity: true)
    place = 0
    while waiting.isEmpty {
      var last: UInt64?
      let from = nextSequence
      try JournalWalk.turns(of: log, path: path, from: from) { turn in
        guard turn.firstSequence >= from else { return true }
        guard last == nil || turn.header.lastSequence == last else { return false }
        last = turn.header.lastSequence
        guard !turn.frames[0].flags.isNode else { return true }
        let end = turn.frames[turn.frames.count - 1].end
        waiting.append(
          Turn(
            firstSequence: turn.firstSequence,
            lastSequence: turn.firstSequence + UInt64(turn.frames.count) - 1,
            bytes: [UInt8](turn.bytes[turn.frames[0].start..<end])))
        return true
      }
      guard let last else { return }
      nextSequence = last + 1
    }
  }
}
