/// Why examples can not be recorded.
package enum ExampleProblem: Error, Equatable, CustomStringConvertible {
  case unknownType(String)
  /// A schema without generated code, or generated code of another version.
  case notGenerated(String)
  /// The codec does not do what the schema says.
  case disagreement(kind: String, example: String)

  package var description: String {
    switch self {
    case .unknownType(let field):
      "The field \(field) is of a type without samples. No further file was written. "
        + "Add the type to FieldSample.swift."
    case .notGenerated(let kind):
      "The program knows \(kind) not, or in another version. No further file was written. "
        + "Run `swift run schema-gen` first."
    case .disagreement(let kind, let example):
      "The codec of \(kind) does not do what the schema says (\(example)). "
        + "No further file was written. EventsTests say where."
    }
  }
}
