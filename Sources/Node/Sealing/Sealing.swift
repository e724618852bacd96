import Events
package import Journal
package import Market
import Numerics
import Turns

/// What a sealing came to.
package struct SealReport: Sendable {
  package let parent: JournalID
  package let child: JournalID
  package let childFolder: String
  /// The parent's last event: the child goes on behind it.
  package let lastSequence: UInt64
  package let at: Timestamp
  /// Whether an earlier sealing had done a part of it.
  package var wentOn = false
  /// Whether an earlier sealing had done all of it.
  package var wasDone = false
  /// Bytes of the parent's `data.mdb` before and after; the same when its pages stayed as they were.
  package var bytesBefore: Int64 = 0
  package var bytesAfter: Int64 = 0
  /// Why its pages stayed as they were, although it is sealed.
  package var notCompressed: String?
}

/// Closes a journal for good and begins another one behind it.
///
///     open     ── run stopped, state known ────▶ stopped
///     stopped  ── child made, durable ─────────▶ child made
///     child    ── seal written in the parent ──▶ sealed
///     sealed   ── pages written beside ────────▶ copied
///     copied   ── put in their place ──────────▶ done
///
/// Stopped anywhere, the same sealing again goes on where it was. Until the seal is written the parent
/// can still be written and the child has no event.
package struct Sealing {
  package enum Step: CaseIterable, Sendable {
    case stopped, childMade, sealed, copied, done
  }

  private let path: String
  private let childPath: String
  private let after: (Step) throws -> Void

  /// - Parameter after: Told of every step once it is durable; what it throws ends the sealing there.
  package init(
    _ path: String, into child: String, after: @escaping (Step) throws -> Void = { _ in }
  ) {
    self.path = path
    childPath = child
    self.after = after
  }

  /// - Throws: `SealError` and `JournalError`.
  package func run() throws -> SealReport {
    let folder = JournalFolder(path: path)
    let child = JournalFolder(path: childPath)
    guard folder.exists else { throw JournalError.notFound(path: path) }
    guard folder.path != child.path,
      !child.exists || folder.dataFileIdentity != child.dataFileIdentity
    else { throw SealError.sameFolder(path: path) }
    let verdict = try JournalVerifier.verify(path)
    if let problem = verdict.problem {
      throw SealError.notSound(path: path, problem: problem, isNewer: verdict.needsNewer)
    }
    var report = try sealedReport() ?? close()
    do {
      try compress(&report)
    } catch let error as JournalError {
      // Space is all that is at stake: the seal stands, and sealing again tries once more.
      report.notCompressed = "\(error)"
    }
    try after(.done)
    return report
  }

  // MARK: A sealing that was interrupted behind the seal

  private func sealedReport() throws -> SealReport? {
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    guard let seal = log.identity.seal else { return nil }
    guard try identity(at: childPath)?.id == seal.child else {
      throw SealError.sealedElsewhere(path: path, seal: seal)
    }
    let newest = try log.newestPage()
    let header = try newest?.bytes.withUnsafeBytes { try PageHeader(page: $0) }
    return SealReport(
      parent: log.identity.id, child: seal.child, childFolder: childPath,
      lastSequence: seal.lastSequence, at: header?.lastAt ?? .zero,
      wentOn: seal.form == .asCommitted, wasDone: seal.form == .compressed)
  }

  private func identity(at path: String) throws -> JournalIdentity? {
    guard JournalFolder(path: path).exists else { return nil }
    do {
      let log = try LMDBEventLog.openForReading(path)
      defer { log.close() }
      return log.identity
    } catch JournalError.notAJournal {
      // A birth that was interrupted: it holds no record, and goes on.
      return nil
    }
  }

  // MARK: From an open journal to a sealed one

  private func close() throws -> SealReport {
    let known = try identity(at: childPath)
    let log = try LMDBEventLog.openForWriting(path, durable: true) { .unborn }
    defer { log.close() }
    if let fault = log.folder.fault { throw SealError.fault(path: path, text: fault) }
    var end = try JournalEnd(of: log, path: path)
    guard end.lastSequence > log.identity.base.lastSequence else {
      throw SealError.empty(path: path)
    }
    try refuse(known, end: end, of: log)
    // Refuses what a child could not begin with, before anything is written.
    _ = try end.state(path)
    if end.needsStop { try end.stop(in: log, path: path) } else { try log.sync() }
    try after(.stopped)

    let base = try end.base(of: log, at: path)
    var child = JournalIdentity(
      id: JournalID(bytes: randomBytes(16)), bornAt: try soundClock().nanoseconds, base: base)
    var wentOn = false
    if let known {
      guard known.base.isSamePlace(as: base) else {
        throw SealError.outgrown(
          path: path, child: childPath, at: known.base.lastSequence, now: base.lastSequence)
      }
      child = known
      wentOn = true
    }
    if known == nil { wentOn = try make(child, with: end.snapshot(for: child, path)) }
    try after(.childMade)
    try log.markSealed(
      JournalSeal(
        child: child.id, folder: childPath, lastSequence: base.lastSequence,
        sealedAt: try soundClock(), form: .asCommitted))
    try after(.sealed)
    return SealReport(
      parent: log.identity.id, child: child.id, childFolder: childPath,
      lastSequence: base.lastSequence, at: base.at, wentOn: wentOn)
  }

  /// Makes the child, which has its name only when it is whole.
  ///
  /// - Returns: Whether what an interrupted sealing had left was removed first.
  private func make(_ child: JournalIdentity, with snapshot: PendingSnapshot) throws -> Bool {
    let making = try JournalMaking(childPath, by: "a sealing") {
      $0.base.parent == child.base.parent
    }
    do {
      try LMDBEventLog.openForWriting(
        making.path, durable: true, with: snapshot, making: making.what
      ) { child }.close()
      try making.finish()
    } catch {
      making.abandon()
      throw error
    }
    return making.beganAnew
  }

  /// Refuses a folder that holds another journal, before anything is written.
  private func refuse(
    _ known: JournalIdentity?, end: borrowing JournalEnd, of log: LMDBEventLog
  ) throws {
    guard let known else { return }
    guard !known.base.isNone, known.base.parent == log.identity.id else {
      throw SealError.occupied(path: path, child: childPath, journal: known.id)
    }
    guard known.base.lastSequence == end.lastSequence, !end.needsStop else {
      throw SealError.outgrown(
        path: path, child: childPath, at: known.base.lastSequence, now: end.lastSequence)
    }
  }

  // MARK: Pages

  private func compress(_ report: inout SealReport) throws {
    guard let copy = try SealedCopy(of: path) else { return }
    report.bytesBefore = copy.bytesBefore
    report.bytesAfter = copy.bytesBefore
    try copy.write()
    try after(.copied)
    try copy.replace()
    report.bytesAfter = copy.bytesAfter
  }
}

extension JournalIdentity {
  /// Of a journal that is known to be there.
  fileprivate static let unborn = JournalIdentity(
    id: JournalID(bytes: [UInt8](repeating: 0, count: 16)), bornAt: 0)
}
