import Events
import Journal
import Market
import Node

/// Prints events, one JSON object a line.
struct JournalDumpCommand: Command {
  static let name = ["journal", "dump"]
  static let summary = "Print events, one JSON object a line"
  static let usage =
    "retrace journal dump DIR [--kind NAME …] [--instrument NAME] [--from SEQ] [--to SEQ]"
  static let details = """
    Prices and metrics are decimals, times UTC, an absent field is null; schemas/event-json.md, version 1, \
    tells all of it. Several --kind are allowed. \
    Exit status: 0 printed; 2 could not read.
    """
  static let examples = [
    "retrace journal dump journal/runs/may --kind kernel.metrics-computed --instrument EUR_USD",
    "retrace journal dump journal/runs/may --from 100 --to 120",
  ]
  static let options = [
    Option(name: "kind", form: .values("name"), meaning: "only this kind, e.g. feed.tick-received"),
    Option(name: "instrument", form: .value("name"), meaning: "only this instrument, e.g. EUR_USD"),
    Option(name: "from", form: .value("seq"), meaning: "first event"),
    Option(name: "to", form: .value("seq"), meaning: "last event"),
    .json,
  ]

  private let journal: String
  private let kinds: [EventKind]
  private let instrument: String?
  private let range: ClosedRange<UInt64>

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    var kinds: [EventKind] = []
    for name in arguments.all("kind") { kinds.append(try Arguments.kind(name)) }
    self.kinds = kinds
    instrument = arguments.value("instrument")
    range = try arguments.events()
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    if let instrument, !names.listed.contains(instrument) {
      throw UsageError(
        "The journal lists no instrument `\(instrument)`, only \(names.listed.joined(separator: ", ")). "
          + "Nothing was printed.")
    }
    try SyntheticText.warn(log, path: journal)
    var lines = ""
    try RecordedEvents.forEach(
      in: log, path: journal, from: range.lowerBound, to: range.upperBound
    ) { event in
      guard kinds.isEmpty || kinds.contains(event.event.body.kind) else { return true }
      let named = event.instrument.map { names[$0] }
      guard instrument == nil || named == instrument else { return true }
      lines += EventJSON.line(event, instrument: named) + "\n"
      if lines.utf8.count > 1 << 16 {
        Console.write(lines)
        lines = ""
      }
      return Console.isApplied
    }
    Console.write(lines)
    return .done
  }
}
