import Glibc

/// A file as read-only memory, for as long as this object lives.
final class MappedFile {
  let bytes: UnsafeRawBufferPointer
  private let start: UnsafeMutableRawPointer?

  init(_ path: String) throws(JournalError) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { throw .notFound(path: path) }
      throw .unreadable(path: path, reason: lastSystemError())
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw .unreadable(path: path, reason: lastSystemError())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a file")
    }
    let count = Int(status.st_size)
    guard count > 0 else {
      start = nil
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let mapped = mmap(nil, count, PROT_READ, MAP_SHARED, file, 0), mapped != MAP_FAILED else {
      throw .unreadable(path: path, reason: lastSystemError())
    }
    start = mapped
    bytes = UnsafeRawBufferPointer(start: mapped, count: count)
  }

  deinit { if let start { munmap(start, bytes.count) } }
}
