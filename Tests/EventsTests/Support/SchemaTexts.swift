import SchemaGen
import TestSupport

/// The text of a small schema, from which tests make wrong ones.
struct SchemaTexts {
  var number = 900
  var name = "kernel.thing-seen"
  var swift = "ThingSeen"
  var version = "1.0"
  var writer = "KernelActor"
  var subscribers = #"["KernelActor"]"#
  var fields = [SchemaTexts.field("pairs", "count")]
  /// What leaves the house because of it, as JSON.
  var effect: String?

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
      + #""writer": "\#(writer)", "subscribers": \#(subscribers), "meaning": "A thing was seen.", "#
      + (effect.map { #""effect": \#($0), "# } ?? "")
      + #""fields": [\#(fields.joined(separator: ", "))]}"#
  }

  /// An enumeration.
  static let hues = #"{"hue": {"swift": "Hue", "meaning": "a hue", "cases": ["red", "deep_blue"]}}"#

  /// These schemas, as read from a folder of their own.
  static func read(_ schemas: [SchemaTexts], enumerations: String = hues) throws -> Schemas {
    let folder = TemporaryFolder()
    return try withExtendedLifetime(folder) {
      for schema in schemas { try folder.write("\(schema.name).json", schema.text) }
      try folder.write("enumerations.json", enumerations)
      return try Schemas(folder: folder.url)
    }
  }

  /// The generated files of these schemas.
  static func generate(
    _ schemas: [SchemaTexts], enumerations: String = hues
  ) throws -> [String: String] {
    let files = try Generator.files(
      from: read(schemas, enumerations: enumerations), actors: House.actors(withTimers: false))
    return Dictionary(
      uniqueKeysWithValues: files.map { file in
        (file.path.split(separator: "/").last.map(String.init) ?? file.path, file.text)
      })
  }

  static func generate(_ change: (inout SchemaTexts) -> Void) throws -> [String: String] {
    var schema = SchemaTexts()
    change(&schema)
    return try generate([schema])
  }
}
