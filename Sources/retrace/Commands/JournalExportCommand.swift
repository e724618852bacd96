import Events
import Glibc
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
    CSV needs one --kind: its columns are seq, at, occurred_at, instrument and the kind's fields by their \
    stored names; an absent field is empty. A file that exists is not overwritten. \
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
  private let from: UInt64
  private let to: UInt64
  private let output: String?

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    switch arguments.value("format") ?? "jsonl" {
    case "jsonl": isCSV = false
    case "csv": isCSV = true
    default: throw UsageError("--format is jsonl or csv. Nothing was done.")
    }
    if let name = arguments.value("kind") {
      guard let found = EventKind.allCases.first(where: { $0.name == name }) else {
        throw UsageError(
          "There is no kind `\(name)`: `retrace schema` lists them. Nothing was done.")
      }
      kind = found
    } else {
      kind = nil
    }
    guard !isCSV || kind != nil else {
      throw UsageError("CSV has one kind of row: name it with --kind. Nothing was done.")
    }
    from = try arguments.number("from", in: 1...UInt64.max) ?? 1
    to = try arguments.number("to", in: 1...UInt64.max) ?? .max
    output = arguments.value("output")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    let sink = try Sink(output)
    var hasHeader = false
    try RecordedEvents.forEach(in: log, path: journal, from: from, to: to) { recorded in
      guard kind == nil || recorded.event.body.kind == kind else { return true }
      let instrument = recorded.instrument.map { names[$0] }
      if isCSV {
        if !hasHeader { sink.write(CSVRow.header(recorded)) }
        hasHeader = true
        sink.write(CSVRow.line(recorded, instrument: instrument))
      } else {
        sink.write(EventJSON.line(recorded, instrument: instrument))
      }
      return true
    }
    sink.close()
    return .done
  }

  /// Standard output, or a file that was not there before.
  private final class Sink {
    private let descriptor: Int32
    private var waiting = ""

    init(_ path: String?) throws(UsageError) {
      guard let path else {
        descriptor = 1
        return
      }
      descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw UsageError(
          "\(path) cannot be made: \(String(cString: strerror(errno))). Nothing was written.")
      }
    }

    func write(_ line: String) {
      waiting += line + "\n"
      if waiting.utf8.count > 1 << 16 { flush() }
    }

    func close() {
      flush()
      if descriptor > 2 { Glibc.close(descriptor) }
    }

    private func flush() {
      Console.write(waiting, to: descriptor)
      waiting = ""
    }
  }
}

/// Events of one kind as rows of a table.
private enum CSVRow {
  static func header(_ recorded: RecordedEvent) -> String {
    (["seq", "at", "occurred_at", "instrument"] + shown(recorded).map(\.name)).joined(
      separator: ",")
  }

  static func line(_ recorded: RecordedEvent, instrument: String?) -> String {
    let event = recorded.event
    let head = ["\(event.sequence)", event.at.text, event.occurredAt.text, instrument ?? ""]
    return (head + shown(recorded).map { quoted($0.text ?? "") }).joined(separator: ",")
  }

  private static func shown(_ recorded: RecordedEvent) -> [ReadableField] {
    recorded.fields.filter { $0.name != "instrument" }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" || $0 == "\n" }
      ? "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
      : text
  }
}
