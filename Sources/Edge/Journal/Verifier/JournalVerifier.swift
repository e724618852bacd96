import Events
package import Market
package import Numerics

/// The verdict on a journal's bytes, and what is good in any case.
package struct VerifyReport: Sendable {
  package var pages: UInt64 = 0
  /// Events that are good: 1 to this, or from behind the base to this.
  package var events: UInt64 = 0
  /// What `meta` says, where that is good.
  package var identity: JournalIdentity?
  package var base: JournalOrigin { identity?.base ?? .none }
  package var journal: JournalID?
  package var contentDigest = Digest256.zero
  package var headHash = Digest256.zero
  package var lastAt = Timestamp.zero
  /// The first thing that is wrong with the bytes.
  package var problem: String?
  /// What became of a kept head; nil without one, and where bad bytes stand before its event.
  package var head: HeadVerdict?
  /// Whether the bytes are wrong, rather than newer.
  package var isDamaged = false
  /// What `JournalSalvage` would keep of damaged bytes, nil when nothing can be reached.
  package var salvage: SoundPrefix?
  /// The latest event that any snapshot has applied, 0 without one: above `events`, events are gone.
  package var latestSnapshot: UInt64 = 0
  /// Whether a newer program is needed to tell, or another journal.
  package var needsNewer = false
  /// First line of the FAULT file.
  package var faultFile: String?
  /// Whether a writer was at work, so that the file's own structure was left to LMDB.
  package var wasLive = false

  package var isGood: Bool { fault == nil }
  /// The one verdict: what is wrong with the bytes, or else with the kept head; nil when nothing is.
  package var fault: String? { problem ?? head?.problem }
}

