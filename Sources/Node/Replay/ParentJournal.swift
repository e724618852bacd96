import Events
import Journal
import Turns

/// The journal that a child goes on behind: opened only for what the child's base does not tell.
enum ParentJournal {
  /// Lets fresh actors receive the parent to its end.
  ///
  /// - Parameter why: What the base does not tell.
  /// - Throws: `JournalError.parentNeeded` when the parent is not where it was, or is another one now.
  static func restore(
    of log: any EventLog, path: String, into engine: inout TurnEngine<Reducers>, why: String
  ) throws -> Restoration {
    let (parent, folder) = try open(behind: log, path: path, why: why)
    defer { parent.close() }
    return try Replay.restore(parent, path: folder, into: &engine, fromZero: true)
  }

  /// Opens the parent for reading.
  static func open(
    behind log: any EventLog, path: String, why: String
  ) throws -> (log: LMDBEventLog, folder: String) {
    let base = log.identity.base
    for folder in places(of: base, path) where JournalFolder(path: folder).exists {
      let parent = try LMDBEventLog.openForReading(folder)
      if try isIt(parent, base) { return (parent, folder) }
      parent.close()
    }
    throw JournalError.parentNeeded(path: path, base: base, why: why)
  }

  /// Where it was when the child was made, and beside the child, should both have moved together.
  private static func places(of base: JournalOrigin, _ path: String) -> [String] {
    let name = base.folder.split(separator: "/").last.map { String($0) } ?? base.folder
    var beside = JournalFolder(path: path).path
    while let last = beside.last, last != "/" { beside.removeLast() }
    return [base.folder, beside + name]
  }

  /// Whether a journal ends where the base is, with the same head.
  private static func isIt(_ parent: LMDBEventLog, _ base: JournalOrigin) throws -> Bool {
    guard parent.identity.id == base.parent, let newest = try parent.newestPage() else {
      return false
    }
    let header = try newest.bytes.withUnsafeBytes { try PageHeader(page: $0) }
    return header.lastSequence == base.lastSequence
      && ChainState.headHash(
        journal: base.parent, lastSequence: header.lastSequence, contentHead: header.contentHead,
        nodeHead: header.nodeHead) == base.headHash
  }
}
