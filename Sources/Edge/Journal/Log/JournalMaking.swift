import Files
import Glibc

/// A journal that a command makes step by step, in a folder that no command takes for a journal, until it
/// is whole.
///
///     nothing                ── begun ───────────────▶ TARGET.unfinished, marked
///     TARGET.unfinished      ── whole, synced ───────▶ TARGET
///     TARGET.unfinished      ── failed ──────────────▶ nothing
///     left by a killed one   ── begun again ─────────▶ TARGET.unfinished, anew
///
/// Killed at any instruction, TARGET is absent or whole.
package struct JournalMaking {
  private let target: String
  /// Where it is made.
  package let path: String
  /// What makes it, as the mark says.
  package let what: String
  /// Whether what an earlier one had left was removed.
  package let beganAnew: Bool
  private let note: String

  /// - Parameters:
  ///   - target: Nothing is there, or an empty folder.
  ///   - isOurs: Whether a whole journal at the place of the making is one of these: an earlier making was
  ///     killed just before its end.
  package init(
    _ target: String, by what: String, isOurs: (JournalIdentity) -> Bool
  ) throws(JournalError) {
    self.target = JournalFolder(path: target).path
    path = self.target + ".unfinished"
    self.what = what
    note = "\(path) is left half done; the same command again begins anew."
    let folder = JournalFolder(path: path)
    var status = stat()
    beganAnew = lstat(path, &status) == 0
    if beganAnew { try Self.clear(folder, what, isOurs) }
    HalfDone.note(note)
  }

  private static func clear(
    _ folder: JournalFolder, _ what: String, _ isOurs: (JournalIdentity) -> Bool
  ) throws(JournalError) {
    let lock = try folder.lock()
    defer { JournalFolder.unlock(lock) }
    if let mark = folder.unfinished {
      guard mark == what else { throw .unfinished(path: folder.path, what: mark) }
    } else if folder.exists {
      let log = try LMDBEventLog.openForReading(folder.path)
      defer { log.close() }
      guard isOurs(log.identity) else { throw .inTheWay(path: folder.path) }
    }
    // Its own copy, where the making ended while pages were compressed.
    let inner = JournalFolder(path: folder.path + "/sealing")
    if inner.unfinished != nil { inner.removeUnfinished([inner.path]) }
    folder.removeUnfinished([folder.path])
    var status = stat()
    guard lstat(folder.path, &status) != 0 else { throw .inTheWay(path: folder.path) }
  }

  /// Gives the journal its name: it is whole, synced, and nobody has it open.
  package func finish() throws(JournalError) {
    let folder = JournalFolder(path: path)
    try folder.unmark()
    guard rename(path, target) == 0 else {
      let reason = lastSystemError()
      abandon()
      throw .unreadable(path: target, reason: reason)
    }
    var above = target.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if above.isEmpty { above = target.hasPrefix("/") ? "/" : "." }
    JournalFolder(path: above).syncFolder()
    HalfDone.forget(note)
  }

  /// Leaves nothing.
  package func abandon() {
    let inner = JournalFolder(path: path + "/sealing")
    if inner.unfinished != nil { inner.removeUnfinished([inner.path]) }
    JournalFolder(path: path).removeUnfinished([path])
    HalfDone.forget(note)
  }
}
