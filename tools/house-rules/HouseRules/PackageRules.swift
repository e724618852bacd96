/// Holds the arrows of the house in what `Package.swift` declares (design.md, section 5).
package enum PackageRules {
  /// Every target that points where it must not.
  package static func findings(in package: PackageDescription) -> [Finding] {
    package.targets.flatMap { target in
      target.dependencies.compactMap { dependency in
        switch dependency {
        case .product(let name): productFinding(name, of: target)
        case .named(let name):
          if let used = package.targets.first(where: { $0.name == name }) {
            arrowFinding(from: target, to: used)
          } else {
            productFinding(name, of: target)
          }
        }
      }
    }
  }

  /// The folders of Core targets, from the root of the package.
  package static func coreFolders(of package: PackageDescription) -> [String] {
    package.targets.map(\.folder).filter { Place(path: $0).isCore }
  }

  /// Core is Swift and prose: whatever else lies in the folder of a Core target.
  package static func strayFileFindings(in files: [String]) -> [Finding] {
    files.filter { !$0.hasSuffix(".swift") && !$0.hasSuffix(".md") }.map {
      Finding(
        file: $0, line: 1, column: 1, rule: .coreFiles,
        message: "Core holds .swift and .md files only. Put data under schemas or Tests, C under "
          + "Sources/C.")
    }
  }

  private static func arrowFinding(
    from target: PackageDescription.Target, to used: PackageDescription.Target
  ) -> Finding? {
    let (from, to) = (Place(path: target.folder), Place(path: used.folder))
    switch (from, to) {
    case (.core(let user), .core(let module)):
      guard !House.mayImport(module, from: user) else { return nil }
      guard House.reducers.contains(user), House.reducers.contains(module) else {
        return finding(
          .packageArrow,
          "Core target `\(target.name)` depends on `\(used.name)`. Payloads are seen through Events, "
            + "and know \(House.payloadParts.joined(separator: ", ")) only.")
      }
      return finding(
        .packageActor,
        "ActorName `\(target.name)` depends on room `\(used.name)`. Let it apply the other's events, or "
          + "move the shared value to Market or Numerics.")
    case (.core(let user), .c) where House.mayUseC(used.name, from: user): return nil
    case (.core, _):
      return finding(
        .packageArrow,
        "Core target `\(target.name)` depends on `\(used.name)` in \(used.folder). Core depends on "
          + "Core only: let the world arrive inside events.")
    case (.edge, .node), (.edge, .command), (.node, .command):
      return finding(
        .packageArrow,
        "`\(target.name)` in \(target.folder) depends on `\(used.name)` in \(used.folder). Arrows go "
          + "from retrace to Node to Edge to Core: take what is needed as a parameter.")
    default:
      return nil
    }
  }

  private static func productFinding(
    _ name: String, of target: PackageDescription.Target
  ) -> Finding? {
    guard Place(path: target.folder).isCore else { return nil }
    return finding(
      .packageArrow,
      "Core target `\(target.name)` depends on `\(name)`, which is no target of this package. Core "
        + "depends on Core only.")
  }

  private static func finding(_ rule: Rule, _ message: String) -> Finding {
    Finding(file: "Package.swift", line: 1, column: 1, rule: rule, message: message)
  }
}
