import CPlatform
import Glibc

/// Why a new file could not be made. Nothing that was there has been touched.
package enum NewFileFault: Error, Equatable, Sendable {
  /// Something of this name is there.
  case isThere(path: String)
  /// Its folder is a journal's, which holds nothing but the journal.
  case inJournal(path: String)
  /// What the operating system said.
  case failed(path: String, reason: String)
}

extension NewFileFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .isThere(let path): "\(path) is there already. It was left as it was. Name a new file."
    case .inJournal(let path):
      "\(path) would lie in the folder of a journal, which holds nothing else. Nothing was written. "
        + "Name a file elsewhere."
    case .failed(let path, let reason):
      "Cannot write \(path): \(reason). What was there is as it was."
    }
  }
}

/// A file that gets its name only when it is whole and synced, and never takes the place of another one.
///
/// Every command that leaves a file writes it through this.
package struct NewFile: ~Copyable {
  private let path: String
  private let part: String
  private var descriptor: Int32

  /// Begins a file beside its place, under a name that nobody can foresee.
  ///
  /// - Throws: `isThere` and `inJournal` before anything is made.
  package init(_ path: String) throws(NewFileFault) {
    let part = try Self.part(beside: path)
    HalfDone.note(file: part)
    let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let fault = Self.failure(of: path)
      HalfDone.forget(part)
      throw fault
    }
    self.path = path
    self.part = part
    self.descriptor = descriptor
  }

  /// A name beside a path that nothing has yet.
  private static func part(beside path: String) throws(NewFileFault) -> String {
    var status = stat()
    if lstat(path, &status) == 0 { throw .isThere(path: path) }
    let folder = folder(of: path)
    if isJournal(folder) { throw .inJournal(path: path) }
    var bytes = [UInt8](repeating: 0, count: 8)
    guard getentropy(&bytes, bytes.count) == 0 else { throw failure(of: path) }
    let number = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return "\(folder)/.\(String(number, radix: 16)).part"
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(part)
    HalfDone.forget(part)
  }

  package func write(_ bytes: some Sequence<UInt8>) throws(NewFileFault) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw Self.failure(of: path) }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Syncs the file and gives it its name.
  package mutating func finish() throws(NewFileFault) {
    guard fsync(descriptor) == 0 else { throw Self.failure(of: path) }
    guard retrace_rename_new(part, path) == 0 else {
      throw errno == EEXIST ? .isThere(path: path) : Self.failure(of: path)
    }
    close(descriptor)
    descriptor = -1
    HalfDone.forget(part)
    let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      close(folder)
    }
  }

  /// The folder that a path names its last part in.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether a journal is, was or will be in a folder.
  private static func isJournal(_ folder: String) -> Bool {
    ["data.mdb", "FAULT", "FAULT.reserved", "writer.lock", "UNFINISHED"].contains {
      var status = stat()
      return lstat("\(folder)/\($0)", &status) == 0
    }
  }

  private static func failure(of path: String) -> NewFileFault {
    .failed(path: path, reason: String(cString: strerror(errno)))
  }
}
