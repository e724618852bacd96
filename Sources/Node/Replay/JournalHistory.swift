package import Events
package import Journal
package import Market
package import Numerics
import Turns

/// What a journal says of itself: its openings, instruments, feeds and how far each was read.
package struct JournalHistory: Sendable {
  package struct Opening: Sendable {
    package internal(set) var sequence: UInt64
    package internal(set) var number: Int64
    package internal(set) var rulesVersion: Int64
    package internal(set) var codeVersion: String
    package internal(set) var barSeconds: Int64
    package internal(set) var candleSource: CandleSource
    package internal(set) var wallClock: Timestamp
  }

  package struct Feed: Sendable {
    package internal(set) var source: UInt16
    package internal(set) var instrument: InstrumentID
    package internal(set) var size: Int64
    package internal(set) var head: Digest256
    package internal(set) var path: String
    /// Last place taken: of rows of ticks one each, of rows of candles three each.
    package internal(set) var position: Int64
    /// Which prices its candles are made of, nil for ticks.
    package internal(set) var side: PriceSide?
    /// SHA-256 of the whole file, once it was read to its end; nil before, and in journals that did not
    /// record it.
    package internal(set) var whole: Digest256?
    /// Whether its lines are commands, of no instrument.
    package internal(set) var isCommands = false
    /// Whether its candles are of before the run.
    package internal(set) var isPriming = false

    /// Rows begun: how many were taken, or are being taken.
    package var rows: Int64 { row(of: position) }

    /// The file's own row, from 1, that stands at a place: the header and blank lines are no rows.
    package func row(of place: Int64) -> Int64 {
      side == nil ? place : place / 3 + (place % 3 > 0 ? 1 : 0)
    }
  }

  package internal(set) var openings: [Opening] = []
  package internal(set) var instruments: [Instrument] = []
  package internal(set) var feeds: [Feed] = []
  /// Facts taken from feeds.
  package internal(set) var inputs: Int64 = 0
  /// Rows and quotes refused.
  package internal(set) var rejected: Int64 = 0
  package internal(set) var turns: Int64 = 0
  package internal(set) var events: Int64 = 0
  package internal(set) var lastStop: RunStopped?
  /// Of the newest settings; nil where none were applied.
  package internal(set) var configurationHash: Digest256?
  /// The version of the section that it is read from or written as.
  var sectionVersion = Self.sectionVersion
  /// Whether the newest settings let the evaluator's gate bind nothing (`EVAL_ENFORCE=0`).
  package internal(set) var isGateAdvisory = false

  package init() {}

  /// Reads the whole of a journal's own account of itself; a child goes on with that of its parents.
  package static func read(_ log: any EventLog, path: String) throws -> JournalHistory {
    var history = try BaseState.history(of: log, path: path)
    try JournalWalk.turns(of: log, path: path) { turn in
      try history.note(turn.frames, in: turn.bytes, firstSequence: turn.firstSequence)
      return true
    }
    return history
  }

  /// Reads only what the node itself said: openings, instruments, feeds, the last stop and how many
  /// events there are. Inputs, turns, refusals and places in feeds are not counted.
  ///
  /// The headers of pages tell how many events of the node there were so far, so the pages that hold
  /// one are found without reading the others.
  package static func readNodeEvents(_ log: any EventLog, path: String) throws -> JournalHistory {
    var history = try BaseState.history(of: log, path: path)
    guard let newest = try log.newestPage() else { return history }
    let last = try JournalWalk.header(holding: newest.key, of: log, path: path)
    var next = log.identity.base.lastSequence + 1
    let first = try JournalWalk.header(holding: next, of: log, path: path)
    var noted = first.nodeEventsSoFar - first.nodeEvents
    while noted < last.nodeEventsSoFar {
      let page = try nextNodePage(in: log, path: path, from: next, to: last, after: noted)
      try JournalWalk.turns(of: log, path: path, from: page.firstSequence) { turn in
        guard turn.firstSequence <= page.lastSequence else { return false }
        if turn.frames[0].flags.isNode {
          try history.noteNode(turn.frames[0], in: turn.bytes, turn.firstSequence)
        }
        return true
      }
      noted = page.nodeEventsSoFar
      next = page.lastSequence + 1
    }
    history.events = Int64(last.lastSequence)
    return history
  }

  /// The first page behind which there are more events of the node than `noted`.
  private static func nextNodePage(
    in log: any EventLog, path: String, from first: UInt64, to last: PageHeader, after noted: UInt64
  ) throws -> PageHeader {
    var (low, high) = (first, last.firstSequence)
    var found = last
    while low < high {
      let page = try JournalWalk.header(holding: low + (high - low) / 2, of: log, path: path)
      if page.nodeEventsSoFar > noted {
        found = page
        high = page.firstSequence
      } else {
        low = page.lastSequence + 1
      }
    }
    return found
  }

  /// Notes one recorded turn.
  package mutating func note(
    _ frames: [Frame], in bytes: UnsafeRawBufferPointer, firstSequence: UInt64
  ) throws(CodecFault) {
    turns += 1
    events += Int64(frames.count)
    let first = frames[0]
    if first.flags.isNode { return try noteNode(first, in: bytes, firstSequence) }
    if first.flags.isInput {
      inputs += 1
      let index = Int(first.source) - 1
      if index >= 0, index < feeds.count {
        feeds[index].position = max(feeds[index].position, first.position)
      }
    }
    for frame in frames {
      guard let kind = EventKind(rawValue: frame.kind) else { continue }
      if kind.isRefusal || kind == .rowRejected || kind == .commandUnreadable { rejected += 1 }
    }
  }

  /// Takes over what a replay counted besides the node's own events.
  mutating func adopt(_ counts: ReplayCounts) {
    turns = Int64(counts.turns)
    events = Int64(counts.events)
    inputs = Int64(counts.inputs)
    rejected = Int64(counts.rejected)
    for index in feeds.indices where Int(feeds[index].source) < counts.positions.count {
      feeds[index].position = max(feeds[index].position, counts.positions[Int(feeds[index].source)])
    }
  }

  /// Notes an opening, a listing, a feed or a stop.
  mutating func noteNode(
    _ frame: Frame, in bytes: UnsafeRawBufferPointer, _ sequence: UInt64
  ) throws(CodecFault) {
    var arena = ByteBuffer()
    noteNode(try frame.body(in: bytes, arena: &arena), arena, sequence)
  }

  /// Notes an opening, a listing, a feed or a stop.
  mutating func noteNode(
    _ body: EventBody, _ arena: borrowing ByteBuffer, _ sequence: UInt64
  ) {
    switch body {
    case .runStarted(let place):
      let start = arena[place]
      openings.append(
        Opening(
          sequence: sequence, number: start.opening, rulesVersion: start.rulesVersion,
          codeVersion: string(start.codeVersion, arena), barSeconds: start.barSeconds,
          candleSource: start.candleSource, wallClock: start.wallClock))
      lastStop = nil
    case .runStopped(let stop): lastStop = stop
    case .instrumentListed(let listing):
      instruments.append(Instrument(name: string(listing.name, arena), digits: Int(listing.digits)))
    case .feedOpened(let opened): note(opened, path: string(opened.path, arena))
    case .commandsOpened(let opened): note(opened, path: string(opened.path, arena))
    case .feedEnded(let ended):
      if let index = feeds.firstIndex(where: { Int64($0.source) == ended.feed }) {
        feeds[index].whole = ended.sha256
      }
    case .configurationApplied(let place):
      configurationHash = arena[place].configurationHash
      isGateAdvisory = arena[place].evalEnforce == false
    default: break
    }
  }

  private mutating func note(_ opened: CommandsOpened, path: String) {
    let index = Int(opened.source) - 1
    if index >= 0, index < feeds.count {
      feeds[index].path = path
    } else if index == feeds.count {
      var feed = Feed(
        source: UInt16(truncatingIfNeeded: opened.source), instrument: InstrumentID(0),
        size: opened.size, head: opened.head, path: path, position: opened.position, side: nil)
      feed.isCommands = true
      feeds.append(feed)
    }
  }

  private mutating func note(_ opened: FeedOpened, path: String) {
    let index = Int(opened.feed) - 1
    if index >= 0, index < feeds.count {
      feeds[index].path = path
    } else if index == feeds.count {
      var feed = Feed(
        source: UInt16(truncatingIfNeeded: opened.feed), instrument: opened.instrument,
        size: opened.size, head: opened.head, path: path, position: opened.position,
        side: opened.side)
      feed.isPriming = opened.priming == true
      feeds.append(feed)
    }
  }

  private func string(_ text: Text, _ arena: borrowing ByteBuffer) -> String {
    String(decoding: arena[text], as: UTF8.self)
  }

  /// Which row of its source an input was, as people name it.
  package func row(of position: Int64, in source: UInt16) -> Int64 {
    feeds.first { $0.source == source }?.row(of: position) ?? position
  }

  /// An instrument's name, or its number where none was listed.
  package func name(of instrument: InstrumentID) -> String {
    instrument.index < instruments.count
      ? instruments[instrument.index].name : "#\(instrument.number)"
  }
}
