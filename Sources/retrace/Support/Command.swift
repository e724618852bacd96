/// One command of the program, one file each.
protocol Command {
  /// The words that call it: `["audit", "verify"]`.
  static var name: [String] { get }
  /// One line for the overview.
  static var summary: String { get }
  static var usage: String { get }
  /// What it does, its options, its exit statuses.
  static var details: String { get }
  static var examples: [String] { get }
  static var options: [Option] { get }

  /// Parses the words into types; nothing behind this sees a raw string.
  init(_ arguments: Arguments) throws(UsageError)

  func run() throws -> ExitStatus
}

/// One long option.
struct Option {
  enum Form {
    case flag
    case value(String)
    /// May be given several times.
    case values(String)
  }

  let name: String
  let form: Form
  let meaning: String

  static let json = Option(
    name: "json", form: .flag, meaning: "print one JSON object on standard output, nothing else")
}

/// How a command ends (design.md, section 7).
enum ExitStatus: Int32 {
  /// Done, or proved.
  case done = 0
  /// The answer is no: differs, refused, found a fault.
  case no = 1
  /// Could not find out.
  case unknown = 2
  /// Stopped by a signal; everything recorded so far is safe.
  case stopped = 3
  /// Stopped by force; the last batch may be missing.
  case forced = 4
}

/// Words that do not fit a command.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
