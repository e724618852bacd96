/// The Swift file by which the program knows its schemas: meanings, units, ranges.
struct DescriptionFile {
  let schemas: Schemas

  var text: String {
    """
    \(generatedNotice("*"))
    extension EventKind {
      /// What it tells, in a sentence.
      public var meaning: String {
        switch self {
    \(schemas.events.map { "    case .\($0.caseName): \(literal($0.meaning))" }.joined(separator: "\n"))
        }
      }

      /// Its fields, in stored order.
      public var fieldDescriptions: [FieldDescription] {
        switch self {
    \(schemas.events.map(fields).joined(separator: "\n"))
        }
      }
    }

    """
  }

  private func fields(_ schema: Schema) -> String {
    "    case .\(schema.caseName):\n      [\n"
      + schema.fields.map { "        " + description($0) + "," }.joined(separator: "\n")
      + "\n      ]"
  }

  private func description(_ field: SchemaField) -> String {
    var parts = [literal(field.name), literal(field.type), literal(field.meaning)]
    if let unit = field.unit { parts.append("unit: \(literal(unit))") }
    if let range = field.range { parts.append("range: \(literal(range))") }
    if let absence = field.absence { parts.append("absence: \(literal(absence))") }
    parts.append("since: \(literal(field.since))")
    return "FieldDescription(\(parts.joined(separator: ", ")))"
  }

  private func literal(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    }
    return quoted + "\""
  }
}
