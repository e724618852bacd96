package import Foundation

/// One event kind, as `schemas/events/<name>.json` states it.
package struct Schema: Decodable, Sendable {
  package let name: String
  package let number: UInt16
  package let swift: String
  package let version: String
  package let writer: String
  package let subscribers: [String]
  /// Whether its payload is large and stands in the side buffer of its turn.
  package let aside: Bool?
  /// Whether its optional prices share one word of presence bits, so that each takes eight bytes and not sixteen.
  package let packed: Bool?
  /// Whether it is TickIngest's refusal of an input, which no other reducer then applies.
  package let refusal: Bool?
  /// What leaves the house once an event of it is durable; nil for nothing.
  package let effect: SchemaEffect?
  package let meaning: String
  package let fields: [SchemaField]

  package var isAside: Bool { aside ?? false }
  package var isPacked: Bool { packed ?? false }
  package var isNode: Bool { name.hasPrefix("node.") }
  /// The prefix of its name, by which payloads are parted into modules: `Kernel`.
  package var family: String {
    let prefix = name.prefix { $0 != "." }
    return prefix.prefix(1).uppercased() + prefix.dropFirst()
  }
  /// Families that every quote and candle passes: their numbers are read and written in line.
  static let frequentFamilies = ["Feed", "Ingest", "Kernel", "Manifold"]
  var isFrequent: Bool { Self.frequentFamilies.contains(family) }
  /// Who writes what comes from outside.
  package static let input = "input"
  /// `input`, an actor, or `input or` an actor.
  package var writers: [String] { writer.components(separatedBy: " or ") }
  /// Whether it may come from outside.
  package var isInput: Bool { writers.contains(Self.input) }
  /// The one actor that may emit it.
  package var actorWriter: String? { writers.first { $0 != Self.input } }
  package var isRefusal: Bool { refusal ?? false }
  /// `TickReceived` as an enumeration case: `tickReceived`.
  package var caseName: String { swift.prefix(1).lowercased() + swift.dropFirst() }
  package var major: Int { Int(version.split(separator: ".")[0]) ?? 0 }
  package var minor: Int { Int(version.split(separator: ".")[1]) ?? 0 }
  package var optionals: [SchemaField] { fields.filter(\.isOptional) }
}

