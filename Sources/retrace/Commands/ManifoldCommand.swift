import Events
import Feeds
import Journal
import Manifold
import Market
import Node

/// Prints daily manifold documents, or the conformance lines of candles.
struct ManifoldCommand: Command {
  static let name = ["manifold"]
  static let summary = "Print the daily manifold documents of an instrument, or its kernel lines"
  static let usage =
    "retrace manifold --input FILE|journal:DIR [--instrument NAME] [--date YYYY-MM-DD] "
    + "[--output FILE] [--lines] [--side SIDE] [--granularity LENGTH] [--json]"
  static let details = """
    A document is one line of canonical JSON: everything that was measured of an instrument on one UTC \
    date, a candle counting to the date of its open. A closed day is put together from the journal and \
    must hash to what was recorded when it was closed; the day that is still open says \
    `"complete":false`. Digests are over the text without its line feed. Without --date: every day, in \
    order. --lines prints one line a candle instead, as metrics-kernel.md 18 writes them. A file of \
    candles or ticks, or a folder of them, is run through the reducers in memory, under the standard \
    settings; nothing is recorded, and refused rows are counted on standard error. Exit status: 0 \
    printed; 1 that day is not there, or its text is not the one recorded; 2 could not find out.
    """
  static let examples = [
    "retrace manifold --input journal:journal/runs/may --instrument EUR_USD --date 2014-05-02",
    "retrace manifold --input journal:journal/runs/may --instrument EUR_USD --output days.jsonl",
    "retrace manifold --input candles/M1/EUR_USD.csv.gz --date 2014-05-02 --lines",
  ]
  static let options =
    [
      Option(
        name: "input", form: .value("source"),
        meaning: "a journal as journal:DIR, or a file of candles or ticks"),
      Option(
        name: "instrument", form: .value("name"),
        meaning: "e.g. EUR_USD; may be left out where the source has only one"),
      Option(name: "date", form: .value("date"), meaning: "only this UTC date, e.g. 2014-05-02"),
      Option(
        name: "output", form: .value("file"),
        meaning: "a new file, which gets its name when it is whole"),
      Option(
        name: "lines", form: .flag, meaning: "the conformance line of each candle, no documents"),
    ] + CandleArguments.options.filter { $0.name != "spread" } + [.json]

  private enum Source {
    case journal(String)
    case files(String, CandleOptions)
  }

  private let source: Source
  private let instrument: String?
  private let date: Timestamp?
  private let output: String?
  private let isLines: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    try arguments.noWords()
    source = try Self.source(arguments)
    instrument = arguments.value("instrument")
    date = try Self.date(arguments.value("date"))
    output = arguments.value("output")
    isLines = arguments.has("lines")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let refusal: String?
    switch source {
    case .journal(let path): refusal = try read(path)
    case .files(let path, let candles): refusal = try runFiles(path, candles)
    }
    guard let refusal else { return .done }
    Refusal.tell(refusal, json: json)
    return .no
  }

  /// - Returns: Why the answer is no, nil when all was written.
  private func read(_ journal: String) throws -> String? {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let synthetic = try SyntheticText.titles(log, path: journal)
    var pages = try pages(of: try InstrumentNames(log, path: journal).listed, synthetic: synthetic)
    // The text of a document is canonical, to the byte: it has no room for our word.
    if let note = SyntheticText.line(synthetic) { Console.error(note) }
    try ManifoldHistory.forEachEvent(in: log, path: journal) { event, arena in
      try pages.apply(event, arena: arena)
    }
    return try pages.finish()
  }

  private func runFiles(_ path: String, _ candles: CandleOptions) throws -> String? {
    let files = try TickFeed.discover(
      [path], instruments: instrument.map { [$0] }, candles: candles)
    var names: [String] = []
    for file in files where !names.contains(file.instrument.name) {
      names.append(file.instrument.name)
    }
    var pages = try pages(of: names)
    let refusals = try FileRun.forEachEvent(of: files) { event, arena in
      try pages.apply(event, arena: arena)
    }
    if refusals.count > 0 {
      Console.error("retrace: \(grouped(refusals.count)) rows were refused and enter no document.")
    }
    return try pages.finish()
  }

  /// The pages of the instrument asked for, or of the only one.
  private func pages(of listed: [String], synthetic: [String] = []) throws -> ManifoldPages {
    let known = listed.isEmpty ? "none" : listed.joined(separator: ", ")
    if let instrument, !listed.contains(instrument) {
      throw UsageError(
        "There is no instrument `\(instrument)` in it; it has \(known). Nothing was written.")
    }
    guard let name = instrument ?? (listed.count == 1 ? listed[0] : nil) else {
      throw UsageError(
        "Name an instrument: --instrument NAME. There are \(known). Nothing was written.")
    }
    return ManifoldPages(
      instrument: name, date: date, isLines: isLines, json: json, synthetic: synthetic,
      output: try OutputFile(output))
  }

  private static func source(_ arguments: Arguments) throws(UsageError) -> Source {
    guard let input = arguments.value("input") else {
      throw UsageError("Name a source: --input FILE or --input journal:DIR. Nothing was done.")
    }
    let candles = try CandleArguments.parse(arguments)
    guard input.hasPrefix("journal:") else { return .files(input, candles) }
    guard input.count > 8, candles == CandleOptions() else {
      throw UsageError(
        "--input journal:DIR names a folder, and takes neither --side nor --granularity. "
          + "Nothing was done.")
    }
    return .journal(String(input.dropFirst(8)))
  }

  private static func date(_ text: String?) throws(UsageError) -> Timestamp? {
    guard let text else { return nil }
    guard text.utf8.count == 10, text.contains("-"), let date = Timestamp(text: text) else {
      throw UsageError("--date is a day like 2014-05-02, not `\(text)`. Nothing was done.")
    }
    return date
  }
}
