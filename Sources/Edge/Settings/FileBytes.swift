import Glibc

/// Reads a small file whole.
enum FileBytes {
  /// Why there are no bytes: a part of a sentence.
  struct Fault: Error {
    let reason: String
  }

  /// - Parameter most: The longest file that is read.
  static func read(_ path: String, most: Int) -> Result<[UInt8], Fault> {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return .failure(systemFault()) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { return .failure(systemFault()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      return .failure(Fault(reason: "it is not a file"))
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= most {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(systemFault())
      }
      if count == 0 { return .success(bytes) }
      bytes += buffer[..<count]
    }
    return .failure(Fault(reason: "it is longer than \(most) bytes"))
  }

  private static func systemFault() -> Fault { Fault(reason: String(cString: strerror(errno))) }
}
