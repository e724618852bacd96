import Dispatch
import Feeds
import Glibc
import Journal
import Market
import Node

/// Runs quotes through the node and records every fact.
struct RunCommand: Command {
  static let name = ["run"]
  static let summary = "Run quotes through the reducers and record every fact in a journal"
  static let usage =
    "retrace run (--feed PATH [--feed PATH …] | --demo [--seed N] [--days N]) [--journal DIR] "
    + "[--from T] [--to T] [--instruments LIST] [--pace max|N|real] [--durability sync|none] "
    + "[--side SIDE] [--spread INSTRUMENT=PIPS …] [--granularity LENGTH] [--from-zero] "
    + "[--segment-bytes N] [--commands FILE] [--config FILE] [--set NAME=VALUE …] "
    + "[--prime PATH … | --prime journal:DIR | --prime-days N] "
    + "[--release-kill-switch REASON] [--on-loss-limit stop|next-day] [--json]"
  static let details = """
    PATH is a file of ticks or of candles, or a folder of such files, gzip or not, the instrument in \
    the file's or folder's name. Lines are `ts_ns,bid,ask`, or below the header that says so \
    `ts_ms,o,h,l,c` (with `,v` or not) or `ts_ms,bo,bh,bl,bc,ao,ah,al,ac`. One run reads ticks or \
    candles of one length. A candle is applied at its end; it stands for a quote at its open and one at \
    its close. --demo receives a synthetic market instead, the same quotes for the same seed. \
    Run again on the same journal: goes on behind the last row it holds; with --segment-bytes, in the \
    newest child of one that was sealed. \
    --segment-bytes: when the journal's file has grown to N bytes (1,048,576 at least), it is sealed as \
    `retrace journal seal` does, and the run goes on in DIR-2, then DIR-3; no row is lost or taken twice. \
    --prime: candles of before the first row, from files of candles or ticks or from another journal, fill \
    the windows; nothing is decided on them, and none is taken twice. Bars and prices must be the run's. \
    --prime-days: the N days before --from; with --demo and no --from, the N days before its --days. \
    Exit status: 0 all rows taken; 2 a file, the journal or the arguments are not usable (what was \
    taken before is recorded); 3 stopped by a signal, everything recorded is safe.
    """
  static let examples = [
    "retrace run --demo --seed 7 --days 5",
    "retrace run --demo --seed 7 --days 10 --prime-days 35 --release-kill-switch \"first try\"",
    "retrace run --feed ticks/EUR_USD.csv.gz",
    "retrace run --feed ticks --prime candles/M1 --from 2014-05-01",
    "retrace run --feed ticks --journal journal/runs/may --from 2014-05-01 --to 2014-05-03",
    "retrace run --feed ticks --instruments EUR_USD,NZD_USD --json",
    "retrace run --feed candles/M1 --spread EUR_USD=1.2 --spread USD_JPY=1.4",
    "retrace run --feed ticks --journal journal/runs/may --segment-bytes 1000000000",
    "retrace run --feed ticks --commands orders.jsonl --release-kill-switch \"first try\"",
  ]
  static let options =
    [
      Option(
        name: "feed", form: .values("path"), meaning: "a file of ticks or candles, or a folder"),
      Option(name: "journal", form: .value("dir"), meaning: "where to record (journal/runs/<new>)"),
      Option(name: "from", form: .value("t"), meaning: "first instant, e.g. 2014-05-01"),
      Option(name: "to", form: .value("t"), meaning: "first instant that is left out"),
      Option(
        name: "instruments", form: .value("list"), meaning: "only these, e.g. EUR_USD,USD_JPY"),
      Option(
        name: "pace", form: .value("speed"),
        meaning: "max (default), real, or N times the speed of the quotes"),
      Option(
        name: "durability", form: .value("mode"),
        meaning: "sync (default) or none: no sync to disk, for backtests"),
      Option(
        name: "from-zero", form: .flag,
        meaning: "let the actors receive every event of the journal, and no snapshot"),
      Option(
        name: "segment-bytes", form: .value("n"),
        meaning: "seal the journal at this size and go on in DIR-2, DIR-3, …"),
    ] + DemoArguments.options + PrimingArguments.options + CandleArguments.options
    + TradingArguments.options + [.json]

