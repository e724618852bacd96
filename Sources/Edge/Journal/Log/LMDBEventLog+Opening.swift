import Events
import Glibc

extension LMDBEventLog {
  /// Opens a journal for writing, or makes one.
  ///
  /// - Parameters:
  ///   - newborn: Identity of a journal that is made now.
  ///   - snapshot: What the reducers know at the base of a child that is made now.
  ///   - making: What makes this journal step by step and finishes it later, as the mark will say; nil for a
  ///     journal that is finished with its birth.
  package static func openForWriting(
    _ path: String, durable: Bool, with snapshot: PendingSnapshot? = nil, making: String? = nil,
    newborn: () -> JournalIdentity
  ) throws(JournalError) -> LMDBEventLog {
    let folder = JournalFolder(path: path)
    let made = try folder.create()
    let lock: Int32
    let isBirth: Bool
    do throws(JournalError) {
      try folder.refuseOtherThanFiles()
      (lock, isBirth) = try begin(folder, making: making)
    } catch {
      for folder in made.reversed() { rmdir(folder) }
      throw error
    }
    do throws(JournalError) {
      if isBirth { try folder.markUnfinished(making ?? birth) }
      try folder.note(ownerOf: lock)
      let log = try openLocked(folder, durable: durable, snapshot, newborn)
      if isBirth, making == nil { try folder.unmark() }
      log.lockFile = lock
      return log
    } catch {
      // Only what was made for it is taken away again.
      if isBirth { folder.removeUnfinished(made) }
      JournalFolder.unlock(lock)
      throw error
    }
  }

  private static let birth = "the birth of a journal"

  /// Takes the lock, clears what an interrupted birth left, and refuses what is neither that nor a journal.
  ///
  /// - Returns: Whether a journal is made now, of which a failure leaves nothing.
  private static func begin(
    _ folder: JournalFolder, making: String?
  ) throws(JournalError) -> (lock: Int32, isBirth: Bool) {
    let lock = try folder.takeLock()
    do throws(JournalError) {
      if let what = folder.unfinished {
        // What another command was making is for that command.
        guard what == making ?? birth else { throw .unfinished(path: folder.path, what: what) }
        try folder.clearUnfinished()
        return (lock, true)
      }
      if let remains = folder.remains {
        throw .damaged(path: folder.path, what: remains, goodThrough: 0)
      }
      return (lock, !folder.exists)
    } catch {
      JournalFolder.unlock(lock)
      throw error
    }
  }

  private static func openLocked(
    _ folder: JournalFolder, durable: Bool, _ snapshot: PendingSnapshot?,
    _ newborn: () -> JournalIdentity
  ) throws(JournalError) -> LMDBEventLog {
    // An earlier program's birth that was interrupted goes on: whatever is there, it holds no record yet.
    if folder.exists { try refuseDamage(in: folder, birthMayGoOn: true) }
    try folder.reserveTable()
    let store = try open(folder, writable: true, durable: durable)
    if try isEmpty(store, folder) {
      try MetaRecord.write(newborn(), snapshot, to: store, folder: folder)
    }
    // Behind the first commit: FAULT.reserved without a journal is what is left of one.
    try folder.reserveFault()
    let identity = try MetaRecord.read(from: store, folder: folder)
    if let seal = identity.seal {
      throw .sealed(path: folder.path, child: seal.child.hex, folder: seal.folder)
    }
    let log = LMDBEventLog(folder: folder, store: store, identity: identity)
    log.lastDurable = identity.base.lastSequence
    if let newest = try log.newestPage() {
      log.lastDurable = try Self.lastSequence(of: newest, in: folder)
    }
    log.opened = OpenedFile(store.descriptor)
    log.metaPages = MetaPages(folder)
    if durable { log.space = Preallocation(folder, used: store.usedBytes) }
    return log
  }

  /// Opens a journal for reading; a writer may be at work meanwhile.
  ///
  /// - Parameter unfinished: Whether one is read that this process is making.
  package static func openForReading(
    _ path: String, unfinished: Bool = false
  ) throws(JournalError) -> LMDBEventLog {
    let folder = JournalFolder(path: path)
    try folder.refuseForReading(unfinished: unfinished)
    if folder.writer == nil { try refuseDamage(in: folder, birthMayGoOn: false) }
    try folder.reserveTable()
    let store = try open(folder, writable: false, durable: true)
    let identity = try MetaRecord.read(from: store, folder: folder)
    return LMDBEventLog(folder: folder, store: store, identity: identity)
  }

  /// LMDB trusts its file: one whose tree is not sound is refused before LMDB follows it.
  private static func refuseDamage(
    in folder: JournalFolder, birthMayGoOn: Bool
  ) throws(JournalError) {
    let file = try MappedFile(folder.dataFile, isSkimmed: true)
    do throws(TreeFault) {
      if file.bytes.isEmpty { throw TreeFault.noDatabases }
      _ = try TreeFile(file.bytes)
    } catch {
      guard error == .noDatabases else {
        throw .damaged(path: folder.path, what: error.description, goodThrough: 0)
      }
      if !birthMayGoOn { throw .notAJournal(path: folder.path) }
    }
  }

  private static func open(
    _ folder: JournalFolder, writable: Bool, durable: Bool
  ) throws(JournalError) -> LMDB {
    do throws(LMDB.Failure) {
      return try LMDB(path: folder.path, writable: writable, durable: durable)
    } catch {
      if error.isNotFound { throw .notAJournal(path: folder.path) }
      throw .unreadable(path: folder.path, reason: error.text)
    }
  }

  private static func isEmpty(_ store: LMDB, _ folder: JournalFolder) throws(JournalError) -> Bool {
    var empty = true
    do throws(LMDB.Failure) {
      try store.read { transaction throws(LMDB.Failure) in
        for database in [LMDB.Database.meta, .pages] {
          try transaction.forEach(database, fromAtOrBefore: [0]) { _, _ in
            empty = false
            return false
          }
        }
      }
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
    return empty
  }
}
