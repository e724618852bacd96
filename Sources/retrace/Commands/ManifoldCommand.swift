import Events
import Journal
import Manifold
import Market
import Node

/// Prints daily manifold documents, or the conformance lines of candles.
struct ManifoldCommand: Command {
  static let name = ["manifold"]
  static let summary = "Print the daily manifold documents of an instrument, or its kernel lines"
  static let usage =
    "retrace manifold --input journal:DIR [--instrument NAME] [--date YYYY-MM-DD] [--output FILE] "
    + "[--lines] [--json]"
  static let details = """
    A document is one line of canonical JSON: everything that was measured of an instrument on one UTC \
    date, a candle counting to the date of its open. A closed day is put together from the journal and \
    must hash to what was recorded when it was closed; the day that is still open says \
    `"complete":false`. Digests are over the text without its line feed. Without --date: every day, in \
    order. --lines prints one line a candle instead, as metrics-kernel.md 18 writes them. Exit status: 0 \
    printed; 1 that day is not there, or its text is not the one recorded; 2 could not find out.
    """
  static let examples = [
    "retrace manifold --input journal:journal/runs/may --instrument EUR_USD --date 2014-05-02",
    "retrace manifold --input journal:journal/runs/may --instrument EUR_USD --output days.jsonl",
    "retrace manifold --input journal:journal/runs/may --instrument EUR_USD --lines",
  ]
  static let options = [
    Option(name: "input", form: .value("source"), meaning: "journal:DIR, a journal's folder"),
    Option(
      name: "instrument", form: .value("name"),
      meaning: "e.g. EUR_USD; may be left out where the journal has only one"),
    Option(name: "date", form: .value("date"), meaning: "only this UTC date, e.g. 2014-05-02"),
    Option(
      name: "output", form: .value("file"),
      meaning: "write to this file, which is replaced when all is well"),
    Option(
      name: "lines", form: .flag, meaning: "the conformance line of each candle, no documents"),
    .json,
  ]

  private let journal: String
  private let instrument: String?
  private let date: Timestamp?
  private let output: String?
  private let isLines: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    try arguments.noWords()
    journal = try Self.journal(arguments.value("input"))
    instrument = arguments.value("instrument")
    date = try Self.date(arguments.value("date"))
    output = arguments.value("output")
    isLines = arguments.has("lines")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let name = try listedName(log)
    var pages = ManifoldPages(
      instrument: name, date: date, isLines: isLines, json: json, output: try OutputFile(output))
    try ManifoldHistory.forEachEvent(in: log, path: journal) { event, texts in
      try pages.hear(event, texts: texts)
    }
    guard let refusal = try pages.finish() else { return .done }
    Console.error("retrace: \(refusal)")
    return .no
  }

  /// The instrument asked for, or the only one.
  private func listedName(_ log: LMDBEventLog) throws -> String {
    let listed = try InstrumentNames(log, path: journal).listed
    let known = listed.isEmpty ? "none" : listed.joined(separator: ", ")
    if let instrument {
      guard listed.contains(instrument) else {
        throw UsageError(
          "The journal lists no instrument `\(instrument)`; it lists \(known). Nothing was written."
        )
      }
      return instrument
    }
    guard listed.count == 1 else {
      throw UsageError(
        "Name an instrument: --instrument NAME. The journal lists \(known). Nothing was written.")
    }
    return listed[0]
  }

  private static func journal(_ input: String?) throws(UsageError) -> String {
    guard let input else {
      throw UsageError("Name a source: --input journal:DIR. Nothing was done.")
    }
    guard input.hasPrefix("journal:"), input.count > 8 else {
      throw UsageError("--input is journal:DIR, not `\(input)`. Nothing was done.")
    }
    return String(input.dropFirst(8))
  }

  private static func date(_ text: String?) throws(UsageError) -> Timestamp? {
    guard let text else { return nil }
    guard text.utf8.count == 10, text.contains("-"), let date = Timestamp(text: text) else {
      throw UsageError("--date is a day like 2014-05-02, not `\(text)`. Nothing was done.")
    }
    return date
  }
}
