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
    return summary
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
    both.sealed = sealed + next.sealed
    return both
  }
}
