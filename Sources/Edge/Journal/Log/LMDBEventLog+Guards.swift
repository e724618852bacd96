import Glibc

/// The file that a journal was opened from for writing.
struct OpenedFile {
  private let descriptor: Int32
  private let device: dev_t
  private let inode: ino_t

  init(_ descriptor: Int32) {
    var status = stat()
    fstat(descriptor, &status)
    self.descriptor = descriptor
    device = status.st_dev
    inode = status.st_ino
  }

  /// Why the file under a name is not this one, or not all of it; nil when all is well.
  ///
  /// - Parameter used: Bytes up to the last tree page in use.
  func difference(from path: String, used: Int) -> String? {
    var own = stat()
    guard fstat(descriptor, &own) == 0 else { return "it can no longer be asked" }
    var named = stat()
    guard stat(path, &named) == 0 else {
      return own.st_nlink == 0 ? "it was removed" : "it was moved away"
    }
    guard named.st_dev == device, named.st_ino == inode else {
      return "another one is in its place"
    }
    return own.st_size < used ? "it was cut" : nil
  }

  /// Where the file is now; nil when no name is left.
  var place: String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_nlink > 0,
      let found = realpath("/proc/self/fd/\(descriptor)", nil)
    else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}

/// What must hold before anything is written.
extension LMDBEventLog {
  /// Refuses to go on when the file under the journal's name is not the one that was opened.
  ///
  /// - Throws: `otherFile`: what was committed so far is in the file that was opened.
  package func refuseOtherFile() throws(JournalError) {
    guard let opened,
      let difference = opened.difference(from: folder.dataFile, used: store.usedBytes)
    else { return }
    throw .otherFile(
      path: folder.path, what: difference, rescued: opened.place, lastDurable: lastDurable)
  }
}
