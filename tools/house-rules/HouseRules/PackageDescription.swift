import FoundationEssentials

/// The targets of a package, as `swift package dump-package` prints them.
package struct PackageDescription: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    let name: String
    let type: String
    /// `nil` where the package leaves the folder to its name.
    private let path: String?
    let dependencies: [Dependency]

    /// The folder of the target, from the root of the package.
    var folder: String {
      path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)")
    }
  }

  /// What a target may import: another target, or a product of another package.
  enum Dependency: Decodable, Equatable, Sendable {
    /// A target, or a product of the same name.
    case named(String)
    case product(String)

    private enum Kind: String, CodingKey {
      case byName, target, product
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Kind.self)
      guard let kind = container.allKeys.first else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "This dependency is neither a target nor a product."))
      }
      // The name comes first; package, condition and aliases follow.
      var parts = try container.nestedUnkeyedContainer(forKey: kind)
      let name = try parts.decode(String.self)
      self = kind == .product ? .product(name) : .named(name)
    }
  }

  let targets: [Target]

  /// Reads the JSON of `swift package dump-package`.
  package init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(PackageDescription.self, from: Data(json))
  }
}
