import Descriptions
import Events
import Journal
import Market
import Node

/// Writes events for other programs: CSV of one kind, or JSON Lines of any.
struct JournalExportCommand: Command {
  static let name = ["journal", "export"]
  static let summary = "Write events for other programs, as CSV (one kind) or JSON Lines"
  static let usage =
    "retrace journal export DIR [--format jsonl|csv] [--kind NAME] [--from SEQ] [--to SEQ] [--output FILE]"
  static let details = """
    CSV needs one --kind: its columns are seq, at, occurred_at (of inputs), instrument and the kind's fields \
    by their stored names; an absent field is empty. `retrace schema KIND` tells their units. A file that \
    exists is not overwritten, and a new one gets its name when it is whole. Of synthetic quotes it says so \
    on standard error. \
    Exit status: 0 written; 2 could not read or write.
    """
  static let examples = [
    "retrace journal export journal/runs/may --format csv --kind kernel.metrics-computed --output metrics.csv",
    "retrace journal export journal/runs/may --from 1 --to 100",
  ]
  static let options = [
    Option(name: "format", form: .value("form"), meaning: "jsonl (default) or csv"),
    Option(name: "kind", form: .value("name"), meaning: "only this kind"),
    Option(name: "from", form: .value("seq"), meaning: "first event"),
    Option(name: "to", form: .value("seq"), meaning: "last event"),
    Option(name: "output", form: .value("file"), meaning: "a new file (standard output)"),
  ]

  private let journal: String
  private let isCSV: Bool
  private let kind: EventKind?
  private let range: ClosedRange<UInt64>
  private let output: String?

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    switch arguments.value("format") ?? "jsonl" {
    case "jsonl": isCSV = false
    case "csv": isCSV = true
    default: throw UsageError("--format is jsonl or csv. Nothing was done.")
    }
    kind = try arguments.value("kind").map(Arguments.kind)
    guard !isCSV || kind != nil else {
      throw UsageError("CSV has one kind of row: name it with --kind. Nothing was done.")
    }
    range = try arguments.events()
    output = arguments.value("output")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    var output = try OutputFile(output)
    try SyntheticText.warn(log, path: journal)
    if isCSV, let kind { try output.line(CSVRow.header(kind)) }
    try RecordedEvents.forEach(
      in: log, path: journal, from: range.lowerBound, to: range.upperBound
    ) { recorded in
      guard kind == nil || recorded.event.body.kind == kind else { return true }
      let instrument = recorded.instrument.map { names[$0] }
      let line =
        isCSV
        ? CSVRow.line(recorded, instrument: instrument)
        : EventJSON.line(recorded, instrument: instrument)
      try output.line(line)
      return output.isWanted
    }
    try output.finish()
    return .done
  }
}

/// Events of one kind as rows of a table.
private enum CSVRow {
  static func header(_ kind: EventKind) -> String {
    let fields = kind.fieldDescriptions.map(\.name).filter { $0 != "instrument" }
    return (["seq", "at", "occurred_at", "instrument"] + fields).joined(separator: ",")
  }

  static func line(_ recorded: RecordedEvent, instrument: String?) -> String {
    let event = recorded.event
    // Only an input has a stamp of the world's own.
    let stamp = event.isInput ? event.occurredAt.text : ""
    let head = ["\(event.sequence)", event.at.text, stamp, instrument ?? ""]
    return (head + shown(recorded).map { quoted($0.text ?? "") }).joined(separator: ",")
  }

  private static func shown(_ recorded: RecordedEvent) -> [ReadableField] {
    recorded.fields.filter { $0.name != "instrument" }
  }

  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
      ? "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
      : text
  }
}
