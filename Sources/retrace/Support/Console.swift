import Glibc

/// Standard output and error, written whole.
enum Console {
  /// Whether progress may be shown: standard error is a terminal.
  static var isInteractive: Bool { isatty(2) == 1 }

  static func print(_ text: String) { write(text + "\n", to: 1) }

  static func error(_ text: String) { write(text + "\n", to: 2) }

  /// Replaces the progress line on a terminal; says nothing elsewhere.
  static func progress(_ text: String) {
    if isInteractive { write("\r\u{1B}[K" + text, to: 2) }
  }

  static func endProgress() {
    if isInteractive { write("\r\u{1B}[K", to: 2) }
  }

  /// Bytes as they are; a closed pipe ends the program quietly, since nobody reads on.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        exit(errno == EPIPE ? 0 : ExitStatus.unknown.rawValue)
      }
      rest = rest.dropFirst(written)
    }
  }
}
