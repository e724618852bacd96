import Files
import Glibc

/// Where a command leaves lines of text: standard output, or a new file that gets its name only when it
/// is whole.
struct OutputFile: ~Copyable {
  /// Nil is standard output.
  private var file: NewFile?
  private var waiting: [UInt8] = []

  /// - Parameter path: Nil is standard output.
  init(_ path: String?) throws(NewFileFault) {
    if let path { file = try NewFile(path) } else { file = nil }
  }

  /// Takes a line; its line feed is added.
  mutating func line(_ text: String) throws(NewFileFault) {
    waiting += Shown.text(text).utf8
    waiting.append(UInt8(ascii: "\n"))
    if waiting.count > 1 << 16 { try flush() }
  }

  /// Whether somebody may still read what is written.
  var isWanted: Bool { file != nil || Console.isApplied }

  /// Writes what is left and gives the file its name.
  mutating func finish() throws(NewFileFault) {
    try flush()
    try file?.finish()
  }

  private mutating func flush() throws(NewFileFault) {
    defer { waiting.removeAll(keepingCapacity: true) }
    if file == nil {
      Console.write(waiting, to: 1)
    } else {
      try file?.write(waiting)
    }
  }
}