/// Checks every byte of a journal that means something.
package enum JournalVerifier {
  /// How often a file that is being written meanwhile is read again.
  private static let mostAttempts = 3

  /// - Parameters:
  ///   - kept: A head line to hold against the journal.
  /// - Throws: What keeps from finding out: no journal there, not readable, a newer format.
  ///   - unfinished: Whether one is verified that this process is making.
  package static func verify(
    _ path: String, against kept: HeadLine? = nil, unfinished: Bool = false
  ) throws(JournalError) -> VerifyReport {
    let folder = JournalFolder(path: path)
    do throws(JournalError) {
      try folder.refuseForReading(unfinished: unfinished)
    } catch {
      guard case .damaged(_, let what, _) = error else { throw error }
      var report = VerifyReport()
      note(what, in: &report)
      report.faultFile = folder.fault
      return report
    }
    for _ in 0..<mostAttempts {
      var report = VerifyReport()
      do throws(JournalError) {
        if folder.writer == nil {
          guard let read = try verifyFile(folder, kept) else { continue }
          report = read
        } else {
          report = try verifyLive(folder, kept, unfinished: unfinished)
        }
      } catch {
        guard error.isDamage else { throw error }
        report.problem = error.description
      }
      report.faultFile = folder.fault
      return report
    }
    throw .unreadable(path: path, reason: "it was written while it was read")
  }

  /// Nobody writes: read the file itself, trusting nothing in it.
  ///
  /// - Returns: Nil when something is wrong, but somebody wrote meanwhile.
  private static func verifyFile(
    _ folder: JournalFolder, _ kept: HeadLine?
  ) throws(JournalError) -> VerifyReport? {
    let mapped = try MappedFile(folder.dataFile)
    let begun = metaPages(mapped.bytes)
    var report = try judge(mapped.bytes, folder, kept)
    if report.isDamaged { report.salvage = SoundPrefix(mapped.bytes) }
    return report.isGood || metaPages(mapped.bytes) == begun ? report : nil
  }

  /// Where both meta pages stand, whatever the size of a page: a commit changes one of them.
  private static func metaPages(_ file: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](file.prefix(2 * 32_768))
  }

  private static func judge(
    _ file: UnsafeRawBufferPointer, _ folder: JournalFolder, _ kept: HeadLine?
  ) throws(JournalError) -> VerifyReport {
    var report = VerifyReport()
    let tree: TreeFile
    do throws(TreeFault) {
      tree = try TreeFile(file)
    } catch {
      note(error.description, in: &report)
      return report
    }
    let identity: JournalIdentity
    do throws(MetaRecord.Fault) {
      identity = try MetaRecord.parse(
        tree.meta.prefix(4).map { ([UInt8](file[$0.key]), [UInt8](file[$0.data])) })
    } catch {
      switch error {
      case .damaged(let what): note(what, in: &report)
      case .newer(let format): throw .newerFormat(path: folder.path, format: format)
      }
      return report
    }
    var checker = PageChecker(identity: identity, headAt: kept?.sequence)
    if !tree.blobs.isEmpty { note("the reserved database blobs holds something", in: &report) }
    var snapshots = SnapshotCheck(
      tree.snapshots.map { entry in
        (sequence(of: file[entry.key]), [UInt8](file[entry.data]))
      }, of: identity)
    snapshots.noteEnd(of: checker)
    for entry in tree.pages {
      guard let key = sequence(of: file[entry.key]) else {
        note("a page is filed under a key that is no sequence", in: &report)
        break
      }
      do throws(PageProblem) {
        let stored = UnsafeRawBufferPointer(rebasing: file[entry.data])
        if let page = StoredPage.expanded(stored) {
          var bytes = ByteBuffer(capacity: page.count)
          bytes.append(page)
          try checker.check(key: key, bytes.bytes)
        } else {
          try checker.check(key: key, stored)
        }
        snapshots.noteEnd(of: checker)
        trim(stored)
      } catch {
        note(error.description, isNewer: error.isNewer, in: &report)
        break
      }
    }
    conclude(checker, kept, snapshots, &report)
    return report
  }

  /// The sequence that a key stands for, nil when it is none.
  private static func sequence(of key: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    key.count == 8 ? key.reduce(0) { $0 << 8 | UInt64($1) } : nil
  }

  /// A writer is at work: read through LMDB's own snapshots.
  private static func verifyLive(
    _ folder: JournalFolder, _ kept: HeadLine?, unfinished: Bool
  ) throws(JournalError) -> VerifyReport {
    let log = try LMDBEventLog.openForReading(folder.path, unfinished: unfinished)
    defer { log.close() }
    var report = VerifyReport()
    report.wasLive = true
    var checker = PageChecker(identity: log.identity, headAt: kept?.sequence)
    // Snapshots first: what is appended meanwhile only adds pages behind them.
    var snapshots = SnapshotCheck(try log.snapshots().map { ($0.key, $0.bytes) }, of: log.identity)
    snapshots.noteEnd(of: checker)
    do {
      try log.forEachPage(from: 1) { key, page in
        try checker.check(key: key, page)
        snapshots.noteEnd(of: checker)
        return true
      }
    } catch let error as PageProblem {
      note(error.description, isNewer: error.isNewer, in: &report)
    } catch let error as JournalError {
      throw error
    } catch {
      throw .unreadable(path: folder.path, reason: "\(error)")
    }
    conclude(checker, kept, snapshots, &report)
    return report
  }

  /// Notes what is wrong; damage outweighs what only a newer program could tell.
  private static func note(_ problem: String, isNewer: Bool = false, in report: inout VerifyReport)
  {
    guard report.problem == nil || (report.needsNewer && !isNewer) else { return }
    report.problem = problem
    report.needsNewer = isNewer
    report.isDamaged = !isNewer
  }

  private static func conclude(
    _ checker: borrowing PageChecker, _ kept: HeadLine?, _ snapshots: SnapshotCheck,
    _ report: inout VerifyReport
  ) {
    let pagesAreGood = report.problem == nil
    report.latestSnapshot = snapshots.latest
    report.pages = checker.pages
    report.events = checker.lastSequence
    report.journal = checker.identity.id
    report.contentDigest = checker.contentDigest
    report.headHash = checker.headHash
    report.lastAt = checker.lastAt
    report.identity = checker.identity
    if let seal = checker.identity.seal, pagesAreGood, seal.lastSequence != checker.lastSequence {
      note(
        "it was sealed at event \(seal.lastSequence), but ends at \(checker.lastSequence)",
        in: &report)
    }
    defer {
      if report.head?.problem == nil,
        let wrong = snapshots.problem(through: report.events, isWhole: pagesAreGood)
      {
        note(wrong.text, isNewer: wrong.isNewer, in: &report)
      }
    }
    guard let kept else { return }
    // Behind a bad or newer page nothing can be said about a kept head.
    guard pagesAreGood || kept.sequence <= report.events else { return }
    let verdict = HeadVerdict(on: kept, checker.wanted, checker.identity, end: report.events)
    report.head = verdict
    switch verdict {
    case .holds: break
    case .askParent: report.needsNewer = true
    default:
      // That the past was changed outweighs what only a newer program could tell.
      if report.needsNewer { report.problem = nil }
      report.needsNewer = false
    }
  }
}
