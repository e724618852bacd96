package import Events
package import Market
package import Numerics

/// Checks pages one after the other: each alone, and each against all before it.
///
/// Source: schemas/journal-format.md, sections 3 to 5.
package struct PageChecker: ~Copyable {
  package let identity: JournalIdentity
  package private(set) var pages: UInt64 = 0
  package private(set) var lastSequence: UInt64 = 0
  package private(set) var at = Timestamp.zero
  private var contentAt = Timestamp.zero
  private var instrumentsListed: UInt32 = 0
  private var newestListing: UInt64 = 0
  private let chain = ChainState()
  private var texts = ByteBuffer()
  private var frames: [Frame] = []
  /// A place at which the head is wanted, and the head there.
  private let wantedSequence: UInt64?
  package private(set) var wanted: (at: Timestamp, head: Digest256, endsTurn: Bool)?

  /// - Parameter headAt: A sequence whose head_hash is wanted besides the newest.
  package init(identity: JournalIdentity, headAt: UInt64? = nil) {
    self.identity = identity
    self.wantedSequence = headAt
  }

  package var contentDigest: Digest256 { chain.contentHead() }
  package var headHash: Digest256 {
    chain.headHash(journal: identity.id, lastSequence: lastSequence)
  }

  /// Checks the next page.
  package mutating func check(
    key: UInt64, _ page: UnsafeRawBufferPointer
  ) throws(PageProblem) {
    let header: PageHeader
    do throws(PageFault) {
      header = try PageHeader(page: page)
    } catch {
      throw .page(first: key, error)
    }
    guard header.journal == identity.id else { throw .otherJournal(first: key) }
    guard header.firstSequence == key else { throw .wrongKey(key, header.firstSequence) }
    guard key == lastSequence + 1 else { throw .gap(after: lastSequence, found: key) }
    guard header.atBefore == at, header.contentAtBefore == contentAt else {
      throw .disagrees(first: key, "the times before it")
    }
    let body = UnsafeRawBufferPointer(rebasing: page[PageHeader.byteCount...])
    try walk(body, header)
    try compare(header, key)
    pages += 1
  }

  private mutating func walk(
    _ body: UnsafeRawBufferPointer, _ header: PageHeader
  ) throws(PageProblem) {
    var sequence = header.firstSequence
    var turns: UInt32 = 0
    var inputs: UInt32 = 0
    let contentBefore = chain.contentEvents
    var run = 0..<0
    var runEvents: UInt64 = 0
    do throws(CodecFault) {
      var reader = try TurnReader(body)
      while try reader.nextTurn(into: &frames) {
        let isNode = frames[0].flags.contains(.node)
        let time = (isNode ? at : contentAt).adding(nanoseconds: frames[0].atDelta)
        guard time.isValid, time >= at else { throw .invalidTime }
        if turns == 0, time != header.firstAt { throw .invalidTime }
        at = time
        if !isNode { contentAt = time }
        turns += 1
        for (place, frame) in frames.enumerated() {
          if frame.flags.contains(.input) {
            inputs += 1
            let stamp = Timestamp(nanoseconds: time.nanoseconds &- frame.occurredLag)
            guard stamp.isValid else { throw .invalidTime }
          }
          _ = try frame.body(in: body, texts: &texts)
          texts.removeAll()
          if isNode {
            flush(&run, &runEvents, body)
            chain.addNode(
              UnsafeRawBufferPointer(rebasing: body[frame.start..<frame.end]), sequence: sequence,
              at: time.nanoseconds)
            if frame.kind == EventKind.instrumentListed.rawValue {
              instrumentsListed += 1
              newestListing = sequence
            }
          } else {
            let own = chain.contentEvents + runEvents + 1
            for distance in frame.becauseCount > 0 ? frame.becauseDistances(in: body) : [] {
              guard distance < own else { throw .badReferences }
            }
            run = runEvents == 0 ? frame.start..<frame.end : run.lowerBound..<frame.end
            runEvents += 1
            if runEvents == chain.roomInLink || sequence == wantedSequence {
              flush(&run, &runEvents, body)
            }
          }
          if sequence == wantedSequence {
            wanted = (
              time, chain.headHash(journal: identity.id, lastSequence: sequence),
              place == frames.count - 1
            )
          }
          sequence += 1
        }
      }
    } catch {
      throw .frame(sequence: sequence, error)
    }
    flush(&run, &runEvents, body)
    guard sequence == header.lastSequence + 1 else {
      throw .disagrees(first: header.firstSequence, "its count of events")
    }
    guard turns == header.turns, inputs == header.inputs,
      chain.contentEvents - contentBefore == UInt64(header.contentEvents)
    else { throw .disagrees(first: header.firstSequence, "its counts") }
  }

  private func flush(
    _ run: inout Range<Int>, _ events: inout UInt64, _ body: UnsafeRawBufferPointer
  ) {
    if events > 0 { chain.add(UnsafeRawBufferPointer(rebasing: body[run]), events: events) }
    events = 0
  }

  private mutating func compare(_ header: PageHeader, _ key: UInt64) throws(PageProblem) {
    guard header.lastAt == at else { throw .disagrees(first: key, "the time of its last turn") }
    guard header.instrumentsListed == instrumentsListed, header.newestListing == newestListing
    else { throw .disagrees(first: key, "its count of instruments") }
    guard header.contentEventsSoFar == chain.contentEvents,
      header.nodeEventsSoFar == chain.nodeEvents
    else { throw .disagrees(first: key, "its counts so far") }
    guard header.link == chain.link, header.contentHead == contentDigest,
      header.nodeHead == chain.nodeHead
    else { throw .wrongChain(first: key) }
    lastSequence = header.lastSequence
  }
}

/// What is wrong with a page at its place in the journal.
package enum PageProblem: Error, Equatable, Sendable {
  case page(first: UInt64, PageFault)
  case otherJournal(first: UInt64)
  case wrongKey(UInt64, UInt64)
  case gap(after: UInt64, found: UInt64)
  case disagrees(first: UInt64, String)
  case wrongChain(first: UInt64)
  case frame(sequence: UInt64, CodecFault)
}

extension PageProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .page(let first, let fault):
      switch fault {
      case .tooShort: "the page at event \(first) is too short"
      case .wrongMagic: "the page at event \(first) does not begin as a page does"
      case .wrongChecksum: "the page at event \(first) has a wrong checksum"
      case .newerFormat(let format): "the page at event \(first) has the newer format \(format)"
      case .wrongHeader: "the header of the page at event \(first) contradicts itself"
      }
    case .otherJournal(let first): "the page at event \(first) belongs to another journal"
    case .wrongKey(let key, let first): "the page filed under event \(key) begins at event \(first)"
    case .gap(let after, let found):
      "event \(after + 1) is missing: the next page begins at \(found)"
    case .disagrees(let first, let what): "the page at event \(first) disagrees about \(what)"
    case .wrongChain(let first): "the hash chain breaks in the page at event \(first)"
    case .frame(let sequence, let fault): "event \(sequence) cannot be read: \(fault)"
    }
  }

  /// Whether a newer program could read it, so that this one cannot find out.
  package var isNewer: Bool {
    switch self {
    case .page(_, .newerFormat): true
    case .frame(_, let fault): fault.isNewer
    default: false
    }
  }
}
