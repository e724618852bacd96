import Events
import Glibc
import Market
import Numerics

/// Why nothing was salvaged.
package enum SalvageError: Error {
  /// The folder to write into is there already.
  case targetExists(path: String)
  /// The folder to write into lies inside the damaged journal.
  case targetInside(path: String, source: String)
  /// The journal has no fault.
  case sound(path: String, events: UInt64)
  /// Only a newer program can tell what is good.
  case newer(path: String, problem: String)
  /// Not even the first page can be reached.
  case nothingReachable(path: String, problem: String)
  /// The copy could not be finished, or does not verify.
  case unfinished(target: String, reason: String)
  case journal(JournalError)

  /// Whether this is an answer, rather than a failure to find one.
  package var isAnswer: Bool {
    switch self {
    case .sound, .nothingReachable: true
    case .targetExists, .targetInside, .newer, .unfinished: false
    case .journal(let error): error.isDamage
    }
  }
}

extension SalvageError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .targetExists(let path):
      """
      \(path) is there already, and salvage never writes over anything. Nothing was changed. \
      Name a folder that does not exist.
      """
    case .targetInside(let path, let source):
      """
      \(path) lies inside \(source), which salvage leaves as it is. Nothing was changed. \
      Name a folder elsewhere.
      """
    case .sound(let path, let events):
      """
      \(path) is sound: all \(events) events are good, so there is nothing to salvage. Nothing was \
      changed. If a second one is wanted, make a backup.
      """
    case .newer(let path, let problem):
      """
      \(path) cannot be judged by this program: \(problem). Nothing was changed. Salvage it with the \
      release of retrace that wrote it, or a later one.
      """
    case .nothingReachable(let path, let problem):
      """
      Nothing in \(path) can be reached: \(problem), and no page of events can be found behind it. \
      Nothing was changed. Keep the file as it is, go on from a backup, and look up every order \
      since that backup at the broker.
      """
    case .unfinished(let target, let reason):
      """
      The copy in \(target) was not finished: \(reason) The damaged journal was not touched, and nothing \
      of the copy was left. Mend the cause, and try again.
      """
    case .journal(let error): error.description
    }
  }
}

