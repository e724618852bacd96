import Events
import Glibc

/// The journal on disk: pages in LMDB, one transaction a commit, synced unless told otherwise.
///
/// Readers copy pages out and end their transaction after a megabyte or 50 ms, so that a slow reader never
/// makes the file grow.
package final class LMDBEventLog: EventLog, @unchecked Sendable {
  package let folder: JournalFolder
  package let identity: JournalIdentity
  let store: LMDB
  var lockFile: Int32 = -1
  /// The last event that is safe.
  package var lastDurable: UInt64 = 0
  private var hasFailed = false
  var metaPages: MetaPages?
  var space: Preallocation?
  /// The file as it was opened for writing; nil in a reader.
  var opened: OpenedFile?
  /// A read transaction ends after so many bytes or so long, whichever comes first.
  /// A megabyte stays in the processor's cache until it is read; the law allows eight.
  private static let readBytes = 1 << 20
  private static let readNanoseconds: UInt64 = 50_000_000

  init(folder: JournalFolder, store: LMDB, identity: JournalIdentity) {
    self.folder = folder
    self.store = store
    self.identity = identity
  }

  deinit { close() }

  package func append(
    _ pages: [PendingPage], snapshot: PendingSnapshot?
  ) throws(JournalError) {
    guard !hasFailed else {
      throw .writeFailed(
        path: folder.path, reason: "an earlier write failed", lastDurable: lastDurable)
    }
    let last = try continuing(lastDurable, with: pages, snapshot)
    try refuseOtherFile()
    metaPages?.remember()
    do throws(LMDB.Failure) {
      try space?.keep(for: pages.reduce(0) { $0 + $1.bytes.count }, behind: store.usedBytes)
      try store.write { transaction throws(LMDB.Failure) in
        for page in pages {
          try transaction.append(.pages, key: Self.key(page.firstSequence), page.bytes)
        }
        if let snapshot { try keep(snapshot, in: transaction) }
      }
    } catch {
      hasFailed = true
      metaPages?.restore()
      folder.markFault("A commit failed: \(error.text). Events up to \(lastDurable) are durable.")
      throw .writeFailed(path: folder.path, reason: error.text, lastDurable: lastDurable)
    }
    lastDurable = last
  }

  package func forEachPage(
    from sequence: UInt64, _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    var next = sequence
    var isFirst = true
    // The last page may begin just below the bound.
    var buffer = ReadBuffer(
      capacity: Self.readBytes + PageHeader.byteCount + PageBuilder.pageBytes)
    var pages: [(key: UInt64, range: Range<Int>)] = []
    while true {
      buffer.removeAll()
      pages.removeAll(keepingCapacity: true)
      try copyPages(from: next, skippingFirst: !isFirst, into: &buffer, &pages)
      guard let last = pages.last else { return }
      for page in pages {
        let stored = UnsafeRawBufferPointer(rebasing: buffer.bytes[page.range])
        let goesOn =
          try StoredPage.expanded(stored)?.withUnsafeBytes { try body(page.key, $0) }
          ?? body(page.key, stored)
        guard goesOn else { return }
      }
      next = last.key
      isFirst = false
    }
  }

  /// Copies pages out in one short transaction: up to a megabyte or 50 ms, at least one page.
  private func copyPages(
    from sequence: UInt64, skippingFirst: Bool, into buffer: inout ReadBuffer,
    _ pages: inout [(key: UInt64, range: Range<Int>)]
  ) throws(JournalError) {
    var skipping = skippingFirst
    let begin = monotonicNanoseconds()
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        try transaction.forEach(.pages, fromAtOrBefore: Self.key(sequence)) { key, value in
          if skipping {
            skipping = false
            return true
          }
          let start = buffer.count
          buffer.append(value)
          pages.append((Self.sequence(key), start..<buffer.count))
          trim(value)
          return buffer.count < Self.readBytes
            ? monotonicNanoseconds() &- begin < Self.readNanoseconds : false
        }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
  }

  package func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])?
  {
    var found: (UInt64, [UInt8])?
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        try transaction.forEach(.pages, fromAtOrBefore: Self.key(sequence)) { key, value in
          let first = Self.sequence(key)
          if first <= sequence {
            found = (first, StoredPage.expanded(value) ?? [UInt8](value))
          }
          return false
        }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
    return found
  }

  /// Puts a snapshot beside the two before it, and that of the base.
  private func keep(
    _ snapshot: PendingSnapshot, in transaction: LMDB.Transaction
  ) throws(LMDB.Failure) {
    var older: [[UInt8]] = []
    try transaction.forEach(.snapshots, fromAtOrBefore: [0]) { key, _ in
      older.append([UInt8](key))
      return true
    }
    let key = Self.key(snapshot.sequence)
    let base = Self.key(identity.base.lastSequence)
    older.removeAll { $0 == key || $0 == base }
    for old in older.dropLast(SnapshotRecord.mostKept - 1) {
      try transaction.delete(.snapshots, key: old)
    }
    try transaction.put(.snapshots, key: key, copying: snapshot.bytes)
  }

  package func snapshots() throws(JournalError) -> [(key: UInt64, bytes: [UInt8])] {
    var kept: [(key: UInt64, bytes: [UInt8])] = []
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        try transaction.forEach(.snapshots, fromAtOrBefore: [0]) { key, value in
          kept.append((Self.sequence(key), [UInt8](value)))
          return kept.count < SnapshotRecord.mostKept(in: identity)
        }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
    return kept.reversed()
  }

  /// Bytes of `data.mdb` up to the last tree page in use; what is kept behind it for later does not count.
  package var usedBytes: Int64 { Int64(store.usedBytes) }

  package func close() {
    if !hasFailed, store.isOpen { space?.trim(behind: store.usedBytes) }
    space = nil
    store.close()
    if lockFile >= 0 { JournalFolder.unlock(lockFile) }
    lockFile = -1
  }

  /// Keys are big-endian, so that LMDB's order is the journal's.
  static func key(_ sequence: UInt64) -> [UInt8] {
    withUnsafeBytes(of: sequence.bigEndian) { [UInt8]($0) }
  }

  private static func sequence(_ key: UnsafeRawBufferPointer) -> UInt64 {
    key.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The last sequence of the newest page, which everything appended must follow.
  static func lastSequence(
    of page: (key: UInt64, bytes: [UInt8]), in folder: JournalFolder
  ) throws(JournalError) -> UInt64 {
    var bytes = ByteBuffer(capacity: page.bytes.count)
    bytes.append(page.bytes)
    do throws(PageFault) {
      return try PageHeader(page: bytes.bytes).lastSequence
    } catch {
      if case .newerFormat(let format) = error {
        throw .newerFormat(path: folder.path, format: format)
      }
      throw .damaged(
        path: folder.path, what: PageProblem.page(first: page.key, error).description,
        goodThrough: page.key &- 1)
    }
  }
}

/// A clock that only ever goes forward.
private func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
