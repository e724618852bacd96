import Events
import Journal

/// A log whose reads go wrong in one place: what a disk or a cache may do to a sound one.
final class FaultyLog: EventLog, @unchecked Sendable {
  enum Fault {
    /// This page is answered with the bytes of the page before it.
    case stalePage(UInt64)
    /// The second half of this page is zeros.
    case tornPage(UInt64)
    /// The log does not show its newest page, as it was before the last commit.
    case staleNewest
    /// Reading this page fails.
    case unreadable(UInt64)
  }

  private let log: any EventLog
  private let fault: Fault

  init(_ log: any EventLog, _ fault: Fault) {
    self.log = log
    self.fault = fault
  }

  var identity: JournalIdentity { log.identity }

  func append(_ pages: [PendingPage], snapshot: PendingSnapshot?) throws(JournalError) {
    try log.append(pages, snapshot: snapshot)
  }

  func snapshots() throws(JournalError) -> [(key: UInt64, bytes: [UInt8])] {
    try log.snapshots()
  }

  func close() { log.close() }

  func forEachPage(
    from sequence: UInt64, _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let hidden = try hiddenKey
    try log.forEachPage(from: sequence) { key, _ in
      guard let page = try self.page(holding: key), page.key != hidden, key != hidden else {
        return false
      }
      return try page.bytes.withUnsafeBytes { try body(key, $0) }
    }
  }

  func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])? {
    guard var page = try log.page(holding: sequence) else { return nil }
    switch fault {
    case .stalePage(page.key):
      guard let before = try log.page(holding: page.key - 1) else { return page }
      page.bytes = before.bytes
    case .tornPage(page.key):
      let half = page.bytes.count / 2
      page.bytes.replaceSubrange(
        half..., with: [UInt8](repeating: 0, count: page.bytes.count - half))
    case .staleNewest where page.key == (try hiddenKey): return try log.page(holding: page.key - 1)
    case .unreadable(page.key): throw .unreadable(path: "faulty", reason: "Input/output error")
    default: break
    }
    return page
  }

  private var hiddenKey: UInt64? {
    get throws(JournalError) {
      guard case .staleNewest = fault else { return nil }
      return try log.newestPage()?.key
    }
  }
}
