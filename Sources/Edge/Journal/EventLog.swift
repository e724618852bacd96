import Events

/// One page on its way into a log.
package struct PendingPage {
  package let firstSequence: UInt64
  /// Header and frames; valid during the call. 224 bytes at least.
  package let bytes: UnsafeRawBufferPointer

  /// As its header says.
  package var lastSequence: UInt64 { PageHeader.lastSequence(of: bytes) }

  package init(firstSequence: UInt64, bytes: UnsafeRawBufferPointer) {
    self.firstSequence = firstSequence
    self.bytes = bytes
  }
}

/// An ordered store of pages: the only truth.
///
/// One thread writes, the turn thread; any may read. Every conformer passes the same contract suite
/// (`EventLogContractTests`).
package protocol EventLog: AnyObject, Sendable {
  var identity: JournalIdentity { get }

  /// Appends pages as one transaction: all of them are durable when it returns, or none is there.
  ///
  /// - Throws: `outOfOrder`, when a page does not begin behind the last event: nothing was tried.
  ///   `writeFailed`; the log takes nothing more after that.
  func append(_ pages: [PendingPage]) throws(JournalError)

  /// Calls `body` with every page from the one that holds `sequence` on, in order, until it returns
  /// false. Behind the last event that is the newest page. What is appended meanwhile may or may not
  /// be seen.
  func forEachPage(
    from sequence: UInt64, _ body: (_ key: UInt64, _ page: UnsafeRawBufferPointer) throws -> Bool
  ) throws

  /// A copy of the page that holds a sequence, or of the newest page behind the last event. Nil in an
  /// empty journal and for sequence 0.
  func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])?

  func close()
}

extension EventLog {
  /// Refuses pages that do not continue each other behind `last`.
  ///
  /// - Returns: The last sequence of the last page.
  func continuing(
    _ last: UInt64, with pages: [PendingPage]
  ) throws(JournalError) -> UInt64 {
    var last = last
    for page in pages {
      guard page.firstSequence == last + 1, page.lastSequence >= page.firstSequence else {
        throw .outOfOrder(expected: last + 1, found: page.firstSequence)
      }
      last = page.lastSequence
    }
    return last
  }

  /// The newest page, nil in an empty journal.
  package func newestPage() throws(JournalError) -> (key: UInt64, bytes: [UInt8])? {
    try page(holding: .max)
  }
}
