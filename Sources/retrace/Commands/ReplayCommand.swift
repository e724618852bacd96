import Journal
import Node

/// Decides everything again and compares it with what was recorded.
struct ReplayCommand: Command {
  static let name = ["replay"]
  static let summary = "Decide everything again and compare it with what was recorded"
  static let usage = "retrace replay DIR [--from SEQ] [--to SEQ] [--from-zero] [--json]"
  static let details = """
    The same rooms hear the recorded inputs; every derived event must come out byte for byte. Under the \
    rules version that wrote the journal that is a proof, under another one a comparison. With --from, \
    what comes before is heard as recorded, from the newest snapshot before it on (--from-zero: from the \
    first event). The state in each snapshot passed must be the one that replay came to. Exit status: 0 identical; 1 different; 2 could not find out.
    """
  static let examples = [
    "retrace replay journal/runs/may",
    "retrace replay journal/runs/may --from 5000 --to 9000 --json",
  ]
  static let options = [
    Option(name: "from", form: .value("seq"), meaning: "first event to compare"),
    Option(name: "to", form: .value("seq"), meaning: "last event to compare"),
    Option(
      name: "from-zero", form: .flag, meaning: "begin with the first event, not with a snapshot"),
    .json,
  ]

  private let journal: String
  private let from: UInt64
  private let to: UInt64
  private let fromZero: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    from = try arguments.number("from", in: 1...UInt64.max) ?? 1
    to = try arguments.number("to", in: 1...UInt64.max) ?? .max
    guard from <= to else { throw UsageError("--to is before --from. Nothing was done.") }
    fromZero = arguments.has("from-zero")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let report = try Replay.verify(log, path: journal, from: from, to: to, fromZero: fromZero) {
      Console.progress("replayed up to event \(grouped($0))")
    }
    Console.endProgress()
    let shown = ReplayText(report, journal: journal)
    Console.print(json ? shown.json : shown.text)
    return report.isIdentical ? .done : .no
  }
}
