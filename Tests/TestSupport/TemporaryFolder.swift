import Foundation

/// A folder of its own for one test, removed with everything in it when let go.
///
/// Hold it as a stored property of the suite: a local one may be let go after its last use.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    let parent = FileManager.default.temporaryDirectory
    var name = Array(
      parent.appending(path: "retrace-XXXXXX").path(percentEncoded: false).utf8CString)
    guard mkdtemp(&name) != nil else {
      fatalError("no temporary folder could be made in \(parent)")
    }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in it, there or not.
  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, and the folders on the way to it.
  @discardableResult
  package func write(_ name: String, _ bytes: some Collection<UInt8>) throws -> String {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return path(name)
  }

  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  @discardableResult
  package func makeFolder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
    return path(name)
  }

  /// Copies a file or a folder into this one.
  @discardableResult
  package func copy(_ source: String, as name: String) throws -> String {
    try FileManager.default.copyItem(atPath: source, toPath: path(name))
    return path(name)
  }

  package func contains(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  package func text(of name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
}
