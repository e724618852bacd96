import Events
import Glibc
import Market

/// Writes the pages of a sealed journal anew, laid together and compressed, and puts them in the place
/// of the old ones.
///
///     as committed ── written beside, verified whole, synced ──▶ a copy in `sealing/`
///     a copy       ── renamed over `data.mdb` ────────────────▶ compressed
///
/// A crash leaves one file or the other, each of them whole.
package final class SealedCopy {
  package let folder: JournalFolder
  /// Bytes of `data.mdb` before.
  package let bytesBefore: Int64
  /// Bytes of the copy.
  package private(set) var bytesAfter: Int64 = 0
  private let identity: JournalIdentity
  private let lock: Int32
  private let isUnfinished: Bool
  private var copy: JournalFolder { JournalFolder(path: folder.path + "/sealing") }
  private static let commitBytes = 8 << 20

  /// Takes the writer's lock until the copy is replaced or given up.
  ///
  /// - Parameter unfinished: Whether the journal is being made by this process.
  /// - Returns: Nil when the pages are compressed already, or the journal is not sealed.
  package init?(of path: String, unfinished: Bool = false) throws(JournalError) {
    let folder = JournalFolder(path: path)
    try folder.refuseForReading(unfinished: unfinished)
    let lock = try folder.lock()
    do throws(JournalError) {
      let log = try LMDBEventLog.openForReading(path, unfinished: unfinished)
      defer { log.close() }
      let copy = JournalFolder(path: folder.path + "/sealing")
      try Self.clear(copy)
      guard let seal = log.identity.seal, seal.form == .asCommitted else {
        JournalFolder.unlock(lock)
        return nil
      }
      try copy.create()
      try copy.markUnfinished("the compression of a sealed journal")
      self.isUnfinished = unfinished
      self.folder = folder
      self.identity = log.identity
      self.lock = lock
      self.bytesBefore = folder.allottedBytes
    } catch {
      JournalFolder.unlock(lock)
      throw error
    }
  }

  deinit { JournalFolder.unlock(lock) }

  // MARK: Writing

  /// Writes the copy and verifies it whole: the same events under the same head, or it throws.
  package func write() throws(JournalError) {
    let log = try LMDBEventLog.openForReading(folder.path, unfinished: isUnfinished)
    defer { log.close() }
    guard let newest = try log.newestPage() else { throw .notAJournal(path: folder.path) }
    do {
      let store = try LMDB(path: copy.path, writable: true, durable: false)
      defer { store.close() }
      try fill(store, from: log)
    } catch let failure as LMDB.Failure {
      throw .unreadable(path: copy.path, reason: failure.text)
    } catch let error as JournalError {
      throw error
    } catch {
      throw .unreadable(path: copy.path, reason: "\(error)")
    }
    try verify(against: newest)
    bytesAfter = copy.allottedBytes
  }

  private func fill(_ store: LMDB, from log: LMDBEventLog) throws {
    let kept = try log.snapshots()
    var pages = MergedPages(breakingBehind: kept.map(\.key))
    var records: [(key: [UInt8], bytes: [UInt8])] = []
    var waiting = 0
    func commit() throws(LMDB.Failure) {
      try store.write { transaction throws(LMDB.Failure) in
        for record in records {
          try transaction.put(.pages, key: record.key, copying: record.bytes)
        }
      }
      records.removeAll()
      waiting = 0
    }
    func keep(_ page: [UInt8]?) throws(LMDB.Failure) {
      guard let page else { return }
      let stored = StoredPage.compressed(page)
      records.append((MergedPages.key(of: page), stored))
      waiting += stored.count
      if waiting > Self.commitBytes { try commit() }
    }
    try log.forEachPage(from: 1) { key, page in
      let header: PageHeader
      do throws(PageFault) {
        header = try PageHeader(page: page)
      } catch {
        throw JournalError.damaged(
          path: folder.path, what: PageProblem.page(first: key, error).description,
          goodThrough: key - 1)
      }
      try keep(pages.add(header, page))
      return true
    }
    try keep(pages.rest())
    try commit()
    let sealed = identity.seal.map { identity.sealed($0.with(form: .compressed)) } ?? identity
    try store.write { transaction throws(LMDB.Failure) in
      for snapshot in kept {
        try transaction.put(
          .snapshots, key: LMDBEventLog.key(snapshot.key), copying: snapshot.bytes)
      }
      try MetaRecord.put(sealed, in: transaction)
    }
    // Once more: then both states of the file are whole, whichever one a reader takes that still has
    // LMDB's table of the old file open.
    try store.write { transaction throws(LMDB.Failure) in
      try MetaRecord.put(sealed, in: transaction)
    }
    try store.sync()
  }

  private func verify(
    against newest: (key: UInt64, bytes: [UInt8])
  ) throws(JournalError) {
    var buffer = ByteBuffer(capacity: newest.bytes.count)
    buffer.append(newest.bytes)
    let report = try JournalVerifier.verify(copy.path, unfinished: true)
    // A header that cannot be read is a copy that is not sound, and the report says why.
    guard let header = try? PageHeader(page: buffer.bytes), report.isGood,
      report.events == header.lastSequence, report.contentDigest == header.contentHead,
      report.headHash
        == ChainState.headHash(
          journal: identity.id, lastSequence: header.lastSequence, contentHead: header.contentHead,
          nodeHead: header.nodeHead)
    else {
      throw .damaged(
        path: copy.path,
        what: report.problem ?? "the copy does not hold the same events as the journal",
        goodThrough: report.events)
    }
  }

  // MARK: Replacing

  /// Puts the copy, which `write` has verified, in the place of the old file.
  package func replace() throws(JournalError) {
    guard rename(copy.dataFile, folder.dataFile) == 0 else {
      throw .unreadable(path: copy.dataFile, reason: lastSystemError())
    }
    folder.syncFolder()
    // LMDB's table of readers is the old file's; whoever opens the new one makes another.
    unlink(folder.tableFile)
    try Self.clear(copy)
  }

  /// Removes what an earlier attempt left.
  private static func clear(_ copy: JournalFolder) throws(JournalError) {
    for file in [copy.dataFile, copy.tableFile, copy.markFile] where unlink(file) != 0 {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .unreadable(path: file, reason: lastSystemError())
      }
    }
    guard rmdir(copy.path) == 0 || errno == ENOENT else {
      throw .unreadable(path: copy.path, reason: lastSystemError())
    }
  }
}

