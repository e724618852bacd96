import Glibc
import Node

/// Measures what a disk can do at most, so that a slow report can say whose fault it is.
enum DiskProbe {
  private static let writes = 200
  private static let bytes = 8_192

  /// How often a second a folder's disk writes 8 KiB behind each other and syncs them.
  static func syncsPerSecond(in folder: String) throws -> Double {
    let path = "\(folder)/probe"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw HarnessError.system(path, errno) }
    defer {
      close(file)
      unlink(path)
    }
    let block = [UInt8](repeating: 0x5A, count: bytes)
    let begin = monotonicNanoseconds()
    for place in 0..<writes {
      guard pwrite(file, block, bytes, off_t(place * bytes)) == bytes, fdatasync(file) == 0 else {
        throw HarnessError.system(path, errno)
      }
    }
    return Double(writes) / (Double(monotonicNanoseconds() - begin) / 1e9)
  }
}
