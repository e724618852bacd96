import Allocator
import Evaluator
import Journal
import Market
import Node
import Strategy

/// Lists what the strategy would have traded in each instrument, with unlimited capital and no orders.
struct AuditShadowCommand: Command {
  static let name = ["audit", "shadow"]
  static let summary = "List the trades of each instrument's shadow, and their summary"
  static let usage = "retrace audit shadow DIR [--instrument I] [--at T] [--json]"
  static let details = """
    The shadow is stepped again over the journal's candles and metrics, so that its whole history is listed. The \
    summary is that of the thirty days before T, which is the journal's end unless it is given. Exit status: \
    0 listed; 1 the instrument has no shadow; 2 could not find out.
    """
  static let examples = [
    "retrace audit shadow journal/runs/may",
    "retrace audit shadow journal/runs/may --instrument EUR_USD --json",
  ]
  static let options = [
    Option(name: "instrument", form: .value("name"), meaning: "only this one, e.g. EUR_USD"),
    Option(name: "at", form: .value("t"), meaning: "as it was then (the journal's end)"),
    Option.json,
  ]

  private let journal: String
  private let instrument: String?
  private let at: Timestamp?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    instrument = arguments.value("instrument")
    at = try arguments.instant("at")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    let book = try ShadowBook(of: log, path: journal, at: at)
    let synthetic = try SyntheticText.titles(log, path: journal)
    let rows = book.rows.filter { row in instrument.map { names[row.instrument] == $0 } ?? true }
    if json {
      var object = JSON()
      object.add(synthetic: synthetic)
      object.add("at", book.at.text)
      object.add("instruments", list: rows.map { Self.json($0, names) })
      Console.print(object.text)
    } else {
      if let note = SyntheticText.line(synthetic) { Console.print(note) }
      Console.print(text(rows, names, book.at))
    }
    return rows.isEmpty && instrument != nil ? .no : .done
  }

  private func text(_ rows: [ShadowBook.Row], _ names: InstrumentNames, _ at: Timestamp) -> String {
    let table = AuditTable.text(
      ["instrument", "trades", "ready", "cover", "in 30d", "win", "calmar", "pnl", "open"],
      rows.map { row in
        let summary = row.view.summary
        return [
          names[row.instrument], "\(row.trades.count)", row.view.isReady ? "yes" : "no",
          AuditTable.real(row.view.coverage, 2), summary.map { "\($0.trades)" } ?? "-",
          AuditTable.real(summary?.winRate, 3), AuditTable.real(summary?.calmar, 3),
          AuditTable.real(summary?.profitTotal, 5), Self.side(row.view.openSide.rawValue),
        ]
      }, none: "No instrument has a shadow.")
    guard instrument != nil, let row = rows.first else { return "At \(at.text)\n" + table }
    let trades = AuditTable.text(
      ["side", "entered", "price", "left", "pnl", "by"],
      row.trades.map { trade in
        [
          Self.side(trade.side.rawValue), AuditTable.short(trade.entryAt.text),
          AuditTable.real(trade.entryPrice, 5), AuditTable.short(trade.exitAt.text),
          AuditTable.real(trade.profitFraction, 5), trade.exit.name,
        ]
      }, none: "No trade ended.")
    return "At \(at.text)\n" + table + "\n\n" + trades
  }

  private static func side(_ sign: Int8) -> String { sign > 0 ? "long" : sign < 0 ? "short" : "no" }

  private static func json(_ row: ShadowBook.Row, _ names: InstrumentNames) -> JSON {
    var one = JSON()
    one.add("instrument", names[row.instrument])
    one.add("param_key", row.view.parameterKey)
    one.add("ready", row.view.isReady)
    one.add("coverage", real: row.view.coverage)
    one.add("trades", list: row.trades.map(json))
    one.add("summary", row.view.summary.map(json))
    one.add("open_at_end", row.view.openSide.rawValue)
    return one
  }

  private static func json(_ trade: Evaluator.Trade) -> JSON {
    var one = JSON()
    one.add("side", trade.side.rawValue)
    one.add("entry_ms", trade.entryAt.nanoseconds / nanosecondsPerMillisecond)
    one.add("exit_ms", trade.exitAt.nanoseconds / nanosecondsPerMillisecond)
    one.add("entry_price", real: trade.entryPrice)
    one.add("exit_price", real: trade.exitPrice)
    one.add("pnl_frac", real: trade.profitFraction)
    one.add("reason", trade.exit.name)
    return one
  }

  private static func json(_ summary: Summary) -> JSON {
    var one = JSON()
    one.add("trades", Int64(summary.trades))
    one.add("win_rate", real: summary.winRate)
    one.add("pnl_total", real: summary.profitTotal)
    one.add("max_drawdown", real: summary.maxDrawdown)
    one.add("calmar", real: summary.calmar)
    return one
  }
}
