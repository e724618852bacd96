import Foundation

/// The bytes of one version of one kind, kept for ever: `schemas/examples/<kind>.<version>.json`.
package struct ExampleFile: Equatable, Sendable, Decodable {
  package let kind: String
  package let version: String
  package let examples: [Example]

  package struct Example: Equatable, Sendable, Decodable {
    package let name: String
    /// The whole frame, in hexadecimal.
    package let frame: String
    /// What the frame says besides the payload, by name.
    package let head: [String: String]
    /// Every field the version has, as people read it; nil where it is absent.
    package let fields: [String: String?]
  }

  /// `feed.tick-received.1.0.json`
  package static func name(kind: String, version: String) -> String { "\(kind).\(version).json" }
}

/// A frame that is about to be recorded, its fields in stored order.
struct RecordedExample {
  let name: String
  let frame: String
  let head: [(name: String, text: String)]
  let fields: [(name: String, text: String?)]
}

extension ExampleFile {
  /// The text of a file, fields in stored order.
  static func text(
    kind: String, version: String, examples: [RecordedExample]
  ) throws -> String {
    let shown = try examples.map { example in
      let fields = try example.fields.map { field in
        "        \(try quoted(field.name)): \(try field.text.map(quoted) ?? "null")"
      }
      let head = try example.head.map { "\"\($0.name)\": \(try quoted($0.text))" }
      return """
            {
              "name": \(try quoted(example.name)),
              "frame": "\(example.frame)",
              "head": { \(head.joined(separator: ", ")) },
              "fields": {
        \(fields.joined(separator: ",\n"))
              }
            }
        """
    }
    return """
      {
        "kind": \(try quoted(kind)),
        "version": \(try quoted(version)),
        "examples": [
      \(shown.joined(separator: ",\n"))
        ]
      }

      """
  }

  private static func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }
}
