import Events

extension ChainState {
  /// The chain behind a log's newest page, nil header in an empty log.
  ///
  /// Reads back the pages that hold the contents since the last link: at most 1,023 events.
  package static func resume(
    _ log: any EventLog
  ) throws(JournalError) -> (chain: ChainState, tail: PageHeader?) {
    guard let newest = try log.newestPage() else { return (ChainState(), nil) }
    var pages = [newest]
    let tail = try header(of: newest)
    let wanted = Int(tail.contentEventsSoFar % contentsPerLink)
    var held = Int(tail.contentEvents)
    while held < wanted, let first = pages.last?.key, first > 1,
      let earlier = try log.page(holding: first - 1)
    {
      held += Int(try header(of: earlier).contentEvents)
      pages.append(earlier)
    }
    var bytes = ByteBuffer(capacity: pages.reduce(0) { $0 + $1.bytes.count })
    for page in pages.reversed() { bytes.append(page.bytes) }
    let contents = try frames(of: pages.reversed(), in: bytes.bytes).suffix(wanted)
    return (
      ChainState(
        after: tail, contents: contents.map { UnsafeRawBufferPointer(rebasing: bytes.bytes[$0]) }),
      tail
    )
  }

  private static func header(
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
