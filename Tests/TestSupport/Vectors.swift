import Foundation

/// Finds and reads the conformance vectors.
///
/// `RETRACE_VECTORS` names a folder that contains `kernel/` and its neighbours; without it, the
/// copy in Tests/Vectors is read. Files made of recorded market prices are not in the copy: they
/// are looked for in `RETRACE_VECTORS`, else in `shared/vectors` beside the package.
package enum Vectors {
  /// Reads one file, such as `kernel/v1-pin.json`.
  package static func read(_ name: String) throws -> VectorValue {
    try decode(folder.appending(path: name))
  }

  /// Reads one file of recorded market prices.
  package static func readRecorded(_ name: String) throws -> VectorValue {
    try decode(recordedFolder.appending(path: name))
  }

  /// Reads the input that a recorded vector names: a file beside it.
  package static func readInput(of name: String) throws -> VectorValue {
    try readRecorded(inputName(of: name))
  }

  /// Whether a recorded vector and the input that it names are on this machine; says what is missing.
  package static func hasRecordedWithInput(_ name: String) -> Bool {
    guard hasRecorded(name) else { return false }
    // A vector that cannot be read, or names no input, is a fault: its tests run and say so.
    guard let input = try? inputName(of: name) else { return true }
    return hasRecorded(input)
  }

  private static func inputName(of name: String) throws -> String {
    let input = try readRecorded(name)["input"].text()
    return (name as NSString).deletingLastPathComponent + "/" + input
  }

  /// Whether a file of recorded market prices is on this machine; says so when it is not.
  package static func hasRecorded(_ name: String) -> Bool {
    let isThere = FileManager.default.fileExists(
      atPath: recordedFolder.appending(path: name).path(percentEncoded: false))
    if !isThere {
      print("Skipped: \(name) holds recorded prices and is not here. Set RETRACE_VECTORS.")
    }
    return isThere
  }

  /// The folder that holds Package.swift.
  package static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path(percentEncoded: false)

  private static let named = ProcessInfo.processInfo.environment["RETRACE_VECTORS"].map {
    URL(filePath: $0, directoryHint: .isDirectory)
  }

  private static let folder =
    named ?? URL(filePath: packageRoot).appending(path: "Tests/Vectors")

  private static let recordedFolder =
    named
    ?? URL(filePath: packageRoot).deletingLastPathComponent().appending(path: "shared/vectors")

  private static func decode(_ file: URL) throws -> VectorValue {
    try JSONDecoder().decode(VectorValue.self, from: Data(contentsOf: file))
  }
}