/// Copies the longest sound beginning of a damaged journal into a fresh one.
package enum JournalSalvage {
  /// What was done.
  package struct Report: Sendable {
    package let kept: SoundPrefix
    /// What was wrong with the damaged one.
    package let problem: String
    /// What the next run is told by the file FAULT; nil when nothing is known to be lost.
    package let fault: String?
    /// What both verifiers say of the result.
    package let audit: VerifyReport
    /// Whether the rest of an interrupted salvage was removed first.
    package let beganAnew: Bool
  }

  /// How the line in FAULT begins: it asks for orders to be looked up, not for a disk to be mended.
  package static let faultBegins = "Salvaged from "

  /// As much as one commit takes.
  private static let commitBytes = 4 << 20

  /// Reads `source`, which is never written, and makes a journal of the same identity in `target`.
  ///
  /// What it made has its name only when it is whole and was verified; what was sealed is open again.
  package static func salvage(
    _ source: String, into target: String
  ) throws(SalvageError) -> Report {
    try refuse(target, beside: source)
    let folder = JournalFolder(path: source)
    let report = try report(on: folder)
    let problem = report.problem ?? ""
    let file = try journal { () throws(JournalError) in try MappedFile(folder.dataFile) }
    guard let kept = SoundPrefix(file.bytes) else {
      throw .nothingReachable(path: source, problem: problem)
    }
    // A snapshot of a later event, or the seal, tells of events that are gone, even where no page of them is left.
    let known = max(report.latestSnapshot, kept.identity.seal?.lastSequence ?? 0)
    let isWhole = kept.isWhole && known <= kept.events
    let fault = isWhole && kept.identity.seal == nil ? nil : faultText(kept, source)
    let making = try journal { () throws(JournalError) in
      try JournalMaking(target, by: "a salvage") { $0.id == kept.identity.id }
    }
    do throws(SalvageError) {
      let audit = try copy(kept, from: file.bytes, to: making, fault)
      guard folder.writer == nil else {
        throw .unfinished(target: target, reason: "somebody began to write \(source) meanwhile.")
      }
      try journal { () throws(JournalError) in try making.finish() }
      return Report(
        kept: kept, problem: problem, fault: fault, audit: audit, beganAnew: making.beganAnew)
    } catch {
      making.abandon()
      throw error
    }
  }

  private static func refuse(_ target: String, beside source: String) throws(SalvageError) {
    var status = stat()
    guard lstat(target, &status) != 0 else { throw .targetExists(path: target) }
    var parent = JournalFolder(path: target).path.split(
      separator: "/", omittingEmptySubsequences: false
    ).dropLast().joined(separator: "/")
    if parent.isEmpty { parent = target.hasPrefix("/") ? "/" : "." }
    guard let inner = resolved(parent), let outer = resolved(source) else { return }
    if inner == outer || inner.hasPrefix(outer + "/") {
      throw .targetInside(path: target, source: source)
    }
  }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private static func refuseWriter(of folder: JournalFolder) throws(SalvageError) {
    guard let writer = folder.writer else { return }
    throw .journal(.locked(path: folder.path, processID: writer.isEmpty ? "(unknown)" : writer))
  }

  /// What is wrong with a journal that nobody is writing.
  private static func report(
    on folder: JournalFolder
  ) throws(SalvageError) -> VerifyReport {
    guard folder.exists else { throw .journal(.notFound(path: folder.path)) }
    try refuseWriter(of: folder)
    let report = try journal { () throws(JournalError) in try JournalVerifier.verify(folder.path) }
    guard let problem = report.problem else {
      throw .sound(path: folder.path, events: report.events)
    }
    guard !report.needsNewer else { throw .newer(path: folder.path, problem: problem) }
    return report
  }

  /// - Returns: The verdict on what was made.
  private static func copy(
    _ kept: SoundPrefix, from file: UnsafeRawBufferPointer, to making: JournalMaking,
    _ fault: String?
  ) throws(SalvageError) -> VerifyReport {
    do throws(JournalError) {
      let log = try LMDBEventLog.openForWriting(
        making.path, durable: true, with: kept.baseSnapshot, making: making.what
      ) { kept.identity.unsealed }
      defer { log.close() }
      var next = kept.identity.base.lastSequence + 1
      var waiting = PageBatch()
      for range in kept.pages {
        next = StoredPage.withExpanded(file[range]) { page in
          waiting.add(next, page)
          return PageHeader.lastSequence(of: page) + 1
        }
        if waiting.bytes.count >= commitBytes { try waiting.commit(to: log, nil) }
      }
      try waiting.commit(to: log, nil)
      if let fault { log.folder.markFault(fault) }
    } catch {
      throw .unfinished(target: making.path, reason: error.description)
    }
    let copied = try journal { () throws(JournalError) in
      try JournalVerifier.verify(making.path, unfinished: true)
    }
    guard copied.headHash == kept.headHash, copied.events == kept.events else {
      throw .unfinished(
        target: making.path,
        reason: "it does not verify: \(copied.problem ?? "its head is another").")
    }
    return copied
  }

  /// One line, for whoever starts the next run.
  private static func faultText(_ kept: SoundPrefix, _ source: String) -> String {
    let sealed = kept.identity.seal.map {
      " It had been sealed, and goes on in journal \($0.child.hex), made at \($0.folder): run only one."
    }
    return
      "\(faultBegins)\(source): whatever came after event \(kept.events) (\(kept.lastAt.text)) is lost. "
      + "Look up every order since then at the broker, then remove this file." + (sealed ?? "")
  }

  private static func journal<Value>(
    _ body: () throws(JournalError) -> Value
  ) throws(SalvageError) -> Value {
    do throws(JournalError) { return try body() } catch { throw .journal(error) }
  }
}
