/// The schema file of `node.configuration-applied`: a field for each setting.
struct SettingsEventFile {
  let schema: ConfigurationSchema
  /// The key of the actors that receive an event.
  let subscribersKey: String
  let subscribers: [String]

  var text: String {
    let minor = schema.settings.map(\.sinceMinor).max() ?? 0
    let names = subscribers.map { "    \(quoted($0))" }.joined(separator: ",\n")
    return """
      {
        "name": "node.configuration-applied",
        "number": 5,
        "swift": "ConfigurationApplied",
        "version": "1.\(minor)",
        "writer": "input",
        \(quoted(subscribersKey)): [
      \(names)
        ],
        "aside": true,
        "meaning": "The trading settings of a run, all of them, right after its opening.",
        "fields": [
      \((own + settings).map(object).joined(separator: ",\n"))
        ]
      }

      """
  }

  private typealias Member = (name: String, value: String)

  private var own: [[Member]] {
    [
      [
        ("name", quoted("configuration_hash")), ("type", quoted("digest")),
        ("meaning", quoted("SHA-256 of the settings as NAME=value lines sorted by name")),
        ("since", quoted("1.0")),
      ],
      [
        ("name", quoted("layers")), ("type", quoted("text")),
        ("meaning", quoted("where values that are no defaults come from: NAME=layer lines")),
        ("since", quoted("1.0")),
      ],
    ]
  }

  /// Fields are appended, never inserted: by the version that brought them, then as the settings stand.
  private var settings: [[Member]] {
    let minors = Set(schema.settings.map(\.sinceMinor)).sorted()
    return minors.flatMap { minor in
      schema.settings.filter { $0.sinceMinor == minor }.map(field)
    }
  }

  private func field(_ row: SettingSchema) -> [Member] {
    let meaning = row.meaning.prefix(1).lowercased() + row.meaning.dropFirst().dropLast()
    var members: [Member] = [
      ("name", quoted(row.name.lowercased())),
      ("type", quoted(SettingForm(row: row).payload)), ("meaning", quoted(meaning)),
    ]
    let unit = row.type == "clock" ? "min after midnight" : row.unit
    if let unit { members.append(("unit", quoted(unit))) }
    if let range = row.rangeText { members.append(("range", quoted(range))) }
    let unknown = "not known to the program that wrote it"
    members += [
      ("optional", "true"),
      ("absence", quoted(row.absent.map { "\($0), or \(unknown)" } ?? unknown)),
      ("since", quoted(row.since)),
    ]
    return members
  }

  private func object(_ members: [Member]) -> String {
    let lines = members.map { "      \(quoted($0.name)): \($0.value)" }
    return "    {\n\(lines.joined(separator: ",\n"))\n    }"
  }

  private func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    }
    return quoted + "\""
  }
}
