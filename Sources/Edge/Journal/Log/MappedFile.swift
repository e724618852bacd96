import Glibc

/// A file as read-only memory, for as long as this object lives.
final class MappedFile {
  let bytes: UnsafeRawBufferPointer
  private let start: UnsafeMutableRawPointer?

  /// - Parameter isSkimmed: Whether only few places of it will be looked at, so that the system should not
  ///   read ahead.
  init(_ path: String, isSkimmed: Bool = false) throws(JournalError) {
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
    if isSkimmed { madvise(mapped, count, Int32(MADV_RANDOM)) }
    start = mapped
    bytes = UnsafeRawBufferPointer(start: mapped, count: count)
  }

  deinit { if let start { munmap(start, bytes.count) } }
}

/// Gives the whole memory pages inside a part of a mapped file back to the system, once it was read: a
/// long journal must not fill the memory of the process that walks it. Reading them again is still fine.
func trim(_ bytes: UnsafeRawBufferPointer) {
  let size = UInt(sysconf(Int32(_SC_PAGESIZE)))
  let begin = (UInt(bitPattern: bytes.baseAddress) &+ size &- 1) / size &* size
  let end = UInt(bitPattern: bytes.baseAddress) &+ UInt(bytes.count)
  guard end > begin, end &- begin >= size, let start = UnsafeMutableRawPointer(bitPattern: begin)
  else {
    return
  }
  madvise(start, Int((end &- begin) / size &* size), Int32(MADV_DONTNEED))
}
