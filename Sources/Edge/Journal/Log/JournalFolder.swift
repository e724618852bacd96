import CPlatform
import Glibc

/// The files beside `data.mdb`: the writer's lock and the mark of a failed write.
package struct JournalFolder: Sendable {
  package let path: String

  package init(path: String) {
    var trimmed = path
    while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
  }

  package var dataFile: String { path + "/data.mdb" }
  package var faultFile: String { path + "/FAULT" }
  var reservedFile: String { path + "/FAULT.reserved" }
  var lockFile: String { path + "/writer.lock" }
  var tableFile: String { path + "/lock.mdb" }
  static let reservedBytes = 4_096

  package var exists: Bool { access(dataFile, F_OK) == 0 }

  /// Makes the folder and those above it.
  ///
  /// - Returns: The folders that were not there before, outermost first.
  @discardableResult func create() throws(JournalError) -> [String] {
    var made = path.hasPrefix("/") ? "/" : ""
    var new: [String] = []
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
      if mkdir(made, 0o755) == 0 {
        new.append(made)
      } else if errno != EEXIST {
        let reason = lastSystemError()
        for folder in new.reversed() { rmdir(folder) }
        throw .unreadable(path: path, reason: reason)
      }
    }
    return new
  }

  // MARK: One writer

  /// Takes the writer's lock and writes our process id into it.
  ///
  /// - Returns: The open file that holds the lock, for `unlock`.
  func lock() throws(JournalError) -> Int32 {
    let lock = try takeLock()
    do throws(JournalError) {
      try note(ownerOf: lock)
    } catch {
      Self.unlock(lock)
      throw error
    }
    return lock
  }

  /// Takes the writer's lock without saying who has it: an empty one was never held by a writer.
  func takeLock() throws(JournalError) -> Int32 {
    let file = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard file >= 0 else { throw .unreadable(path: path, reason: lastSystemError()) }
    guard Self.lockPatiently(file) else {
      let code = errno
      let owner = contents(of: file)
      Glibc.close(file)
      guard code == EWOULDBLOCK else {
        throw .unreadable(path: path, reason: String(cString: strerror(code)))
      }
      throw .locked(path: path, processID: owner.isEmpty ? "(unknown)" : owner)
    }
    return file
  }

  /// Writes our process id into the file of the lock that we hold.
  func note(ownerOf file: Int32) throws(JournalError) {
    let text = [UInt8]("\(getpid())\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
      throw .unreadable(path: path, reason: lastSystemError())
    }
  }

  /// Lets a lock go. Closing the file alone would not, while a process just forked still has it too.
  static func unlock(_ file: Int32) {
    _ = retrace_unlock(file)
    Glibc.close(file)
  }

  /// Somebody who only looks whether there is a writer holds a shared lock for a moment.
  private static func lockPatiently(_ file: Int32) -> Bool {
    for _ in 0..<200 {
      if retrace_try_lock(file) == 0 { return true }
      guard errno == EWOULDBLOCK else { return false }
      sched_yield()
    }
    return retrace_try_lock(file) == 0
  }

  /// The process that holds the writer's lock now, nil when nobody does.
  package var writer: String? {
    let file = open(lockFile, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { Self.unlock(file) }
    if retrace_probe_lock(file) == 0 { return nil }
    return contents(of: file)
  }

  // MARK: The failure that cannot be recorded

  /// Reserves the space a fault needs, so that a full disk still has room for it.
  func reserveFault() throws(JournalError) {
    var status = stat()
    if lstat(reservedFile, &status) == 0, status.st_size == Self.reservedBytes { return }
    try writeSynced(reservedFile, [UInt8](repeating: 0, count: Self.reservedBytes))
  }

  /// Marks that a write failed: fills the reserved file, syncs it, gives it its name.
  func markFault(_ text: String) {
    var line = [UInt8](text.utf8.prefix(Self.reservedBytes - 1)) + [10]
    line += [UInt8](repeating: 32, count: Self.reservedBytes - line.count)
    let file = open(
      reservedFile, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard file >= 0 else { return }
    _ = pwrite(file, line, line.count, 0)
    // Without the blanks for whoever looks at it; they kept its space until it was needed.
    _ = ftruncate(file, off_t(min(text.utf8.count, Self.reservedBytes - 1) + 1))
    _ = fsync(file)
    Glibc.close(file)
    _ = rename(reservedFile, faultFile)
    syncFolder()
  }

  /// The first line of the FAULT file, nil when there is none.
  package var fault: String? {
    let file = open(faultFile, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    // What cannot be opened is there all the same.
    guard file >= 0 else { return errno == ENOENT || errno == ENOTDIR ? nil : "(unreadable)" }
    defer { Glibc.close(file) }
    return contents(of: file)
  }

  // MARK: Small files

  func writeSynced(_ name: String, _ bytes: [UInt8]) throws(JournalError) {
    let file = open(
      name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard file >= 0 else { throw .unreadable(path: path, reason: lastSystemError()) }
    let written = write(file, bytes, bytes.count)
    let synced = fsync(file)
    let reason = lastSystemError()
    Glibc.close(file)
    guard written == bytes.count, synced == 0 else { throw .unreadable(path: path, reason: reason) }
    syncFolder()
  }

  func syncFolder() {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    Glibc.close(folder)
  }

  /// The first line of a small file.
  func contents(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = pread(file, &bytes, bytes.count, 0)
    let line = bytes.prefix(max(0, count)).prefix { $0 != 10 && $0 != 0 }
    // FAULT has blanks up to the size that was reserved for it.
    let end = line.lastIndex { $0 != 32 && $0 != 13 }.map { $0 + 1 } ?? line.startIndex
    return String(decoding: line[..<end], as: UTF8.self)
  }
}

/// What the operating system said of the last failed call.
func lastSystemError() -> String { String(cString: strerror(errno)) }

extension JournalFolder {
  /// Bytes of the data file as the file system allots them: its holes take none. 0 when there is none.
  package var allottedBytes: Int64 {
    var status = stat()
    return stat(dataFile, &status) == 0 ? Int64(status.st_blocks) * 512 : 0
  }

  /// Device and number of the data file: two paths with the same are one journal.
  package var dataFileIdentity: [UInt64] {
    var status = stat()
    guard stat(dataFile, &status) == 0 else { return [] }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }
}
