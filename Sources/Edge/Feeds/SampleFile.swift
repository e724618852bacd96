import Compression
import Files
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
    do throws(NewFileFault) {
      var file = try NewFile(path)
      try file.write(bytes)
      try file.finish()
    } catch {
      throw .unwritable(file: path, reason: Self.reason(error))
    }
  }

  private static func reason(_ fault: NewFileFault) -> String {
    switch fault {
    case .isThere: "a file of this name came meanwhile"
    case .inJournal: "its folder is a journal's"
    case .failed(_, let reason): reason
    }
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