package struct SchemaField: Decodable, Sendable {
  package let name: String
  package let type: String
  package let meaning: String
  package let unit: String?
  package let range: String?
  package let absence: String?
  package let optional: Bool?
  package let since: String

  package var isOptional: Bool { optional ?? false }
  package var sinceMinor: Int { Int(since.split(separator: ".")[1]) ?? 0 }
  /// `open_at` as a Swift name: `openAt`.
  package var swiftName: String {
    let parts = name.split(separator: "_")
    return parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// A closed list of labels, stored as one byte.
package struct Enumeration: Decodable, Sendable {
  package let swift: String
  /// The module that declares it by hand, or nil when it is generated.
  package let module: String?
  package let meaning: String
  /// Raised when labels are added; 1.0 unless the file says otherwise.
  package let version: String
  /// In the order of their numbers.
  package let cases: [String]
  /// Since which version each label is known: a journal may hold it from then on.
  package let since: [String]

  private enum Key: String, CodingKey { case swift, module, meaning, version, cases }

  /// A label: its name alone, or its name and the version it was added with.
  private struct Label: Decodable {
    let name: String
    let since: String

    private enum Key: String, CodingKey { case name, since }

    init(from decoder: any Decoder) throws {
      if let plain = try? decoder.singleValueContainer().decode(String.self) {
        // `try?` asks which of the two forms it is; the other one throws what is wrong with both.
        (name, since) = (plain, "1.0")
        return
      }
      let values = try decoder.container(keyedBy: Key.self)
      name = try values.decode(String.self, forKey: .name)
      since = try values.decodeIfPresent(String.self, forKey: .since) ?? "1.0"
    }
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    swift = try values.decode(String.self, forKey: .swift)
    module = try values.decodeIfPresent(String.self, forKey: .module)
    meaning = try values.decode(String.self, forKey: .meaning)
    version = try values.decodeIfPresent(String.self, forKey: .version) ?? "1.0"
    let labels = try values.decode([Label].self, forKey: .cases)
    cases = labels.map(\.name)
    since = labels.map(\.since)
  }

  /// The minor part of a version such as `1.2`.
  fileprivate static func minor(_ version: String) -> Int {
    version.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  /// The name where it is declared: a word of the language stands in backticks.
  static func declared(_ label: String) -> String {
    let name = swiftName(label)
    return ["operator", "var", "let", "in", "is", "as", "for", "if"].contains(name)
      ? "`\(name)`" : name
  }

  package static func swiftName(_ label: String) -> String {
    let parts = label.split(separator: "_")
    return parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

package enum SchemaProblem: Error, CustomStringConvertible {
  case unreadable(String)
  case wrong(String)

  package var description: String {
    switch self {
    case .unreadable(let what): "Cannot read \(what). Nothing was written."
    case .wrong(let what): "The schemas contradict themselves: \(what). Nothing was written."
    }
  }
}

/// All schemas of a folder, checked against one another.
package struct Schemas: Sendable {
  package let events: [Schema]
  package let enumerations: [(name: String, value: Enumeration)]
  /// Every family that has a kind, by name.
  package var families: [String] { Set(events.map(\.family)).sorted() }
  /// The bytes of all files in name order, for the fingerprint.
  package let text: Data

  package init(folder: URL) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "json" && $0.lastPathComponent != "planned.json" }
    .sorted { $0.lastPathComponent < $1.lastPathComponent }
    var events: [Schema] = []
    var text = Data()
    for file in files {
      let data = try Data(contentsOf: file)
      text += data
      if file.lastPathComponent == "enumerations.json" { continue }
      do {
        let schema = try JSONDecoder().decode(Schema.self, from: data)
        guard file.lastPathComponent == schema.name + ".json" else {
          throw SchemaProblem.wrong("\(file.lastPathComponent) is named \(schema.name) inside")
        }
        events.append(schema)
      } catch let error as DecodingError {
        throw SchemaProblem.unreadable("\(file.lastPathComponent): \(error)")
      }
    }
    self.text = text
    self.events = events.sorted { $0.number < $1.number }
    let labels = try JSONDecoder().decode(
      [String: Enumeration].self,
      from: Data(contentsOf: folder.appendingPathComponent("enumerations.json")))
    self.enumerations = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    try check()
  }

  private func check() throws {
    func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws {
      if !holds { throw SchemaProblem.wrong(problem()) }
    }
    try require(Set(events.map(\.number)).count == events.count, "a number is used twice")
    try require(Set(events.map(\.name)).count == events.count, "a name is used twice")
    let labels = Set(enumerations.map(\.name))
    try require(Set(events.map(\.swift)).count == events.count, "a Swift name is used twice")
    for (name, value) in enumerations {
      try require(
        (1...256).contains(value.cases.count) && Set(value.cases).count == value.cases.count,
        "\(name) must have 1 to 256 labels, each once")
      try require(
        ([value.version] + value.since).allSatisfy { isVersion($0) && $0.hasPrefix("1.") },
        "\(name) and its labels must have versions 1.0 to 1.31")
      let minors = value.since.map(Enumeration.minor)
      try require(minors == minors.sorted(), "\(name): labels are appended, never inserted")
      try require(
        (minors.last ?? 0) <= Enumeration.minor(value.version),
        "\(name): a label is newer than the version")
    }
    for event in events {
      try require(event.number > 0, "\(event.name) has number 0")
      try require(isVersion(event.version), "\(event.name) has no version \(event.version)")
      try require(
        Set(event.fields.map(\.name)).count == event.fields.count,
        "\(event.name) has two fields of one name")
      for field in event.fields {
        try require(
          isVersion(field.since) && field.since.hasPrefix("\(event.major)."),
          "\(event.name).\(field.name) is since \(field.since), no version \(event.major) of it")
        try require(
          SwiftType.isKnown(field.type) || labels.contains(field.type)
            || SwiftType.label(of: field.type).map(labels.contains) == true,
          "\(event.name).\(field.name) has unknown type \(field.type)")
        try require(
          field.isOptional == (field.absence != nil),
          "\(event.name).\(field.name) must say what its absence means, and only if optional")
        try require(
          field.sinceMinor == 0 || field.isOptional,
          "\(event.name).\(field.name) was added later and must be optional")
      }
      let minors = event.fields.map(\.sinceMinor)
      try require(minors == minors.sorted(), "\(event.name): fields are appended, never inserted")
      try require(
        (minors.max() ?? 0) <= event.minor, "\(event.name): a field is newer than the version")
    }
    if let problem = SchemaEffect.problem(in: events) { throw SchemaProblem.wrong(problem) }
  }
}

/// Whether a frame can carry it: major from 1, minor from 0 to 31, in their shortest form.
private func isVersion(_ text: String) -> Bool {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
  guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return false }
  return (1...2_047).contains(major) && (0...31).contains(minor) && text == "\(major).\(minor)"
}
