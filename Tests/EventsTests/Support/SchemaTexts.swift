import SchemaGen
import TestSupport

/// The text of a small schema, from which tests make wrong ones.
struct SchemaTexts {
  var number = 900
  var name = "kernel.thing-seen"
  var swift = "ThingSeen"
  var version = "1.0"
  var writer = "KernelActor"
  var hearers = #"["KernelActor"]"#
  var fields = [SchemaTexts.field("pairs", "count")]

  static func field(
    _ name: String, _ type: String, since: String = "1.0", optional: Bool = false,
    absence: String? = nil
  ) -> String {
    let absence = absence.map { #", "absence": "\#($0)""# } ?? ""
    return #"{"name": "\#(name)", "type": "\#(type)", "meaning": "a thing", "since": "\#(since)","#
      + #" "optional": \#(optional)\#(absence)}"#
  }

  /// An optional field that says what its absence means.
  static func optional(_ name: String, _ type: String, since: String = "1.0") -> String {
    field(name, type, since: since, optional: true, absence: "not seen")
  }

  var text: String {
    #"{"name": "\#(name)", "number": \#(number), "swift": "\#(swift)", "version": "\#(version)", "#
      + #""writer": "\#(writer)", "hearers": \#(hearers), "meaning": "A thing was seen.", "#
      + #""fields": [\#(fields.joined(separator: ", "))]}"#
  }

  /// An enumeration.
  static let hues = #"{"hue": {"swift": "Hue", "meaning": "a hue", "cases": ["red", "deep_blue"]}}"#

  /// These schemas, as read from a folder of their own.
  static func read(_ texts: [SchemaTexts], enumerations: String = hues) throws -> Schemas {
    let folder = TemporaryFolder()
    return try withExtendedLifetime(folder) {
      for schema in texts { try folder.write("\(schema.name).json", schema.text) }
      try folder.write("enumerations.json", enumerations)
      return try Schemas(folder: folder.url)
    }
  }

  /// The generated files of these schemas.
  static func generate(
    _ texts: [SchemaTexts], enumerations: String = hues
  ) throws -> [String: String] {
    let files = try Generator.files(from: read(texts, enumerations: enumerations))
    return Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) })
  }

  static func generate(_ change: (inout SchemaTexts) -> Void) throws -> [String: String] {
    var schema = SchemaTexts()
    change(&schema)
    return try generate([schema])
  }
}
