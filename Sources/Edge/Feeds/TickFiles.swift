import Glibc

/// The files of ticks or candles that a path stands for.
enum TickFiles {
  /// The file itself, or every `.csv` and `.csv.gz` below the folder, in the order of their paths.
  ///
  /// Whatever begins with a dot is left out. Links are followed; a link to a folder that is being
  /// walked already is not walked again.
  static func below(_ path: String) throws(FeedError) -> [String] {
    let trimmed = withoutTrailingSlashes(path)
    guard let folder = try folderIdentity(trimmed) else { return [trimmed] }
    let files = try walk(trimmed, inside: [folder])
    guard !files.isEmpty else { throw .emptyFolder(file: trimmed) }
    return files
  }

  private struct Identity: Equatable {
    var device: UInt
    var inode: UInt
  }

  private static func walk(
    _ folder: String, inside ancestors: [Identity]
  ) throws(FeedError) -> [String] {
    var files: [String] = []
    for name in try names(in: folder) {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if let identity = try folderIdentity(path) {
        guard !ancestors.contains(identity) else { continue }
        files += try walk(path, inside: ancestors + [identity])
      } else if name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") {
        files.append(path)
      }
    }
    return files
  }

  /// The names of a folder that do not begin with a dot, in the order of their bytes.
  private static func names(in folder: String) throws(FeedError) -> [String] {
    guard let stream = opendir(folder) else { throw failure(of: folder, errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw failure(of: folder, errno) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else {
        throw .unreadable(file: folder, reason: "A name in this folder is not UTF-8")
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
  }

  /// - Returns: nil for a file.
  private static func folderIdentity(_ path: String) throws(FeedError) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(of: path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return nil }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    return trimmed
  }

  private static func failure(of path: String, _ code: Int32) -> FeedError {
    code == ENOENT
      ? .notFound(file: path) : .unreadable(file: path, reason: String(cString: strerror(code)))
  }
}
