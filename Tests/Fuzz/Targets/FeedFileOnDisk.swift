import Foundation
import Glibc

/// One file that is written anew for each string of bytes: the readers of feeds open paths.
final class FeedFileOnDisk: @unchecked Sendable {
  let path: String
  private let descriptor: Int32

  /// - Parameter name: Says the instrument.
  init(_ name: String) {
    let folder = "\(FileManager.default.temporaryDirectory.path)/retrace-fuzz-\(getpid())"
    mkdir(folder, 0o700)
    path = "\(folder)/\(name)"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0, "\(path) cannot be written")
  }

  /// libFuzzer writes and reads on one thread.
  func write(_ bytes: UnsafeRawBufferPointer) {
    let written = pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
    precondition(written == bytes.count && ftruncate(descriptor, off_t(bytes.count)) == 0)
  }
}
