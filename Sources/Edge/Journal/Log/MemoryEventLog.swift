import Events

/// A log that lives as long as its process: for tests and for runs nobody keeps.
package final class MemoryEventLog: EventLog, @unchecked Sendable {
  package let identity: JournalIdentity
  private var pages: [(key: UInt64, bytes: [UInt8])] = []
  private var kept: [(key: UInt64, bytes: [UInt8])] = []
  private var lastSequence: UInt64 = 0

  package init(identity: JournalIdentity) {
    self.identity = identity
    lastSequence = identity.base.lastSequence
  }

  package func append(
    _ pages: [PendingPage], snapshot: PendingSnapshot?
  ) throws(JournalError) {
    lastSequence = try continuing(lastSequence, with: pages, snapshot)
    self.pages += pages.map { ($0.firstSequence, [UInt8]($0.bytes)) }
    guard let snapshot else { return }
    kept.removeAll { $0.key == snapshot.sequence }
    kept.insert((snapshot.sequence, snapshot.bytes), at: 0)
    let base = kept.filter { $0.key == identity.base.lastSequence }
    kept.removeAll { $0.key == identity.base.lastSequence }
    kept = Array(kept.prefix(SnapshotRecord.mostKept)) + base
  }

  package func forEachPage(
    from sequence: UInt64, _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    var index = max(0, (pages.firstIndex { $0.key > sequence } ?? pages.count) - 1)
    while index < pages.count {
      let page = pages[index]
      guard try page.bytes.withUnsafeBytes({ try body(page.key, $0) }) else { return }
      index += 1
    }
  }

  package func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])?
  {
    pages.last { $0.key <= sequence }
  }

  package func snapshots() throws(JournalError) -> [(key: UInt64, bytes: [UInt8])] { kept }

  package func close() {}
}
