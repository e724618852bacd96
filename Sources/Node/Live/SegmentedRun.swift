import Journal

/// A run that seals its journal whenever that has grown to a size, and goes on in the child: `may`,
/// `may-2`, `may-3`.
///
/// Each segment is a run of its own: it stops in good order, and the next one takes up every source where
/// the journal says that it was.
package struct SegmentedRun {
  /// A journal that was sealed on the way.
  package struct Segment: Sendable {
    package let folder: String
    package let report: SealReport
  }

  private let request: RunRequest
  private let inbox: Inbox
  private let board: CommitBoard?

  /// - Parameters:
  ///   - request: With `segmentBytes` set; without, it is one plain run.
  ///   - board: Told of every commit, and at the end that no more will come.
  package init(_ request: RunRequest, inbox: Inbox, telling board: CommitBoard? = nil) {
    self.request = request
    self.inbox = inbox
    self.board = board
  }

  package func run() async throws -> RunSummary {
    defer { board?.finish() }
    var request = request
    var total: RunSummary?
    var note: String?
    if request.segmentBytes != nil {
      let newest = try Self.newest(behind: request.journal)
      if newest != request.journal {
        note = "\(request.journal) is sealed: the run goes on in its newest child, \(newest)."
        request.journal = newest
      }
    }
    while true {
      let segment = try await RunSession(request, inbox: inbox, telling: board).run()
      total = total?.followed(by: segment) ?? segment
      guard var summary = total, segment.isFull else { break }
      do {
        let next = try Self.nextFolder(behind: request.journal)
        let report = try Sealing(request.journal, into: next).run()
        summary.sealed.append(Segment(folder: request.journal, report: report))
        if let problem = report.notCompressed { summary.warnings.append(problem) }
        request.journal = next
        summary.path = next
      } catch {
        // The journal is still open: better one that grows too large than a node that stands still.
        request.segmentBytes = nil
        summary.warnings.append(
          "\(request.journal) was not sealed, and the run goes on in it. \(error)")
      }
      request.fromZero = false
      total = summary
      guard inbox.reopen() else {
        total?.wasStopped = true
        break
      }
    }
    guard var summary = total else { preconditionFailure("a run has one segment at least") }
    summary.disk = DiskSpace(of: summary.path)
    if let note { summary.notes.insert(note, at: 0) }
    return summary
  }

  /// The journal that a sealed one goes on in, through all that were sealed since; itself when it is open.
  ///
  /// A child is looked for where it was made, and beside its parent, should both have moved.
  package static func newest(behind path: String) throws -> String {
    var path = path
    var seen: [JournalID] = []
    while JournalFolder(path: path).exists {
      let log = try LMDBEventLog.openForReading(path)
      defer { log.close() }
      guard let seal = log.identity.seal, !seen.contains(log.identity.id) else { return path }
      seen.append(log.identity.id)
      guard let next = try child(of: seal, beside: log.folder.path) else {
        throw JournalError.sealed(path: path, child: seal.child.hex, folder: seal.folder)
      }
      path = next
    }
    return path
  }

  private static func child(of seal: JournalSeal, beside parent: String) throws -> String? {
    let name = seal.folder.split(separator: "/").last.map { String($0) } ?? seal.folder
    let above = parent.lastIndex(of: "/").map { parent[...$0] } ?? ""
    for folder in [seal.folder, above + name] where JournalFolder(path: folder).exists {
      let log = try LMDBEventLog.openForReading(folder)
      defer { log.close() }
      if log.identity.id == seal.child { return folder }
    }
    return nil
  }

  /// The folder of the next segment: the number behind the last dash goes up by one, from 2.
  ///
  /// What is there already is passed over, unless it is the child that an interrupted sealing has made.
  static func nextFolder(behind path: String) throws -> String {
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    let folder = log.folder.path
    var stem = folder[...]
    var number: UInt64 = 1
    if !log.identity.base.isNone, let dash = folder.lastIndex(of: "-"),
      let known = UInt64(folder[folder.index(after: dash)...])
    {
      stem = folder[..<dash]
      number = known
    }
    while true {
      number += 1
      let next = "\(stem)-\(number)"
      guard JournalFolder(path: next).exists else { return next }
      // One that cannot be read cannot be gone on with, and its name is taken: the next one is tried.
      let other = try? LMDBEventLog.openForReading(next)
      defer { other?.close() }
      if let base = other?.identity.base, base.parent == log.identity.id,
        try log.newestPage()?.bytes.withUnsafeBytes({ try PageHeader(page: $0) }).lastSequence
          == base.lastSequence
      {
        return next
      }
    }
  }
}

extension RunSummary {
  /// Both as one run.
  fileprivate func followed(by next: RunSummary) -> RunSummary {
    var both = next
    both.inputs += inputs
    both.events += events
    both.rejected += rejected
    both.primed.candles += primed.candles
    both.primed.leftOut = max(primed.leftOut, next.primed.leftOut)
    both.primed.refusedTicks = max(primed.refusedTicks, next.primed.refusedTicks)
    both.firstSequence = firstSequence
    both.seconds += seconds
    both.wasContinued = wasContinued
    both.restoredFrom = restoredFrom
    both.fault = fault ?? next.fault
    both.warnings = warnings + next.warnings
    both.notes = notes + next.notes
    both.sealed = sealed + next.sealed
    return both
  }
}
