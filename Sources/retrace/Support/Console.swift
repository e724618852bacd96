import Glibc
import Synchronization

/// Standard output and error, written whole.
///
/// What cannot be written never ends the program: a node goes on whoever looks, and a verdict is an exit
/// status before it is a text.
enum Console {
  /// What became of standard output.
  private enum Reader {
    static let reads: UInt8 = 0
    /// A closed pipe: nobody reads on.
    static let left: UInt8 = 1
    /// A full disk, say: somebody may read, and gets too little.
    static let lost: UInt8 = 2
  }

  private static let reader = Atomic<UInt8>(Reader.reads)

  /// Whether standard output still goes somewhere: what only writes there may stop when it does not.
  static var isApplied: Bool { reader.load(ordering: .relaxed) == Reader.reads }

  /// Whether somebody will read what is written later; asked of the system, for who writes seldom.
  static var hasReader: Bool {
    var stream = pollfd(fd: 1, events: 0, revents: 0)
    let isBroken = poll(&stream, 1, 0) == 1 && stream.revents & Int16(POLLERR) != 0
    return isApplied && !isBroken
  }

  /// Whether something was not written to standard output though somebody may read it.
  static var hasLostOutput: Bool { reader.load(ordering: .relaxed) == Reader.lost }

  /// Whether progress may be shown: standard error is a terminal.
  static var isInteractive: Bool { isatty(2) == 1 }

  static func print(_ text: String) { write(Array((Shown.text(text) + "\n").utf8), to: 1) }

  static func error(_ text: String) { write(Array((Shown.text(text) + "\n").utf8), to: 2) }

  /// Text without a line feed of its own.
  static func write(_ text: String) { write(Array(Shown.text(text).utf8), to: 1) }

  /// Replaces the progress line on a terminal; says nothing elsewhere.
  static func progress(_ text: String) {
    if isInteractive { write(Array(("\r\u{1B}[K" + Shown.text(text)).utf8), to: 2) }
  }

  static func endProgress() {
    if isInteractive { write(Array("\r\u{1B}[K".utf8), to: 2) }
  }

  /// Notes that standard output was closed before we began: whoever closed it reads nothing.
  static func noteClosedOutput() { isClosed.store(true, ordering: .relaxed) }

  private static let isClosed = Atomic<Bool>(false)

  /// Bytes as they are; what cannot be written is dropped, and so is what follows it on standard output.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    guard descriptor != 1 || isApplied else { return }
    if descriptor == 1, isClosed.load(ordering: .relaxed) { return lose(EBADF) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        if descriptor == 1 { lose(errno) }
        return
      }
      rest = rest.dropFirst(written)
    }
  }

  /// Nobody reads on, or what somebody may read is lost, which is said once.
  private static func lose(_ code: Int32) {
    reader.store(code == EPIPE ? Reader.left : Reader.lost, ordering: .relaxed)
    guard code != EPIPE else { return }
    error(
      "retrace: standard output could not be written: \(String(cString: strerror(code))). What was "
        + "printed is not the whole.")
  }
}
