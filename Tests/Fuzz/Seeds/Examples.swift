import Foundation
import Numerics

/// The frames kept under `schemas/examples`.
enum Examples {
  private struct File: Decodable {
    struct Example: Decodable {
      let frame: String
      let head: [String: String]
    }

    let examples: [Example]
  }

  /// For each kind and version, a page's frames: the first of a turn before one that needs a cause.
  static func frames() throws -> [[UInt8]] {
    let folder = "schemas/examples"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try names.map { name in
      let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      let examples = try JSONDecoder().decode(File.self, from: data).examples
      let heads = examples.filter { $0.head["first"] == "true" }
      let others = examples.filter { $0.head["first"] != "true" && $0.head["cause"] == "1" }
      return (heads + others).flatMap { Hex.bytes($0.frame) ?? [] }
    }
  }
}
