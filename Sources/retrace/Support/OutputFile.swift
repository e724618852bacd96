import Glibc

/// A file or stream that could not be written.
struct OutputFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Where a command leaves lines of text: standard output, or a file that gets its name only when it
/// is whole.
struct OutputFile: ~Copyable {
  private let path: String?
  private let replaces: Bool
  private var descriptor: Int32 = -1
  private var waiting: [UInt8] = []

  /// - Parameters:
  ///   - path: Nil is standard output.
  ///   - replaces: Whether a file that is there is replaced by `finish`; else it is left as it is, and
  ///     nothing is begun.
  init(_ path: String?, replaces: Bool = true) throws(OutputFault) {
    self.path = path
    self.replaces = replaces
    guard let path else { return }
    if !replaces && access(path, F_OK) == 0 { throw Self.isThere(path) }
    descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(of: path) }
  }

  deinit {
    guard let path, descriptor >= 0 else { return }
    close(descriptor)
    unlink(path + ".part")
  }

  /// Takes a line; its line feed is added.
  mutating func line(_ text: some Sequence<UInt8>) throws(OutputFault) {
    waiting += text
    waiting.append(UInt8(ascii: "\n"))
    if waiting.count > 1 << 16 { try flush() }
  }

  /// Writes what is left and gives the file its name.
  mutating func finish() throws(OutputFault) {
    try flush()
    guard let path else { return }
    guard fsync(descriptor) == 0 else { throw Self.failure(of: path) }
    try giveName(path)
    close(descriptor)
    descriptor = -1
  }

  private func giveName(_ path: String) throws(OutputFault) {
    let part = path + ".part"
    if replaces {
      guard rename(part, path) == 0 else { throw Self.failure(of: path) }
      return
    }
    // A link, unlike a new name, never takes the place of a file that came meanwhile.
    guard link(part, path) == 0 else {
      throw errno == EEXIST ? Self.isThere(path) : Self.failure(of: path)
    }
    unlink(part)
  }

  private mutating func flush() throws(OutputFault) {
    var rest = waiting[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        write(path == nil ? 1 : descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        // Nobody reads on: the rest has no reader either.
        if errno == EPIPE && path == nil { exit(0) }
        throw Self.failure(of: path ?? "standard output")
      }
      rest = rest.dropFirst(count)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private static func isThere(_ path: String) -> OutputFault {
    OutputFault("\(path) is there already. It was left as it was. Name a new file.")
  }

  private static func failure(of path: String) -> OutputFault {
    OutputFault("Cannot write \(path): \(String(cString: strerror(errno))). It was left as it was.")
  }
}
