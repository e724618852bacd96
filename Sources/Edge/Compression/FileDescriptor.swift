import Glibc

/// A regular file, open for reading, closed when let go.
final class FileDescriptor {
  let path: String
  private let number: Int32

  init(path: String) throws(CompressionError) {
    self.path = path
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    let opened = Self.unlessInterrupted { Int(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) }
    guard opened >= 0 else { throw Self.failure(of: path, errno) }
    number = Int32(truncatingIfNeeded: opened)
  }

  deinit { close(number) }

  /// The size in bytes now. Refuses what is not a regular file.
  func size() throws(CompressionError) -> Int64 {
    var status = stat()
    guard Self.unlessInterrupted({ Int(fstat(number, &status)) }) == 0 else {
      throw Self.failure(of: path, errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Int64(status.st_size)
    case S_IFDIR: throw Self.failure(of: path, EISDIR)
    default: throw .unreadable(file: path, reason: "It is not a regular file")
    }
  }

  /// - Returns: How many bytes were read; 0 at the end of the file.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(CompressionError) -> Int {
    let count = Self.unlessInterrupted {
      pread(number, buffer.baseAddress, buffer.count, off_t(offset))
    }
    guard count >= 0 else { throw Self.failure(of: path, errno) }
    return count
  }

  private static func unlessInterrupted(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      guard result == -1, errno == EINTR else { return result }
    }
  }

  private static func failure(of path: String, _ code: Int32) -> CompressionError {
    code == ENOENT
      ? .notFound(file: path) : .unreadable(file: path, reason: String(cString: strerror(code)))
  }
}
