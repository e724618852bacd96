import Foundation
import SchemaGen
import TestSupport
import Testing

/// Files of the package that tests read.
enum House {
  static func url(_ path: String) -> URL {
    URL(filePath: Vectors.packageRoot, directoryHint: .isDirectory).appending(path: path)
  }

  static func schemas() throws -> Schemas { try Schemas(folder: url("schemas/events")) }

  /// - Parameter withTimers: Without, the table fits schemas that lack the kinds its timers begin with.
  static func actors(withTimers: Bool = true) throws -> ActorTable {
    let file = url("schemas/actors.json")
    if withTimers { return try ActorTable(file: file) }
    var table = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [[String: Any]]])
    for row in (table["actors"] ?? []).indices { table["actors"]?[row]["timers"] = [String]() }
    let folder = TemporaryFolder()
    return try withExtendedLifetime(folder) {
      let copy = folder.url.appending(path: "actors.json")
      try JSONSerialization.data(withJSONObject: table).write(to: copy)
      return try ActorTable(file: copy)
    }
  }

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
