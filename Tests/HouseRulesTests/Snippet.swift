import HouseRules
import Testing

/// A piece of Swift, where it stands, and what the house rules must say of it.
struct Snippet: CustomTestStringConvertible, Sendable {
  let name: String
  let path: String
  let text: String
  /// The expected findings, as `line rule`, in order of place.
  let expected: [String]

  var testDescription: String { name }

  /// A bad piece of Core: what must be found, as `line rule`.
  static func bad(_ name: String, _ text: String, _ expected: String...) -> Snippet {
    Snippet(
      name: name, path: "Sources/Core/Allocator/Snippet.swift", text: text, expected: expected)
  }

  /// A bad piece elsewhere.
  static func bad(
    _ name: String, in path: String, _ text: String, _ expected: String...
  ) -> Snippet {
    Snippet(name: name, path: path, text: text, expected: expected)
  }

  /// A piece that looks bad and is not.
  static func good(
    _ name: String, in path: String = "Sources/Core/Allocator/Snippet.swift", _ text: String
  ) -> Snippet {
    Snippet(name: name, path: path, text: text, expected: [])
  }

  func findings() throws -> [Finding] {
    Checker(house: .small).check([try Source(path: path, text: text)]).findings
  }

  func expectIsJudgedAsExpected() throws {
    let found = try findings()
    #expect(
      found.map { "\($0.line) \($0.rule.rawValue)" } == expected,
      "\(name):\n\(text)\nfound \(found)")
  }
}

extension House {
  /// Enough of a house to check snippets in.
  static let small = House(
    coreModules: [
      "Numerics", "Market", "Events", "Kernel", "Regime", "Manifold", "Evaluator", "Allocator",
      "Strategy", "Risk", "Ledger", "Portfolio", "Turns",
    ],
    cLibraries: ["CLMDB", "CZlib"])
}