/// Lays neighbouring pages together, up to what one page may hold.
struct MergedPages {
  private let ends: [UInt64]
  private var header: PageHeader?
  private var frames: [UInt8] = []

  /// - Parameter ends: Events that must stay the last of their page.
  init(breakingBehind ends: [UInt64]) { self.ends = ends }

  /// Takes the next page.
  ///
  /// - Returns: The page before it, when nothing more can be laid into that.
  mutating func add(_ next: PageHeader, _ page: UnsafeRawBufferPointer) -> [UInt8]? {
    let more = UnsafeRawBufferPointer(rebasing: page[PageHeader.byteCount...])
    guard var merged = header, !ends.contains(merged.lastSequence),
      frames.count + more.count <= PageBuilder.pageBytes
    else {
      let finished = rest()
      header = next
      frames = [UInt8](more)
      return finished
    }
    merged.lastSequence = next.lastSequence
    merged.lastAt = next.lastAt
    merged.turns += next.turns
    merged.inputs += next.inputs
    merged.contentEvents += next.contentEvents
    merged.instrumentsListed = next.instrumentsListed
    merged.contentEventsSoFar = next.contentEventsSoFar
    merged.nodeEventsSoFar = next.nodeEventsSoFar
    merged.newestListing = next.newestListing
    merged.link = next.link
    merged.contentHead = next.contentHead
    merged.nodeHead = next.nodeHead
    merged.committedAt = next.committedAt
    frames += more
    merged.frameBytes = UInt32(frames.count)
    header = merged
    return nil
  }

  /// The page that is open, if there is one.
  mutating func rest() -> [UInt8]? {
    guard let header else { return nil }
    self.header = nil
    var page = ByteBuffer(capacity: PageHeader.byteCount + frames.count)
    header.write(to: &page)
    page.append(frames)
    var checksum = ByteBuffer(capacity: 64)
    checksum.append(fixed32: PageHeader.checksum(of: page.bytes))
    page.replace(at: PageHeader.byteCount - 4, with: [UInt8](checksum.bytes))
    return [UInt8](page.bytes)
  }

  static func key(of page: [UInt8]) -> [UInt8] { page[24..<32].reversed() }
}
