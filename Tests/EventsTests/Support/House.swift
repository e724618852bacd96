import Foundation
import SchemaGen
import TestSupport

/// Files of the package that tests read.
enum House {
  static func url(_ path: String) -> URL {
    URL(filePath: Vectors.packageRoot, directoryHint: .isDirectory).appending(path: path)
  }

  static func schemas() throws -> Schemas { try Schemas(folder: url("schemas/events")) }

  /// The names of a folder's files, in order.
  static func files(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(folder).path).sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }
}

extension TemporaryFolder {
  var url: URL { URL(filePath: path, directoryHint: .isDirectory) }
}
