import Events

/// One page on its way into a log.
package struct PendingPage {
  package let firstSequence: UInt64
  /// Header and frames; valid during the call.
  package let bytes: UnsafeRawBufferPointer

  package init(firstSequence: UInt64, bytes: UnsafeRawBufferPointer) {
    self.firstSequence = firstSequence
    self.bytes = bytes
  }
}

/// An ordered store of pages: the only truth.
///
/// One thread writes, the turn thread; any may read. Every conformer passes the same contract suite (`EventLogContract` in JournalTests).
package protocol EventLog: AnyObject, Sendable {
  var identity: JournalIdentity { get }

  /// Appends pages as one transaction: all of them are durable when it returns, or none is there.
  ///
  /// - Throws: `writeFailed`; the log takes nothing more after that.
  func append(_ pages: [PendingPage]) throws(JournalError)

  /// Calls `body` with every page from the one that holds `sequence` on, in order, until it returns
  /// false. What is appended meanwhile may or may not be seen.
  func forEachPage(
    from sequence: UInt64, _ body: (_ key: UInt64, _ page: UnsafeRawBufferPointer) throws -> Bool
  ) throws

  /// A copy of the page that holds a sequence, nil when there is none.
  func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])?

  func close()
}

extension EventLog {
  /// The newest page, nil in an empty journal.
  package func newestPage() throws(JournalError) -> (key: UInt64, bytes: [UInt8])? {
    try page(holding: .max)
  }
}
