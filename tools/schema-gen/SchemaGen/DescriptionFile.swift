/// The Swift file by which the program knows its schemas: meanings, units, ranges, as one text.
///
/// A literal for each field would take most of the time that the package needs to compile.
struct DescriptionFile {
  let schemas: Schemas

  var text: String {
    """
    \(generatedNotice("schemas/events/*.json"))

    /// A line a kind (`K`, number, meaning), each followed by a line a field (`F`, name, type, since, meaning,
    /// unit, range, absence), parted by tabs.
    let descriptionText = ##\"""
    \(schemas.events.map(lines).joined(separator: "\n"))
    \"""##

    """
  }

  private func lines(_ schema: Schema) -> String {
    (["K\t\(schema.number)\t\(schema.meaning)"]
      + schema.fields.map { field in
        [
          "F", field.name, field.type, field.since, field.meaning, field.unit ?? "",
          field.range ?? "", field.absence ?? "",
        ].joined(separator: "\t")
      }).joined(separator: "\n")
  }
}
