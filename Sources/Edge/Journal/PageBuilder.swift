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
  /// What the header of the open page will say of its turns; plain numbers, counted at every turn.
  private struct OpenPage {
    let firstSequence: UInt64
    let firstAt: Timestamp
    let atBefore: Timestamp
    let contentAtBefore: Timestamp
    var turns: UInt32 = 0
    var inputs: UInt32 = 0
    var contentEvents: UInt32 = 0
    var frameBytes = 0
  }

  private var page: OpenPage?
  private var pageStart = 0
  /// Frames from here on are not hashed yet.
  private var unhashedFrom = 0
  private var unhashedEvents: UInt64 = 0

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
  }

  package var isEmpty: Bool { page == nil && closed.isEmpty }

  /// Frame bytes waiting to be committed.
  package var pendingBytes: Int { bytes.count }

  package mutating func take(_ turn: borrowing TurnRecord) {
    if let open = page?.frameBytes, open + turn.frames.count > Self.pageBytes { closePage() }
    if page == nil { openPage(turn) }
    turns += 1
    if turn.isNode { hashContents() }
    let start = bytes.count
    bytes.append(turn.frames.bytes)
    page?.turns += 1
    page?.inputs += turn.isInput ? 1 : 0
    page?.frameBytes += turn.frames.count
    if turn.isNode {
      // Only node events follow from a node event, and rooms say none: the turn is one frame.
      chain.addNode(
        UnsafeRawBufferPointer(rebasing: bytes.bytes[start...]), sequence: turn.firstSequence,
        at: turn.at.nanoseconds)
      unhashedFrom = bytes.count
      if turn.listsInstrument {
        instrumentsListed += 1
        newestListing = turn.firstSequence
      }
    } else {
      page?.contentEvents += UInt32(turn.eventCount)
      contentAt = turn.at
      addContents(turn, from: start)
    }
    lastSequence = turn.lastSequence
    lastAt = turn.at
  }

  /// Closes the open page and hands all pages to a log, as one commit.
  ///
  /// - Parameter state: What the rooms are behind the last turn, if a snapshot is to be kept.
  package mutating func commit(
    to log: any EventLog, at wall: Timestamp, state: SnapshotState? = nil
  ) throws(JournalError) {
    if page != nil { closePage() }
    guard !closed.isEmpty || state != nil else { return }
    for entry in closed { seal(entry.range, committedAt: wall) }
    let all = bytes.bytes
    try log.append(
      closed.map {
        PendingPage(firstSequence: $0.first, bytes: UnsafeRawBufferPointer(rebasing: all[$0.range]))
      }, snapshot: state.map { snapshot(of: $0, at: wall) })
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
      firstSequence: turn.firstSequence, firstAt: turn.at, atBefore: lastAt,
      contentAtBefore: contentAt)
    pageStart = bytes.count
    // The header's place; what stands there is known when the page is closed.
    bytes.append([UInt8](repeating: 0, count: PageHeader.byteCount))
    unhashedFrom = bytes.count
  }

  /// Notes a content turn for hashing, and hashes where a link ends inside it.
  private mutating func addContents(_ turn: borrowing TurnRecord, from start: Int) {
    guard unhashedEvents + UInt64(turn.eventCount) >= chain.roomInLink else {
      unhashedEvents += UInt64(turn.eventCount)
      return
    }
    var offset = start
    for _ in 0..<turn.eventCount {
      var reader = ByteReader(bytes.bytes, offset..<bytes.count)
      let length = Int(reader.varint())
      offset = reader.offset + length
      unhashedEvents += 1
      if unhashedEvents == chain.roomInLink { hashContents(to: offset) }
    }
  }

  private mutating func hashContents(to end: Int? = nil) {
    let end = end ?? bytes.count
    if unhashedEvents > 0 {
      chain.add(
        UnsafeRawBufferPointer(rebasing: bytes.bytes[unhashedFrom..<end]),
        events: unhashedEvents)
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
      contentAtBefore: page.contentAtBefore, turns: page.turns, inputs: page.inputs,
      contentEvents: page.contentEvents, instrumentsListed: instrumentsListed,
      contentEventsSoFar: chain.contentEvents, nodeEventsSoFar: chain.nodeEvents,
      newestListing: newestListing, link: chain.link, contentHead: chain.contentHead(),
      nodeHead: chain.nodeHead, committedAt: .zero, frameBytes: UInt32(page.frameBytes))
    var written = ByteBuffer(capacity: PageHeader.byteCount)
    header.write(to: &written)
    bytes.replace(at: pageStart, with: [UInt8](written.bytes))
    closed.append((header.firstSequence, pageStart..<bytes.count))
    self.page = nil
    unhashedFrom = bytes.count
  }

  /// Writes commit time and CRC, the last two things a page needs.
  private mutating func seal(_ range: Range<Int>, committedAt wall: Timestamp) {
    var stamp = ByteBuffer(capacity: 64)
    stamp.append(wall)
    bytes.replace(at: range.lowerBound + 208, with: [UInt8](stamp.bytes))
    let crc = PageHeader.checksum(of: UnsafeRawBufferPointer(rebasing: bytes.bytes[range]))
    var checksum = ByteBuffer(capacity: 64)
    checksum.append(fixed32: crc)
    bytes.replace(at: range.lowerBound + 220, with: [UInt8](checksum.bytes))
  }
}
