import Events
import ExampleRecorder
import Foundation
import Numerics
import SchemaGen
import Testing

/// The bytes of every version ever written, read by today's code.
@Suite struct `Every recorded example` {
  private static let folder = "schemas/examples"

  private func files() throws -> [(name: String, file: ExampleFile)] {
    try House.files(in: Self.folder).map { name in
      let data = try Data(contentsOf: House.url("\(Self.folder)/\(name)"))
      return (name, try JSONDecoder().decode(ExampleFile.self, from: data))
    }
  }

  @Test func `is in a file named by its kind and version`() throws {
    for (name, file) in try files() {
      #expect(name == ExampleFile.name(kind: file.kind, version: file.version))
    }
  }

  @Test func `is there for the current version of every kind`() throws {
    let names = try files().map(\.name)
    for kind in EventKind.allCases {
      let version = "\(kind.version.major).\(kind.version.minor)"
      let name = ExampleFile.name(kind: kind.name, version: version)
      #expect(names.contains(name), "run `swift run record-examples`")
    }
  }

  @Test func `is of the kind and version its file says`() throws {
    for (name, file) in try files() {
      #expect(!file.examples.isEmpty, "\(name)")
      for example in file.examples {
        let frame = try parse(try #require(Hex.bytes(example.frame)))
        #expect(EventKind(rawValue: frame.kind)?.name == file.kind, "\(name): \(example.name)")
        #expect("\(frame.version.major).\(frame.version.minor)" == file.version, "\(name)")
      }
    }
  }

  @Test func `says the same as when it was recorded`() throws {
    for (name, file) in try files() {
      for example in file.examples {
        let decoded = try decode(try #require(Hex.bytes(example.frame)))
        var expected = example.fields
        for field in decoded.fields {
          // A field that came later is not in the example, and absent.
          let recorded = expected.removeValue(forKey: field.name) ?? nil
          #expect(field.text == recorded, "\(name): \(example.name): \(field.name)")
        }
        #expect(expected.keys.sorted() == [], "\(name): \(example.name) lost fields")
      }
    }
  }

  @Test func `stands where it stood when it was recorded`() throws {
    for (name, file) in try files() {
      for example in file.examples {
        let bytes = try #require(Hex.bytes(example.frame))
        #expect(head(of: try parse(bytes), in: bytes) == example.head, "\(name): \(example.name)")
      }
    }
  }

  /// What a frame says besides its payload, by the names of the format page.
  private func head(of frame: Frame, in bytes: [UInt8]) -> [String: String] {
    let because = bytes.withUnsafeBytes { frame.becauseDistances(in: $0) }
    let flags = frame.flags.rawValue
    return [
      "input": "\(flags & 1 != 0)", "first": "\(flags & 2 != 0)", "node": "\(flags & 8 != 0)",
      "at": "\(frame.atDelta)", "cause": "\(frame.causeDistance)",
      "because": because.map { "\($0)" }.joined(separator: " "),
      "occurred": "\(frame.occurredLag)", "source": "\(frame.source)",
      "position": "\(frame.position)", "principal": "\(frame.principal)",
    ]
  }

  @Test func `is written again as the same bytes`() throws {
    for (name, file) in try files() {
      for example in file.examples {
        let bytes = try #require(Hex.bytes(example.frame))
        #expect(try decode(bytes).encoded(in: bytes) == bytes, "\(name): \(example.name)")
      }
    }
  }

  @Test func `has a neighbour with each optional field there, and one without`() throws {
    let schemas = try House.schemas()
    for schema in schemas.events {
      let name = ExampleFile.name(kind: schema.name, version: schema.version)
      let file = try #require(try files().first { $0.name == name }).file
      for field in schema.optionals {
        let arena = file.examples.map { $0.fields[field.name] ?? nil }
        #expect(arena.contains { $0 != nil } && arena.contains(nil), "\(name): \(field.name)")
      }
    }
  }
}
