package import Events
package import Market
import Numerics

/// Lays finished turns into pages and keeps the chains going.
///
/// A page holds whole turns up to 256 KiB of frames; one larger turn has a page of its own. Hashing is
/// done over runs of frames, not event by event.
package struct PageBuilder: ~Copyable, TurnSink {
  package static let pageBytes = 256 << 10

  private let journal: JournalID
  private let chain: ChainState
  private var lastSequence: UInt64
  private var lastAt: Timestamp
  /// Turns taken since it was made.
  package private(set) var turns: UInt64 = 0
  private var contentAt: Timestamp
  private var instrumentsListed: UInt32
  private var newestListing: UInt64

  /// Header and frames of every page that is not committed yet, one after the other.
  private var bytes = ByteBuffer(capacity: 1 << 20)
  private var closed: [(first: UInt64, range: Range<Int>)] = []
  /// What stood before the open page, which its header tells or counts from.
  private struct OpenPage {
    let start: Int
    let firstSequence: UInt64
    let firstAt: Timestamp
    let atBefore: Timestamp
    let contentAtBefore: Timestamp
    let turnsBefore: UInt64
    let contentEventsBefore: UInt64
  }

  private var page: OpenPage?
  /// Inputs in the open page.
  private var inputs: UInt32 = 0
  /// Where the frames of the open page begin.
  private var framesStart = 0
  /// Frames from here on are not hashed yet.
  private var unhashedFrom = 0
  private var unhashedEvents: UInt64 = 0
  /// Content events, those not hashed yet included, that end before the next link.
  private var roomInLink: UInt64

  /// - Parameters:
  ///   - tail: The newest page's header, nil in an empty journal.
  ///   - contentAt: `at` of the last content turn, which a header does not hold.
  package init(
    journal: JournalID, after tail: PageHeader?, contentAt: Timestamp, chain: ChainState
  ) {
    self.journal = journal
    self.chain = chain
    self.lastSequence = tail?.lastSequence ?? 0
    self.lastAt = tail?.lastAt ?? .zero
    self.instrumentsListed = tail?.instrumentsListed ?? 0
    self.newestListing = tail?.newestListing ?? 0
    self.contentAt = contentAt
    self.roomInLink = chain.roomInLink
  }

  package var isEmpty: Bool { page == nil && closed.isEmpty }

  /// Frame bytes waiting to be committed.
  package var pendingBytes: Int { bytes.count }

  package mutating func take(_ turn: borrowing TurnRecord) {
    if page != nil, bytes.count - framesStart + turn.frames.count > Self.pageBytes { closePage() }
    if page == nil { openPage(turn) }
    turns += 1
    if turn.isInput { inputs += 1 }
    if turn.isNode { hashContents() }
    let start = bytes.count
    bytes.append(turn.frames.bytes)
    if turn.isNode {
      // Only node events follow from a node event, and reducers say none: the turn is one frame.
      chain.addNode(
        UnsafeRawBufferPointer(rebasing: bytes.bytes[start...]), sequence: turn.firstSequence,
        at: turn.at.nanoseconds)
      unhashedFrom = bytes.count
      if turn.listsInstrument {
        instrumentsListed += 1
        newestListing = turn.firstSequence
      }
    } else {
      contentAt = turn.at
      unhashedEvents += UInt64(turn.eventCount)
      if unhashedEvents >= roomInLink { hashThroughLinks(turn, from: start) }
    }
    lastSequence = turn.lastSequence
    lastAt = turn.at
  }

  /// Closes the open page and hands all pages to a log, as one commit.
  ///
  /// - Parameters:
  ///   - wall: Our clock.
  ///   - state: What the reducers are behind the last turn, if a snapshot is to be kept.
  /// - Throws: `clock` and `unreadableRecord` before anything is tried; what `append` throws.
  package mutating func commit(
    to log: any EventLog, at wall: Timestamp, state: SnapshotState? = nil
  ) throws(JournalError) {
    if page != nil { closePage() }
    guard !closed.isEmpty || state != nil else { return }
    let lastDurable = closed.first.map { $0.first - 1 } ?? lastSequence
    guard wall.isValid else { throw .clock(shown: wall.text, lastDurable: lastDurable) }
    for entry in closed { seal(entry.range, committedAt: wall) }
    let all = bytes.bytes
    let pages = closed.map {
      PendingPage(firstSequence: $0.first, bytes: UnsafeRawBufferPointer(rebasing: all[$0.range]))
    }
    let kept = state.map { snapshot(of: $0, at: wall) }
    if let what = WrittenRecords.problem(of: pages, kept) {
      throw .unreadableRecord(what: what, lastDurable: lastDurable)
    }
    try log.append(pages, snapshot: kept)
    closed.removeAll(keepingCapacity: true)
    bytes.removeAll()
    unhashedFrom = 0
  }

  private func snapshot(of state: SnapshotState, at wall: Timestamp) -> PendingSnapshot {
    PendingSnapshot(
      sequence: lastSequence,
      bytes: SnapshotRecord(
        journal: journal, sequence: lastSequence, at: lastAt, rules: state.rules,
        contentHead: chain.contentHead(), nodeHead: chain.nodeHead, takenAt: wall,
        sections: state.sections
      ).encoded())
  }

  private mutating func openPage(_ turn: borrowing TurnRecord) {
    page = OpenPage(
      start: bytes.count, firstSequence: turn.firstSequence, firstAt: turn.at, atBefore: lastAt,
      contentAtBefore: contentAt, turnsBefore: turns, contentEventsBefore: chain.contentEvents)
    inputs = 0
    // The header's place; what stands there is known when the page is closed.
    bytes.append(zeros: PageHeader.byteCount)
    framesStart = bytes.count
    unhashedFrom = bytes.count
  }

  /// Hashes up to every link that ends inside a content turn, which is counted as unhashed already.
  private mutating func hashThroughLinks(_ turn: borrowing TurnRecord, from start: Int) {
    unhashedEvents -= UInt64(turn.eventCount)
    var offset = start
    for _ in 0..<turn.eventCount {
      var reader = ByteReader(bytes.bytes, offset..<bytes.count)
      let length = Int(reader.varint())
      offset = reader.offset + length
      unhashedEvents += 1
      if unhashedEvents == roomInLink { hashContents(to: offset) }
    }
  }

  private mutating func hashContents(to end: Int? = nil) {
    let end = end ?? bytes.count
    if unhashedEvents > 0 {
      chain.add(
        UnsafeRawBufferPointer(rebasing: bytes.bytes[unhashedFrom..<end]),
        events: unhashedEvents)
      roomInLink = chain.roomInLink
    }
    unhashedEvents = 0
    unhashedFrom = end
  }

  private mutating func closePage() {
    hashContents()
    guard let page else { return }
    let header = PageHeader(
      journal: journal, firstSequence: page.firstSequence, lastSequence: lastSequence,
      firstAt: page.firstAt, lastAt: lastAt, atBefore: page.atBefore,
      contentAtBefore: page.contentAtBefore, turns: UInt32(turns - page.turnsBefore),
      inputs: inputs, contentEvents: UInt32(chain.contentEvents - page.contentEventsBefore),
      instrumentsListed: instrumentsListed, contentEventsSoFar: chain.contentEvents,
      nodeEventsSoFar: chain.nodeEvents, newestListing: newestListing, link: chain.link,
      contentHead: chain.contentHead(), nodeHead: chain.nodeHead, committedAt: .zero,
      frameBytes: UInt32(bytes.count - framesStart))
    bytes.overwrite(at: page.start) { header.write(to: &$0) }
    closed.append((header.firstSequence, page.start..<bytes.count))
    self.page = nil
    unhashedFrom = bytes.count
  }

  /// Writes commit time and CRC, the last two things a page needs.
  private mutating func seal(_ range: Range<Int>, committedAt wall: Timestamp) {
    bytes.overwrite(at: range.lowerBound + 208) { $0.append(wall) }
    let crc = PageHeader.checksum(of: UnsafeRawBufferPointer(rebasing: bytes.bytes[range]))
    bytes.overwrite(at: range.lowerBound + 220) { $0.append(fixed32: crc) }
  }
}
