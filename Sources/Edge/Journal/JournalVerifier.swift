package import Market
package import Numerics

/// The verdict on a journal's bytes, and what is good in any case.
package struct VerifyReport: Sendable {
  package var pages: UInt64 = 0
  /// Events that are good: 1 to this.
  package var events: UInt64 = 0
  package var journal: JournalID?
  package var contentDigest = Digest256.zero
  package var headHash = Digest256.zero
  package var lastAt = Timestamp.zero
  /// The first thing that is wrong.
  package var problem: String?
  /// Whether a newer program is needed to tell.
  package var needsNewer = false
  /// First line of the FAULT file.
  package var faultFile: String?
  /// Whether a writer was at work, so that the file's own structure was left to LMDB.
  package var wasLive = false

  package var isGood: Bool { problem == nil }
}

/// Checks every byte of a journal that means something.
package enum JournalVerifier {
  /// - Parameter headAt: A kept head line to hold against the journal.
  package static func verify(
    _ path: String, against kept: HeadLine? = nil
  ) throws(JournalError) -> VerifyReport {
    let folder = JournalFolder(path: path)
    guard folder.exists else { throw .notFound(path: path) }
    var report =
      folder.writer == nil
      ? try verifyFile(folder, kept) : try verifyLive(folder, kept)
    report.faultFile = folder.fault
    return report
  }

  /// Nobody writes: read the file itself, trusting nothing in it.
  private static func verifyFile(
    _ folder: JournalFolder, _ kept: HeadLine?
  ) throws(JournalError) -> VerifyReport {
    let mapped = try MappedFile(folder.dataFile)
    var report = VerifyReport()
    let tree: TreeFile
    do throws(TreeFault) {
      tree = try TreeFile(mapped.bytes)
    } catch {
      report.problem = error.description
      return report
    }
    guard tree.meta.count == 1, mapped.bytes[tree.meta[0].key].elementsEqual(MetaRecord.key) else {
      report.problem = "the identity record is missing"
      return report
    }
    let identity: JournalIdentity
    do throws(MetaRecord.Fault) {
      identity = try MetaRecord.parse(
        UnsafeRawBufferPointer(rebasing: mapped.bytes[tree.meta[0].data]))
    } catch {
      switch error {
      case .damaged: report.problem = "the identity record is wrong"
      case .newer(let format): throw .newerFormat(path: folder.path, format: format)
      }
      return report
    }
    var checker = PageChecker(identity: identity, headAt: kept?.sequence)
    for entry in tree.pages {
      guard entry.key.count == 8 else {
        report.problem = "a page is filed under a key that is no sequence"
        break
      }
      let key = mapped.bytes[entry.key].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      do throws(PageProblem) {
        try checker.check(key: key, UnsafeRawBufferPointer(rebasing: mapped.bytes[entry.data]))
      } catch {
        note(error, in: &report)
        break
      }
    }
    conclude(checker, kept, &report)
    return report
  }

  /// A writer is at work: read through LMDB's own snapshots.
  private static func verifyLive(
    _ folder: JournalFolder, _ kept: HeadLine?
  ) throws(JournalError) -> VerifyReport {
    let log = try LMDBEventLog.openForReading(folder.path)
    defer { log.close() }
    var report = VerifyReport()
    report.wasLive = true
    var checker = PageChecker(identity: log.identity, headAt: kept?.sequence)
    do {
      try log.forEachPage(from: 1) { key, page in
        try checker.check(key: key, page)
        return true
      }
    } catch let error as PageProblem {
      note(error, in: &report)
    } catch let error as JournalError {
      throw error
    } catch {
      throw .unreadable(path: folder.path, reason: "\(error)")
    }
    conclude(checker, kept, &report)
    return report
  }

  private static func note(_ problem: PageProblem, in report: inout VerifyReport) {
    report.problem = problem.description
    report.needsNewer = problem.isNewer
  }

  private static func conclude(
    _ checker: borrowing PageChecker, _ kept: HeadLine?, _ report: inout VerifyReport
  ) {
    report.pages = checker.pages
    report.events = checker.lastSequence
    report.journal = checker.identity.id
    report.contentDigest = checker.contentDigest
    report.headHash = checker.headHash
    report.lastAt = checker.at
    guard report.isGood, let kept else { return }
    if kept.journal != checker.identity.id {
      report.problem = "the kept head is of journal \(kept.journal.hex), not of this one"
    } else if let found = checker.wanted {
      if !found.endsTurn || found.at != kept.at || found.head != kept.head {
        report.problem =
          "the kept head does not hold: the journal was changed at or before event \(kept.sequence)"
      }
    } else {
      report.problem =
        "the kept head is of event \(kept.sequence), but the journal ends at \(report.events): "
        + "its tail was cut"
    }
  }
}
