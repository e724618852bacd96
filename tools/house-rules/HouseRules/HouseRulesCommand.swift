import FoundationEssentials

/// `house-rules`: says where the sources break the rules of the house.
package struct HouseRulesCommand: Equatable, Sendable {
  package static let usage = """
    house-rules [--root <folder>] [--package <file>]

    Checks the Swift files under Sources, and the package description when there is one.

      --root <folder>    the root of the package; the current folder without it
      --package <file>   the output of `swift package dump-package`

    Exit status: 0 no findings; 1 findings; 2 could not find out.
    A rule is excepted where it is broken, with a reason:
      // house-rules: allow <rule>: <reason>
    Example: house-rules --root . --package package.json
    """

  private let root: String
  private let package: String?
  private let wantsHelp: Bool

  /// Arguments that mean nothing.
  package enum UsageError: Error, Equatable, CustomStringConvertible {
    case unknown(String)
    case missingValue(String)

    package var description: String {
      switch self {
      case .unknown(let argument): "There is no option \(argument).\n\(HouseRulesCommand.usage)"
      case .missingValue(let option): "\(option) needs a value.\n\(HouseRulesCommand.usage)"
      }
    }
  }

  /// What the command found out: the lines for standard output, and its exit status.
  package struct Outcome: Equatable, Sendable {
    package let lines: [String]
    package let status: Int32
  }

  /// Takes the arguments after the name of the program.
  package init(arguments: [String]) throws(UsageError) {
    var root = "."
    var package: String?
    var wantsHelp = false
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--help": wantsHelp = true
      case "--root", "--package":
        guard let value = rest.popFirst() else { throw .missingValue(option) }
        if option == "--root" { root = value } else { package = value }
      default: throw .unknown(option)
      }
    }
    self.root = root
    self.package = package
    self.wantsHelp = wantsHelp
  }

  /// Checks everything; a `ReadingError` means that nothing was found out.
  package func run() throws(ReadingError) -> Outcome {
    guard !wantsHelp else { return Outcome(lines: [Self.usage], status: 0) }
    let tree = SourceTree(root: root)
    var report = Checker(house: try tree.house()).check(try tree.sources())
    if let package { report.findings += try packageFindings(file: package, tree: tree) }
    let summary =
      "house-rules: \(report.files) files, \(report.findings.count) findings, "
      + "\(report.exceptions) exceptions."
    return Outcome(
      lines: report.findings.map(\.description) + [summary], status: report.findings.isEmpty ? 0 : 1
    )
  }

  private func packageFindings(file: String, tree: SourceTree) throws(ReadingError) -> [Finding] {
    guard let json = FileManager.default.contents(atPath: file) else {
      throw .unreadable(file: file)
    }
    let description: PackageDescription
    do {
      description = try PackageDescription(json: [UInt8](json))
    } catch {
      throw .notAPackage(file: file, reason: "\(error)")
    }
    var findings = PackageRules.findings(in: description)
    for folder in PackageRules.coreFolders(of: description) {
      findings += PackageRules.strayFileFindings(in: try tree.files(under: folder))
    }
    return findings
  }
}
