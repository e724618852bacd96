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
  private var arena = ByteBuffer()
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

  /// What a page is found to hold, as it is walked.
  private struct Walk {
    var reader: TurnReader
    var sequence: UInt64
    var turns: UInt32 = 0
    var inputs: UInt32 = 0
    var firstAt = Timestamp.zero
    var run: FrameRun
  }

  private mutating func walk(
    _ body: UnsafeRawBufferPointer, _ header: PageHeader
  ) throws(PageProblem) {
    var page = Walk(
      reader: TurnReader(body), sequence: header.firstSequence, run: FrameRun(for: chain))
    let contentBefore = chain.contentEvents
    do throws(CodecFault) {
      repeat { try passQuotes(&page, body) } while try passTurn(&page, body)
    } catch {
      throw .frame(sequence: page.sequence, error)
    }
    page.run.flush(body)
    guard page.sequence - 1 == header.lastSequence else {
      throw .disagrees(first: header.firstSequence, "its count of events")
    }
    guard page.firstAt == header.firstAt else {
      throw .disagrees(first: header.firstSequence, "the time of its first turn")
    }
    guard page.turns == header.turns, page.inputs == header.inputs,
      chain.contentEvents - contentBefore == UInt64(header.contentEvents)
    else { throw .disagrees(first: header.firstSequence, "its counts") }
    guard page.turns == 1 || body.count <= PageBuilder.pageBytes else {
      throw .tooLarge(first: header.firstSequence)
    }
  }

  /// Passes turns of one quote, read in place: most turns are. A function of its own, so that the compiler
  /// lays the reading of a quote into its loop.
  private mutating func passQuotes(
    _ page: inout Walk, _ body: UnsafeRawBufferPointer
  ) throws(CodecFault) {
    // An event whose head is wanted goes the general way.
    while page.sequence != wantedSequence, let quote = page.reader.nextQuote() {
      let time = contentAt.adding(nanoseconds: quote.atDelta)
      guard time.isValid, time >= at, time.adding(nanoseconds: 0 &- quote.occurredLag).isValid
      else { throw .invalidTime }
      at = time
      contentAt = time
      if page.turns == 0 { page.firstAt = time }
      page.turns += 1
      page.inputs += 1
      page.run.add(quote.start..<quote.end, of: body)
      page.sequence += 1
    }
  }

  /// Passes the next turn, whatever it is.
  ///
  /// - Returns: False at the end of the page.
  private mutating func passTurn(
    _ page: inout Walk, _ body: UnsafeRawBufferPointer
  ) throws(CodecFault) -> Bool {
    guard try page.reader.nextTurn(into: &frames) else { return false }
    let isNode = frames[0].flags.isNode
    let time = (isNode ? at : contentAt).adding(nanoseconds: frames[0].atDelta)
    guard time.isValid, time >= at else { throw .invalidTime }
    if page.turns == 0 { page.firstAt = time }
    at = time
    if !isNode { contentAt = time }
    page.turns += 1
    for place in frames.indices {
      let frame = frames[place]
      try checkAlone(frame, in: body, contentsBefore: chain.contentEvents + page.run.events)
      if frame.flags.isInput { page.inputs += 1 }
      if isNode {
        page.run.flush(body)
        addNode(frame, in: body, page.sequence)
      } else {
        page.run.add(frame.start..<frame.end, of: body)
      }
      if page.sequence == wantedSequence {
        page.run.flush(body)
        found = Wanted(
          at: time, head: chain.headHash(journal: identity.id, lastSequence: page.sequence),
          endsTurn: place == frames.count - 1)
      }
      page.sequence += 1
    }
    return true
  }

  /// What one frame must be, whatever stands around it.
  private mutating func checkAlone(
    _ frame: Frame, in body: UnsafeRawBufferPointer, contentsBefore: UInt64
  ) throws(CodecFault) {
    if frame.flags.isInput {
      guard at.adding(nanoseconds: 0 &- frame.occurredLag).isValid else { throw .invalidTime }
    }
    guard frame.farthestFact(in: body) <= contentsBefore else { throw .badReferences }
    _ = try frame.body(in: body, arena: &arena)
    arena.removeAll()
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
