import Events
package import Market

/// What a backup came to.
package struct BackupReport: Sendable {
  package var journal: JournalID
  /// The last event that the backup had before; 0 when it is new.
  package var before: UInt64 = 0
  /// The last event it has now.
  package var through: UInt64 = 0
  package var at = Timestamp.zero
  package var pages: UInt64 = 0
  /// Whether somebody was writing the journal meanwhile.
  package var wasLive = false
  /// Whether the rest of an interrupted backup was removed first.
  package var beganAnew = false
  /// What both verifiers would say of the copy: it was read whole once it was written.
  package var audit = VerifyReport()

  /// Takes the verdict on the copy.
  mutating func note(_ verdict: VerifyReport) {
    audit = verdict
    through = verdict.events
    at = verdict.lastAt
  }
}

/// Copies a journal, page by page, beside a running node.
///
/// Pages and snapshots are copied as they are, so that the copy has the same journal id, the same heads
/// and passes the same kept lines. Copying again appends what is new.
package enum JournalBackup {
  /// How many bytes of pages go into one commit of the copy.
  private static let commitBytes = 4 << 20

  /// - Parameters:
  ///   - path: The journal.
  ///   - target: A folder without a journal, or an earlier backup of this one.
  /// - Throws: `JournalError`; the journal itself is only read.
  package static func copy(_ path: String, to target: String) throws -> BackupReport {
    let source = try LMDBEventLog.openForReading(path)
    defer { source.close() }
    var report = BackupReport(journal: source.identity.id)
    report.wasLive = source.folder.writer != nil
    report.before = try lastEvent(ofBackup: target, of: source)
    // What a running node adds from here on waits for the next backup: the copy ends.
    let snapshots = try source.snapshots()
    guard let newest = try source.newestPage() else {
      throw JournalError.nothingToCopy(path: path)
    }
    guard JournalFolder(path: target).exists else {
      try make(target, from: source, throughPage: newest.key, snapshots, &report)
      return report
    }
    // Each commit leaves an earlier backup that is whole, of a later event.
    if try !isSealed(target) {
      let copy = try LMDBEventLog.openForWriting(target, durable: true) { source.identity.unsealed }
      defer { copy.close() }
      try append(
        from: source, after: report.before, throughPage: newest.key, snapshots, to: copy, &report)
      if let seal = source.identity.seal { try copy.markSealed(seal.with(form: .asCommitted)) }
    }
    if let smaller = try SealedCopy(of: target) {
      try smaller.write()
      try smaller.replace()
    }
    report.note(try JournalVerifier.verify(target))
    return report
  }

  /// Makes a backup where there is none: it has its name only when it is whole and sound.
  private static func make(
    _ target: String, from source: LMDBEventLog, throughPage newest: UInt64,
    _ snapshots: [(key: UInt64, bytes: [UInt8])], _ report: inout BackupReport
  ) throws {
    let making = try JournalMaking(target, by: "a backup") { $0.id == source.identity.id }
    report.beganAnew = making.beganAnew
    do {
      try fill(making, from: source, throughPage: newest, snapshots, &report)
      if let smaller = try SealedCopy(of: making.path, unfinished: true) {
        try smaller.write()
        try smaller.replace()
      }
      report.note(try JournalVerifier.verify(making.path, unfinished: true))
      if report.audit.isGood { try making.finish() } else { making.abandon() }
    } catch {
      making.abandon()
      throw error
    }
  }

  private static func fill(
    _ making: JournalMaking, from source: LMDBEventLog, throughPage newest: UInt64,
    _ snapshots: [(key: UInt64, bytes: [UInt8])], _ report: inout BackupReport
  ) throws {
    let base = snapshots.first { $0.key == source.identity.base.lastSequence }
    let copy = try LMDBEventLog.openForWriting(
      making.path, durable: true,
      with: base.map { PendingSnapshot(sequence: $0.key, bytes: $0.bytes) }, making: making.what
    ) { source.identity.unsealed }
    defer { copy.close() }
    try append(from: source, after: 0, throughPage: newest, snapshots, to: copy, &report)
    if let seal = source.identity.seal { try copy.markSealed(seal.with(form: .asCommitted)) }
  }

  /// The last event of an earlier backup, 0 when there is none.
  ///
  /// - Throws: `notABackup` when the folder holds a journal that this one does not continue.
  private static func lastEvent(
    ofBackup target: String, of source: LMDBEventLog
  ) throws -> UInt64 {
    let folder = JournalFolder(path: target)
    guard folder.exists else { return 0 }
    if folder.dataFileIdentity == source.folder.dataFileIdentity {
      throw JournalError.notABackup(
        path: target, of: source.folder.path, why: "it is the same folder")
    }
    let backup = try LMDBEventLog.openForReading(target)
    defer { backup.close() }
    guard backup.identity.id == source.identity.id, backup.identity.base == source.identity.base
    else {
      throw JournalError.notABackup(
        path: target, of: source.folder.path, why: "it holds journal \(backup.identity.id.hex)")
    }
    guard let newest = try backup.newestPage() else { return 0 }
    let header = try newest.bytes.withUnsafeBytes { try PageHeader(page: $0) }
    let last = header.lastSequence
    if backup.identity.seal != nil {
      // Its pages were laid together: the heads at its end say whether it is this journal.
      let end = try source.newestPage()?.bytes.withUnsafeBytes { try PageHeader(page: $0) }
      guard end?.contentHead == header.contentHead, end?.nodeHead == header.nodeHead else {
        throw JournalError.notABackup(
          path: target, of: source.folder.path, why: "it is sealed, and ends with another head")
      }
      return last
    }
    guard let original = try source.page(holding: newest.key), original.key == newest.key,
      original.bytes == newest.bytes
    else {
      throw JournalError.notABackup(
        path: target, of: source.folder.path,
        why: source.identity.seal?.form == .compressed
          ? "it was made before this journal was sealed, and its pages were laid together since"
          : "its newest page, from event \(newest.key) on, is not in this journal")
    }
    return last
  }

  /// Whether a backup is there and whole, so that nothing can be new.
  private static func isSealed(_ target: String) throws(JournalError) -> Bool {
    guard JournalFolder(path: target).exists else { return false }
    let backup = try LMDBEventLog.openForReading(target)
    defer { backup.close() }
    return backup.identity.seal != nil
  }

  private static func append(
    from source: LMDBEventLog, after last: UInt64, throughPage newest: UInt64,
    _ snapshots: [(key: UInt64, bytes: [UInt8])], to copy: LMDBEventLog,
    _ report: inout BackupReport
  ) throws {
    var batch = PageBatch()
    try source.forEachPage(from: last + 1) { key, page in
      // Behind the last event the log gives its newest page once more.
      guard key > last else { return true }
      let header: PageHeader
      do throws(PageFault) {
        header = try PageHeader(page: page)
      } catch {
        throw JournalError.damaged(
          path: source.folder.path, what: PageProblem.page(first: key, error).description,
          goodThrough: key - 1)
      }
      batch.add(key, page)
      report.pages += 1
      let snapshot = snapshots.first { $0.key == header.lastSequence }
      if snapshot != nil || batch.bytes.count > commitBytes {
        try batch.commit(to: copy, snapshot)
      }
      return key < newest
    }
    try batch.commit(to: copy, nil)
  }
}

/// Pages on their way into a copy.
struct PageBatch: ~Copyable {
  private(set) var bytes = ByteBuffer(capacity: 1 << 20)
  private var places: [(first: UInt64, range: Range<Int>)] = []

  mutating func add(_ key: UInt64, _ page: UnsafeRawBufferPointer) {
    let start = bytes.count
    bytes.append(page)
    places.append((key, start..<bytes.count))
  }

  mutating func commit(
    to log: LMDBEventLog, _ snapshot: (key: UInt64, bytes: [UInt8])?
  ) throws(JournalError) {
    guard !places.isEmpty else { return }
    let all = bytes.bytes
    try log.append(
      places.map {
        PendingPage(firstSequence: $0.first, bytes: UnsafeRawBufferPointer(rebasing: all[$0.range]))
      }, snapshot: snapshot.map { PendingSnapshot(sequence: $0.key, bytes: $0.bytes) })
    places.removeAll()
    bytes.removeAll()
  }
}
