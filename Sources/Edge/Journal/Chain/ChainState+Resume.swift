import Events
package import Market

extension ChainState {
  /// The chain behind a log's newest page, and that page's header: behind the base where there is no
  /// page, and nil in an empty log that has none.
  ///
  /// Reads back the pages that hold the contents since the last link: at most 1,023 events.
  package static func resume(
    _ log: any EventLog
  ) throws(JournalError) -> (chain: ChainState, tail: PageHeader?) {
    let base = log.identity.base
    guard let newest = try log.newestPage() else {
      return (ChainState(at: base), base.isNone ? nil : base.header(in: log.identity.id))
    }
    let tail = try header(of: newest)
    let contents = try contentsSinceLink(log, newest, tail)
    let chain = contents.withUnsafeBytes { ChainState(after: tail, contents: [$0]) }
    return (chain, tail)
  }

  /// The contents since the last link, one frame after the other.
  static func contentsSinceLink(
    _ log: any EventLog, _ newest: (key: UInt64, bytes: [UInt8]), _ tail: PageHeader
  ) throws(JournalError) -> [UInt8] {
    let base = log.identity.base
    var pages = [newest]
    let wanted = Int(tail.contentEventsSoFar % contentsPerLink)
    var held = Int(tail.contentEvents)
    while held < wanted, let first = pages.last?.key, first > base.lastSequence + 1,
      let earlier = try log.page(holding: first - 1)
    {
      held += Int(try header(of: earlier).contentEvents)
      pages.append(earlier)
    }
    var bytes = ByteBuffer(capacity: pages.reduce(0) { $0 + $1.bytes.count })
    for page in pages.reversed() { bytes.append(page.bytes) }
    let found = try frames(of: pages.reversed(), in: bytes.bytes).suffix(wanted)
    // What is still missing stands before the base, where no link ended since.
    var contents = found.count < wanted ? base.contents : []
    for frame in found { contents += bytes.bytes[frame] }
    return contents
  }

  fileprivate static func header(
    of page: (key: UInt64, bytes: [UInt8])
  ) throws(JournalError) -> PageHeader {
    var buffer = ByteBuffer(capacity: page.bytes.count)
    buffer.append(page.bytes)
    do throws(PageFault) {
      return try PageHeader(page: buffer.bytes)
    } catch {
      throw .damaged(
        path: "(open)", what: PageProblem.page(first: page.key, error).description,
        goodThrough: page.key - 1)
    }
  }

  /// Where the content frames of consecutive pages stand.
  private static func frames(
    of pages: [(key: UInt64, bytes: [UInt8])], in bytes: UnsafeRawBufferPointer
  ) throws(JournalError) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    for page in pages {
      let end = start + page.bytes.count
      var offset = start + PageHeader.byteCount
      while offset < end {
        do throws(CodecFault) {
          let frame = try Frame.parse(bytes, at: offset, end: end)
          if !frame.flags.isNode { found.append(offset..<frame.end) }
          offset = frame.end
        } catch {
          throw .damaged(
            path: "(open)", what: "the page at event \(page.key) cannot be read: \(error)",
            goodThrough: page.key - 1)
        }
      }
      start = end
    }
    return found
  }
}

extension JournalOrigin {
  /// Behind the last event of a journal.
  ///
  /// - Parameters:
  ///   - folder: Where the journal is.
  ///   - contentAt: `at` of its last content turn, which no page holds.
  package init(
    behind log: any EventLog, folder: String, contentAt: Timestamp
  ) throws(JournalError) {
    guard let newest = try log.newestPage() else { throw .nothingToCopy(path: folder) }
    let tail = try ChainState.header(of: newest)
    self.init(
      parent: log.identity.id, folder: folder, lastSequence: tail.lastSequence, at: tail.lastAt,
      contentAt: contentAt, contentEvents: tail.contentEventsSoFar,
      nodeEvents: tail.nodeEventsSoFar, instrumentsListed: tail.instrumentsListed,
      newestListing: tail.newestListing, link: tail.link, nodeHead: tail.nodeHead,
      contents: try ChainState.contentsSinceLink(log, newest, tail))
  }
}
