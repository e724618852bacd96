package import Foundation

/// One setting, as `schemas/config/trading.json` states it.
package struct SettingSchema: Decodable, Sendable {
  package let name: String
  package let aliases: [String]?
  package let aliasRule: String?
  package let swift: String
  package let type: String
  /// The Swift enumeration of its labels.
  package let enumeration: String?
  /// The module that declares the enumeration by hand, or nil when it is generated.
  package let module: String?
  package let labels: [String]?
  package let `default`: String?
  /// Defaults of single modes, which go before `default`.
  package let defaultIn: [String: String]?
  /// The word for a value that is not there.
  package let absent: String?
  package let absentOnlyByDefault: Bool?
  package let least: String?
  package let greatest: String?
  package let leastIsOpen: Bool?
  package let greatestIsOpen: Bool?
  package let decimals: Int?
  package let unit: String?
  package let section: String
  package let meaning: String
  package let runtime: String
  /// Which values are the stricter ones: `higher` or `lower`.
  package let stricter: String?
  package let boundToFirstOpening: Bool?
  package let since: String

  package var isOptional: Bool { absent != nil }
  /// What a value is without a mode: that of paper.
  package var standardDefault: String? { defaultIn?["paper"] ?? `default` }
  package var sinceMinor: Int { Int(since.split(separator: ".")[1]) ?? 0 }
}

/// A name that is not taken any more, and why.
package struct RefusedSetting: Decodable, Sendable {
  package let name: String
  package let reason: String
}

/// All settings, checked against one another.
package struct ConfigurationSchema: Decodable, Sendable {
  package let settings: [SettingSchema]
  package let refused: [RefusedSetting]

  package init(file: URL) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      self = try decoder.decode(Self.self, from: Data(contentsOf: file))
    } catch let error as DecodingError {
      throw SchemaProblem.unreadable("\(file.lastPathComponent): \(error)")
    }
    try check()
  }

  package static let types = [
    "int", "seconds", "units", "flag", "real", "money", "text", "clock", "enumeration", "currency",
    "instruments", "pairs", "closures", "hours", "faults",
  ]

  private func check() throws {
    func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws {
      if !holds { throw SchemaProblem.wrong(problem()) }
    }
    let names = settings.flatMap { [$0.name] + ($0.aliases ?? []) } + refused.map(\.name)
    try require(Set(names).count == names.count, "a name of a setting is used twice")
    try require(
      Set(settings.map(\.swift)).count == settings.count, "a Swift name of a setting is used twice")
    for row in settings {
      try require(Self.types.contains(row.type), "\(row.name) has unknown type \(row.type)")
      try require(
        row.standardDefault != nil || row.isOptional, "\(row.name) has neither default nor absence")
      try require(
        !row.isOptional || ["int", "units", "real"].contains(row.type),
        "\(row.name) is optional, which a \(row.type) cannot be")
      try require(
        ["none", "any", "tighten", "lower"].contains(row.runtime),
        "\(row.name) has unknown rule \(row.runtime)")
      try require(
        ["higher", "lower"].contains(row.stricter)
          || row.runtime != "tighten" && row.aliasRule != "stricter",
        "\(row.name) must say which values are stricter")
      let isLabelled = ["enumeration", "currency"].contains(row.type)
      try require(
        !isLabelled || row.enumeration != nil && row.labels?.isEmpty == false,
        "\(row.name) has no labels")
      let texts =
        [row.default, row.least, row.greatest, row.unit, row.meaning].compactMap { $0 }
        + (row.defaultIn.map { Array($0.values) } ?? [])
      try require(
        texts.allSatisfy { !$0.contains("\t") && !$0.contains("\n") },
        "\(row.name) has a tab or a line end in a text")
      try require(row.meaning.hasSuffix("."), "the meaning of \(row.name) is a sentence")
    }
    let sections = settings.compactMap { Int($0.section) }
    try require(
      sections.count == settings.count && sections == sections.sorted(),
      "settings stand in the order of their sections")
  }
}
