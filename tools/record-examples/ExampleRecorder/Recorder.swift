import Events
package import Foundation
import Numerics
package import SchemaGen

/// Writes the example files of versions that have none yet.
///
/// A file that is there is never touched: what was written once must be readable for ever.
package struct Recorder {
  private let schemas: Schemas
  private let folder: URL

  package init(_ schemas: Schemas, into folder: URL) {
    self.schemas = schemas
    self.folder = folder
  }

  /// - Returns: The names of the files written, and of those that were there.
  package func record() throws -> (written: [String], kept: [String]) {
    var written: [String] = []
    var kept: [String] = []
    for schema in schemas.events {
      let name = ExampleFile.name(kind: schema.name, version: schema.version)
      let file = folder.appendingPathComponent(name)
      guard !FileManager.default.fileExists(atPath: file.path) else {
        kept.append(name)
        continue
      }
      let text = try ExampleFile.text(
        kind: schema.name, version: schema.version, examples: try examples(of: schema))
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
      written.append(name)
    }
    return (written, kept)
  }

  private func examples(of schema: Schema) throws(ExampleProblem) -> [RecordedExample] {
    guard let kind = EventKind.allCases.first(where: { $0.name == schema.name }),
      kind.version == EventVersion(UInt16(schema.major), UInt16(schema.minor))
    else { throw .notGenerated("\(schema.name) \(schema.version)") }
    var examples: [RecordedExample] = []
    for plan in ExamplePlan.all(for: schema) {
      var values = plan.values
      let sample = try PayloadSample(
        schema, of: schemas, minor: schema.minor, values: &values, isPresent: plan.isPresent)
      guard let frame = frame(of: kind, sample, plan.head) else {
        throw .disagreement(kind: schema.name, example: plan.name)
      }
      examples.append(
        RecordedExample(
          name: plan.name, frame: frame, head: plan.head.expected(for: kind), fields: sample.fields)
      )
    }
    return examples
  }

  /// The frame as the codec of the node writes it, in hexadecimal; nil if it disagrees with the sample.
  private func frame(of kind: EventKind, _ sample: PayloadSample, _ head: HeadSample) -> String? {
    var arena = ByteBuffer()
    let body = sample.body.withUnsafeBytes { bytes -> EventBody? in
      var reader = ByteReader(bytes)
      let body = EventBody(kind, minor: kind.version.minor, from: &reader, arena: &arena)
      return reader.fault == nil && reader.isAtEnd ? body : nil
    }
    guard let body else { return nil }
    let fields = body.readable(arena: arena)
    guard fields.map(\.name) == sample.fields.map(\.name),
      fields.map(\.text) == sample.fields.map(\.text)
    else { return nil }
    var buffer = ByteBuffer()
    buffer.append(head.head(for: kind), because: head.because(for: kind), body: body, arena: arena)
    let frame = [UInt8](buffer.bytes)
    return frame.suffix(sample.body.count) == sample.body[...] ? Hex.text(of: frame) : nil
  }
}
