import Journal
import Node
import Turns

/// Decides everything again and compares it with what was recorded.
struct ReplayCommand: Command {
  static let name = ["replay"]
  static let summary = "Decide everything again and compare it with what was recorded"
  static let usage = "retrace replay DIR [--from SEQ] [--to SEQ] [--from-zero] [--json]"
  static let details = """
    The same actors receive the recorded inputs; every derived event must come out byte for byte. Under the \
    rules version that wrote the journal that is a proof, under another one a comparison. With --from, \
    what comes before is applied as recorded, from the newest snapshot before it on (--from-zero: from the \
    first event). The state in each snapshot passed must be the one that replay came to. The content \
    digest is known at the ends of pages only: a part that ends elsewhere is told without it. \
    Exit status: 0 identical; 1 different; 2 could not find out, or there is no event in that part.
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
  private let range: ClosedRange<UInt64>
  private let fromZero: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    range = try arguments.events()
    fromZero = arguments.has("from-zero")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let report = try Replay.verify(
      log, path: journal, from: range.lowerBound, to: range.upperBound, fromZero: fromZero
    ) {
      Console.progress("replayed up to event \(grouped($0))")
    }
    Console.endProgress()
    guard report.verified > 0 else {
      let last = try log.newestPage()?.bytes.withUnsafeBytes { try PageHeader(page: $0) }
      let first = log.identity.base.lastSequence + 1
      let held =
        last.map { "\(journal) holds events \(first) to \(grouped($0.lastSequence))" }
        ?? "\(journal) holds no event yet"
      Refusal.tell("There is nothing to compare: \(held). Nothing was proved.", json: json)
      return .unknown
    }
    let shown = ReplayText(report, journal: journal, lastPage: try lastPage(report, log))
    Console.print(json ? shown.json : shown.text)
    return report.isIdentical ? .done : .no
  }

  /// The header of the page that holds the last event replayed; nil without events.
  private func lastPage(_ report: ReplayReport, _ log: LMDBEventLog) throws -> PageHeader? {
    guard let page = try log.page(holding: report.counts.events) else { return nil }
    return try page.bytes.withUnsafeBytes { try PageHeader(page: $0) }
  }
}