  private let feeds: [String]
  private let demo: SyntheticMarket?
  private let journal: String
  private let from: Timestamp?
  private let to: Timestamp?
  private let instruments: [String]?
  private let candles: CandleOptions
  private let pace: Pace
  private let durable: Bool
  private let fromZero: Bool
  private let segmentBytes: Int64?
  private let priming: PrimingArguments
  private let trading: TradingArguments
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    try arguments.noWords()
    feeds = arguments.all("feed")
    instruments = try Self.instruments(arguments.value("instruments"))
    priming = try PrimingArguments(arguments)
    let told = try arguments.instant("from")
    let shift = told == nil ? priming.days : nil
    demo = try DemoArguments.parse(arguments, instruments: instruments, behind: shift ?? 0)
    guard !feeds.isEmpty || demo != nil else {
      throw UsageError(
        "Name a feed: --feed PATH, or take the synthetic market: --demo. Nothing was done.")
    }
    journal = arguments.value("journal") ?? Self.freshJournal()
    // The synthetic market's own past is its first days: the run begins behind them.
    from = demo == nil ? told : told ?? shift.map { SyntheticMarket.instant(ofDay: $0) }
    to = try arguments.instant("to")
    if let from, let to, to <= from {
      throw UsageError(
        told == nil
          ? "--to is not after the days of --prime-days. Nothing was done."
          : "--to is not after --from. Nothing was done.")
    }
    candles = try CandleArguments.parse(arguments)
    if demo != nil, priming.takesNoFiles, candles != CandleOptions() {
      throw UsageError(
        "The synthetic market has quotes, no candle files: leave out --side, --spread and "
          + "--granularity. Nothing was done.")
    }
    pace = try Self.pace(arguments.value("pace") ?? "max")
    switch arguments.value("durability") ?? "sync" {
    case "sync": durable = true
    case "none": durable = false
    default: throw UsageError("--durability is sync or none. Nothing was done.")
    }
    fromZero = arguments.has("from-zero")
    segmentBytes = try arguments.number("segment-bytes", in: 1 << 20...1 << 50).map { Int64($0) }
    trading = try TradingArguments(arguments)
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    var request = try request()
    request.priming = try priming.priming(request, candles: candles)
    request.from = from
    request.to = to
    request.pace = pace
    request.durable = durable
    request.fromZero = fromZero
    request.segmentBytes = segmentBytes
    try trading.fill(&request, heard: request.instruments)
    // The turn's, the feed's, and those of the runtime.
    try tryThreads(2 + max(2, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    let inbox = Inbox()
    SignalStop.ask { inbox.close(.stopped) }
    let outcome = RunOutcome()
    let session = SegmentedRun(request, inbox: inbox)
    Task.detached { [outcome] in
      do {
        outcome.set(.success(try await session.run()))
      } catch {
        outcome.set(.failure(error))
      }
    }
    let summary = try outcome.wait().get()
    if json {
      Console.print(RunReport(summary).json)
    } else {
      Console.print(RunReport(summary).text)
    }
    if let failure = summary.failure {
      Console.error("retrace: \(failure)")
      return .unknown
    }
    return summary.wasStopped ? .stopped : .done
  }

  private func request() throws -> RunRequest {
    if let demo { return RunRequest(journal: journal, synthetic: demo) }
    return RunRequest(journal: journal, files: try files())
  }

  private func files() throws(FeedError) -> [FeedFile] {
    do throws(FeedError) {
      return try TickFeed.discover(feeds, instruments: instruments, candles: candles)
    } catch {
      // What is said of candles may be said of those that prime a feed of ticks.
      guard case .candles(.optionForTicks) = error, candles.spreads.isEmpty,
        !priming.takesNoFiles
      else { throw error }
    }
    return try TickFeed.discover(feeds, instruments: instruments)
  }

  private static func instruments(_ list: String?) throws(UsageError) -> [String]? {
    guard let list else { return nil }
    let names = list.split(separator: ",").map { String($0) }
    for name in names where Instrument.known(name) == nil {
      throw UsageError(
        "`\(name)` is no instrument this program knows: write one like EUR_USD, of the 28 pairs of EUR, "
          + "GBP, AUD, NZD, USD, CAD, CHF and JPY. Nothing was done.")
    }
    guard !names.isEmpty else { throw UsageError("--instruments names none. Nothing was done.") }
    return names
  }

  private static func pace(_ text: String) throws(UsageError) -> Pace {
    switch text {
    case "max": return .asFastAsPossible
    case "real": return .times(1)
    default:
      guard let times = Int64(text), (1...1_000_000).contains(times) else {
        throw UsageError(
          "--pace is max, real, or a whole number from 1 to 1000000. Nothing was done.")
      }
      return .times(times)
    }
  }

  /// A new folder below journal/runs, named after the moment.
  private static func freshJournal() -> String {
    let now = wallClock().text.prefix(19).filter { $0 != ":" && $0 != "-" }
    var path = "journal/runs/\(now)"
    var number = 2
    while access(path, F_OK) == 0 {
      path = "journal/runs/\(now)-\(number)"
      number += 1
    }
    return path
  }
}

/// Where the run's task leaves its result for the main thread.
private final class RunOutcome: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<RunSummary, any Error>?

  func set(_ result: Result<RunSummary, any Error>) {
    self.result = result
    done.signal()
  }

  func wait() -> Result<RunSummary, any Error> {
    done.wait()
    return result ?? .failure(UsageError("The run ended without a result."))
  }
}
