import Glibc

/// What tells a journal from one that is not finished, and from what is left of one.
///
///     nothing        ── locked, marked UNFINISHED ────▶ being made
///     being made     ── identity durable, mark gone ──▶ a journal
///     being made     ── failed ───────────────────────▶ nothing
///     being made     ── killed, opened again ─────────▶ nothing, and made anew
///
/// The mark is made and taken away by who holds the writer's lock.
extension JournalFolder {
  var markFile: String { path + "/UNFINISHED" }

  /// What is being made here by a process that has not finished, or was killed; nil in a journal.
  package var unfinished: String? {
    let file = open(markFile, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { Glibc.close(file) }
    return contents(of: file)
  }

  /// Why what is here is the rest of a journal and no place for a new one; nil elsewhere.
  package var remains: String? {
    var status = stat()
    let isMissing = stat(dataFile, &status) != 0
    guard isMissing && errno == ENOENT || !isMissing && status.st_size == 0 else { return nil }
    let others = [
      ("FAULT.reserved", reservedFile), ("lock.mdb", tableFile), ("FAULT", faultFile),
    ].filter { _, file in lstat(file, &status) == 0 }
    guard let beside = others.first?.0 ?? (hasHadWriter ? "writer.lock" : nil) else { return nil }
    return "data.mdb is \(isMissing ? "missing" : "empty") beside \(beside)"
  }

  private var hasHadWriter: Bool {
    let file = open(lockFile, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { Glibc.close(file) }
    return !contents(of: file).isEmpty
  }

  /// Refuses to read what is not finished, what was lost, and what cannot be files of a journal.
  func refuseForReading(unfinished isExpected: Bool = false) throws(JournalError) {
    try refuseOtherThanFiles()
    if !isExpected, let what = unfinished { throw .unfinished(path: path, what: what) }
    if let remains { throw .damaged(path: path, what: remains, goodThrough: 0) }
    guard exists else { throw .notFound(path: path) }
  }

  /// Refuses pipes, devices and folders in the places of a journal's files: some would be waited for.
  func refuseOtherThanFiles() throws(JournalError) {
    for file in [dataFile, tableFile, lockFile, faultFile, reservedFile] {
      var status = stat()
      guard stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { continue }
      throw .unreadable(
        path: path, reason: "\(file.split(separator: "/").last ?? "") is not a file")
    }
  }

  // MARK: Marks

  func markUnfinished(_ what: String) throws(JournalError) {
    try writeSynced(markFile, Array((what + "\n").utf8))
  }

  /// From here on it is a journal.
  func unmark() throws(JournalError) {
    guard unlink(markFile) == 0 || errno == ENOENT else {
      throw .unreadable(path: path, reason: lastSystemError())
    }
    syncFolder()
  }

  /// Removes what the making of a journal leaves, the lock aside.
  func clearUnfinished() throws(JournalError) {
    for file in [dataFile, tableFile, faultFile, reservedFile] where unlink(file) != 0 {
      guard errno == ENOENT else { throw .unreadable(path: file, reason: lastSystemError()) }
    }
  }

  /// Removes all that the making of a journal leaves, and the folders that were made for it.
  func removeUnfinished(_ folders: [String]) {
    for file in [dataFile, tableFile, faultFile, reservedFile, lockFile, markFile] { unlink(file) }
    for folder in folders.reversed() { rmdir(folder) }
  }

  /// Has the blocks of LMDB's reader table allotted: on a full disk, storing into a hole of a mapped file
  /// would end the process.
  func reserveTable() throws(JournalError) {
    let file = open(tableFile, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    // A folder that may only be read: LMDB then reads without a table.
    guard file >= 0 else { return }
    defer { Glibc.close(file) }
    let code = posix_fallocate(file, 0, off_t(LMDB.tableBytes))
    guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
      throw .unreadable(path: path, reason: String(cString: strerror(code)))
    }
  }
}
