import Events
import Journal

/// A page and its key.
struct Page: Equatable {
  var key: UInt64
  var bytes: [UInt8]

  init(key: UInt64, bytes: [UInt8]) {
    self.key = key
    self.bytes = bytes
  }

  init(_ found: (key: UInt64, bytes: [UInt8])) { self.init(key: found.key, bytes: found.bytes) }

  /// What a log looks at, key and last sequence, before bytes that no other page has.
  init(events: ClosedRange<UInt64>, frameBytes: Int) {
    var buffer = ByteBuffer()
    for _ in 0..<4 { buffer.append(fixed64: 0) }
    buffer.append(fixed64: events.upperBound)
    let seed = events.lowerBound &* 0x9E37_79B9_7F4A_7C15
    for place in 5..<UInt64(28 + (frameBytes + 7) / 8) { buffer.append(fixed64: seed ^ place) }
    buffer.truncate(to: PageHeader.byteCount + frameBytes)
    self.init(key: events.lowerBound, bytes: [UInt8](buffer.bytes))
  }

  var header: PageHeader {
    get throws { try bytes.withUnsafeBytes { try PageHeader(page: $0) } }
  }
}

extension EventLog {
  /// Every page from the one that holds a sequence on.
  func pages(from sequence: UInt64 = 1) throws -> [Page] {
    var pages: [Page] = []
    try forEachPage(from: sequence) { key, bytes in
      pages.append(Page(key: key, bytes: [UInt8](bytes)))
      return true
    }
    return pages
  }

  /// Appends pages as they are, in one commit.
  func append(_ pages: [Page]) throws(JournalError) {
    var all = ByteBuffer()
    for page in pages { all.append(page.bytes) }
    var pending: [PendingPage] = []
    var start = 0
    for page in pages {
      let bytes = UnsafeRawBufferPointer(rebasing: all.bytes[start..<start + page.bytes.count])
      pending.append(PendingPage(firstSequence: page.key, bytes: bytes))
      start += page.bytes.count
    }
    try append(pending)
  }
}
