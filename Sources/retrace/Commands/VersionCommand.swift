import Events
import Journal
import Node
import Turns

/// Tells what this program is.
struct VersionCommand: Command {
  static let name = ["version"]
  static let summary = "Tell the versions of program, rules, journal format and schemas"
  static let usage = "retrace version [--json]"
  static let details =
    "Replay under the rules version that wrote a journal is a proof, under another a comparison."
  static let examples = ["retrace version", "retrace version --json"]
  static let options = [Option.json]

  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    try arguments.noWords()
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    guard json else {
      Console.print(
        """
        retrace \(programVersion)
          rules version   \(rulesVersion)
          journal format  \(PageHeader.format)
          schemas         \(EventKind.schemaFingerprint)
        """)
      return .done
    }
    var object = JSON()
    object.add("version", programVersion)
    object.add("rules_version", rulesVersion)
    object.add("journal_format", PageHeader.format)
    object.add("schema_fingerprint", EventKind.schemaFingerprint)
    Console.print(object.text)
    return .done
  }
}
