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

/// A snapshot on its way into a log.
package struct PendingSnapshot {
  /// The last event it has applied.
  package let sequence: UInt64
  package let bytes: [UInt8]

  package init(sequence: UInt64, bytes: [UInt8]) {
    self.sequence = sequence
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
  /// - Parameter snapshot: One taken behind the last of these pages, kept in the same transaction
  ///   with the two before it and that of a child's base.
  /// - Throws: `outOfOrder`, when a page does not begin behind the last event: nothing was tried.
  ///   `writeFailed`; the log takes nothing more after that.
  func append(_ pages: [PendingPage], snapshot: PendingSnapshot?) throws(JournalError)

  /// Calls `body` with every page from the one that holds `sequence` on, in order, until it returns
  /// false. Behind the last event that is the newest page. What is appended meanwhile may or may not
  /// be seen.
  func forEachPage(
    from sequence: UInt64, _ body: (_ key: UInt64, _ page: UnsafeRawBufferPointer) throws -> Bool
  ) throws

  /// A copy of the page that holds a sequence, or of the newest page behind the last event. Nil in an
  /// empty journal and for sequence 0.
  func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])?

  /// Copies of the snapshots kept, newest first: three at most and, in a child, that of its base; none
  /// of them vouched for.
  func snapshots() throws(JournalError) -> [(key: UInt64, bytes: [UInt8])]

  func close()
}

extension EventLog {
  package func append(_ pages: [PendingPage]) throws(JournalError) {
    try append(pages, snapshot: nil)
  }

  /// Refuses pages that do not continue each other behind `last`, and a snapshot of another place.
  ///
  /// - Returns: The last sequence of the last page.
  func continuing(
    _ last: UInt64, with pages: [PendingPage], _ snapshot: PendingSnapshot?
  ) throws(JournalError) -> UInt64 {
    var last = last
    for page in pages {
      guard page.firstSequence == last + 1, page.lastSequence >= page.firstSequence else {
        throw .outOfOrder(expected: last + 1, found: page.firstSequence)
      }
      last = page.lastSequence
    }
    if let snapshot, snapshot.sequence != last {
      throw .outOfOrder(expected: last, found: snapshot.sequence)
    }
    return last
  }

  /// The newest page, nil in an empty journal.
  package func newestPage() throws(JournalError) -> (key: UInt64, bytes: [UInt8])? {
    try page(holding: .max)
  }
}
