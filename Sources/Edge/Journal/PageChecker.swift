import Events
package import Market
package import Numerics

/// Checks pages one after the other: each alone, and each against all before it.
///
/// What it tells of the journal is always as of the last good page.
///
/// Source: schemas/journal-format.md, sections 3 to 5.
package struct PageChecker: ~Copyable {
  /// What is known after a page.
  private struct Standing {
    var pages: UInt64 = 0
    var lastSequence: UInt64 = 0
    var at = Timestamp.zero
    var contentHead: Digest256
    var nodeHead = Digest256.zero
  }

  /// An event whose head is wanted, and what was found there.
  package struct Wanted {
    package let at: Timestamp
    package let head: Digest256
    package let endsTurn: Bool
  }

  package let identity: JournalIdentity
  private var good: Standing
  private var at: Timestamp
  private var contentAt: Timestamp
  private var instrumentsListed: UInt32
  private var newestListing: UInt64
  private let chain: ChainState
  private var texts = ByteBuffer()
  private var frames: [Frame] = []
  private let wantedSequence: UInt64?
  private var found: Wanted?

  /// - Parameter headAt: A sequence whose head_hash is wanted besides the newest.
  package init(identity: JournalIdentity, headAt: UInt64? = nil) {
    self.identity = identity
    self.wantedSequence = headAt
    let base = identity.base
    chain = base.chain()
    at = base.at
    contentAt = base.contentAt
    instrumentsListed = base.instrumentsListed
    newestListing = base.newestListing
    good = Standing(
      lastSequence: base.lastSequence, at: base.at, contentHead: chain.contentHead(),
      nodeHead: base.nodeHead)
  }

  package var pages: UInt64 { good.pages }
  package var lastSequence: UInt64 { good.lastSequence }
  package var lastAt: Timestamp { good.at }
  package var contentDigest: Digest256 { good.contentHead }
  package var nodeHead: Digest256 { good.nodeHead }
  package var headHash: Digest256 {
    ChainState.headHash(
      journal: identity.id, lastSequence: good.lastSequence, contentHead: good.contentHead,
      nodeHead: good.nodeHead)
  }
  /// Nil unless the wanted event stands in a good page.
  package var wanted: Wanted? {
    guard let wantedSequence, wantedSequence <= good.lastSequence else { return nil }
    return found
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
    guard key == good.lastSequence + 1 else { throw .gap(after: good.lastSequence, found: key) }
    guard header.atBefore == at, header.contentAtBefore == contentAt else {
      throw .disagrees(first: key, "the times before it")
    }
    let body = UnsafeRawBufferPointer(rebasing: page[PageHeader.byteCount...])
    try walk(body, header)
    try compare(header, key)
  }

  private mutating func walk(
    _ body: UnsafeRawBufferPointer, _ header: PageHeader
  ) throws(PageProblem) {
    var sequence = header.firstSequence
    var turns: UInt32 = 0
    var inputs: UInt32 = 0
    var firstAt = Timestamp.zero
    let contentBefore = chain.contentEvents
    var run = FrameRun()
    do throws(CodecFault) {
      var reader = TurnReader(body)
      while true {
        // Most turns are one quote, which is read in place. An event whose head is wanted is not.
        if sequence != wantedSequence, let quote = reader.nextQuote() {
          try note(quote)
          if turns == 0 { firstAt = at }
          turns += 1
          inputs += 1
          run.add(quote.start..<quote.end)
          if run.events == chain.roomInLink { run.flush(into: chain, body) }
          sequence += 1
          continue
        }
        guard try reader.nextTurn(into: &frames) else { break }
        let isNode = frames[0].flags.isNode
        let time = (isNode ? at : contentAt).adding(nanoseconds: frames[0].atDelta)
        guard time.isValid, time >= at else { throw .invalidTime }
        if turns == 0 { firstAt = time }
        at = time
        if !isNode { contentAt = time }
        turns += 1
        for (place, frame) in frames.enumerated() {
          try checkAlone(frame, in: body, contentsBefore: chain.contentEvents + run.events)
          if frame.flags.isInput { inputs += 1 }
          if isNode {
            run.flush(into: chain, body)
            addNode(frame, in: body, sequence)
          } else {
            run.add(frame.start..<frame.end)
            if run.events == chain.roomInLink { run.flush(into: chain, body) }
          }
          if sequence == wantedSequence {
            run.flush(into: chain, body)
            found = Wanted(
              at: time, head: chain.headHash(journal: identity.id, lastSequence: sequence),
              endsTurn: place == frames.count - 1)
          }
          sequence += 1
        }
      }
    } catch {
      throw .frame(sequence: sequence, error)
    }
    run.flush(into: chain, body)
    guard sequence - 1 == header.lastSequence else {
      throw .disagrees(first: header.firstSequence, "its count of events")
    }
    guard firstAt == header.firstAt else {
      throw .disagrees(first: header.firstSequence, "the time of its first turn")
    }
    guard turns == header.turns, inputs == header.inputs,
      chain.contentEvents - contentBefore == UInt64(header.contentEvents)
    else { throw .disagrees(first: header.firstSequence, "its counts") }
    guard turns == 1 || body.count <= PageBuilder.pageBytes else {
      throw .tooLarge(first: header.firstSequence)
    }
  }

  /// Takes the time of a turn that is one quote.
  private mutating func note(_ quote: borrowing QuoteFrame) throws(CodecFault) {
    let time = contentAt.adding(nanoseconds: quote.atDelta)
    guard time.isValid, time >= at, time.adding(nanoseconds: 0 &- quote.occurredLag).isValid else {
      throw .invalidTime
    }
    at = time
    contentAt = time
  }

  /// What one frame must be, whatever stands around it.
  private mutating func checkAlone(
    _ frame: Frame, in body: UnsafeRawBufferPointer, contentsBefore: UInt64
  ) throws(CodecFault) {
    if frame.flags.isInput {
      guard at.adding(nanoseconds: 0 &- frame.occurredLag).isValid else { throw .invalidTime }
    }
    if frame.becauseCount > 0 {
      for distance in frame.becauseDistances(in: body) where distance > contentsBefore {
        throw .badReferences
      }
    }
    _ = try frame.body(in: body, texts: &texts)
    texts.removeAll()
  }

  private mutating func addNode(
    _ frame: Frame, in body: UnsafeRawBufferPointer, _ sequence: UInt64
  ) {
    chain.addNode(
      UnsafeRawBufferPointer(rebasing: body[frame.start..<frame.end]), sequence: sequence,
      at: at.nanoseconds)
    guard frame.kind == EventKind.instrumentListed.rawValue else { return }
    instrumentsListed += 1
    newestListing = sequence
  }

  private mutating func compare(_ header: PageHeader, _ key: UInt64) throws(PageProblem) {
    guard header.lastAt == at else { throw .disagrees(first: key, "the time of its last turn") }
    guard header.instrumentsListed == instrumentsListed, header.newestListing == newestListing
    else { throw .disagrees(first: key, "its count of instruments") }
    guard header.contentEventsSoFar == chain.contentEvents,
      header.nodeEventsSoFar == chain.nodeEvents
    else { throw .disagrees(first: key, "its counts so far") }
    let contentHead = chain.contentHead()
    guard header.link == chain.link, header.contentHead == contentHead,
      header.nodeHead == chain.nodeHead
    else { throw .wrongChain(first: key) }
    good = Standing(
      pages: good.pages + 1, lastSequence: header.lastSequence, at: at, contentHead: contentHead,
      nodeHead: chain.nodeHead)
  }
}

/// Frames of content that follow one another and are not hashed yet.
private struct FrameRun {
  private var range = 0..<0
  private(set) var events: UInt64 = 0

  mutating func add(_ frame: Range<Int>) {
    range = events == 0 ? frame : range.lowerBound..<frame.upperBound
    events += 1
  }

  mutating func flush(into chain: ChainState, _ body: UnsafeRawBufferPointer) {
    if events > 0 { chain.add(UnsafeRawBufferPointer(rebasing: body[range]), events: events) }
    events = 0
  }
}
