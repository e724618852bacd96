import Compression
import Glibc

/// Writes a whole file or nothing, and never over another one.
enum SampleFile {
  static func makeFolder(_ folder: String) throws(FeedError) {
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure(of: folder) }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(FeedError) {
    if let present = try content(of: path, atMost: bytes.count + 1) {
      guard present == bytes else {
        throw .unwritable(file: path, reason: "a file of this name with other bytes is there")
      }
      return
    }
    // Under its own name only when it is whole.
    let part = path + ".part"
    let file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure(of: path) }
    let isWhole = append(bytes, to: file)
    let outcome = isWhole ? rename(part, path) : -1
    defer { close(file) }
    guard outcome == 0 else {
      let failure = failure(of: path)
      unlink(part)
      throw failure
    }
  }

  /// - Returns: false if the system refused; `errno` says why.
  private static func append(_ bytes: [UInt8], to file: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { return false }
      written += max(0, count)
    }
    return true
  }

  /// - Returns: The first bytes of a file; nil if there is none.
  private static func content(of path: String, atMost count: Int) throws(FeedError) -> [UInt8]? {
    do {
      return try ByteSource(path: path).head(count)
    } catch {
      if case .notFound = error { return nil }
      throw FeedError(error, line: 1)
    }
  }

  private static func failure(of path: String) -> FeedError {
    .unwritable(file: path, reason: String(cString: strerror(errno)))
  }
}
