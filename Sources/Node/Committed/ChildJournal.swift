import Journal

/// The journal that goes on behind a sealed one.
enum ChildJournal {
  /// Opens it for reading, where it was made, or beside its parent should both have moved together.
  ///
  /// - Throws: `JournalError.childNeeded` when it is in neither place, or is another one now.
  static func open(of seal: JournalSeal, path: String) throws -> LMDBEventLog {
    let name = seal.folder.split(separator: "/").last.map { String($0) } ?? seal.folder
    var beside = JournalFolder(path: path).path
    while let last = beside.last, last != "/" { beside.removeLast() }
    for folder in [seal.folder, beside + name] where JournalFolder(path: folder).exists {
      let child = try LMDBEventLog.openForReading(folder)
      if child.identity.id == seal.child { return child }
      child.close()
    }
    throw JournalError.childNeeded(path: path, child: seal.child.hex, folder: seal.folder)
  }
}
