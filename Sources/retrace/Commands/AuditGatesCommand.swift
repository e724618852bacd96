import Journal
import Market
import Node

/// Lists the evaluation rounds: which gates were open, and by which numbers.
struct AuditGatesCommand: Command {
  static let name = ["audit", "gates"]
  static let summary = "List every evaluation round: gates, floors, summaries, reasons"
  static let usage = "retrace audit gates DIR [--from T] [--to T] [--json]"
  static let details = """
    A gate says whether the strategy would have earned its place over the last thirty days. The table shows each \
    change of an instrument's gate or reason; --json every round. Exit status: 0 listed; 2 could not find out.
    """
  static let examples = [
    "retrace audit gates journal/runs/may",
    "retrace audit gates journal/runs/may --from 2014-05-05 --to 2014-05-06 --json",
  ]
  static let options = RoundSpan.options + [.json]

  private let journal: String
  private let span: RoundSpan
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    span = try RoundSpan(arguments)
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    let book = try RoundBook(of: log, path: journal, from: span.from, to: span.to)
    let synthetic = try SyntheticText.titles(log, path: journal)
    if json {
      var object = JSON()
      object.add(synthetic: synthetic)
      object.add("rounds", list: book.gates.map { Self.json($0, names) })
      Console.print(object.text)
      return .done
    }
    if let note = SyntheticText.line(synthetic) { Console.print(note) }
    let rounds = book.gates
    Console.print(
      AuditTable.text(
        ["at", "instrument", "gate", "reason", "trades", "calmar", "pnl"],
        Self.changes(of: rounds, names), none: "No evaluation round was recorded."))
    if !rounds.isEmpty {
      Console.print("\(grouped(rounds.count)) rounds; each change of gate or reason is shown.")
    }
    return .done
  }

  /// A row for each instrument of the first round, and for each change after it.
  private static func changes(of rounds: [GatesRound], _ names: InstrumentNames) -> [[String]] {
    var shown: [(instrument: InstrumentID, gate: Int64, reason: String)] = []
    var rows: [[String]] = []
    for round in rounds {
      for row in round.rows {
        let place = shown.firstIndex { $0.instrument == row.instrument }
        if let place {
          guard shown[place].gate != row.gate || shown[place].reason != row.reason else { continue }
          shown[place] = (row.instrument, row.gate, row.reason)
        } else {
          shown.append((row.instrument, row.gate, row.reason))
        }
        rows.append([
          AuditTable.short(round.at.text), names[row.instrument], "\(row.gate)", row.reason,
          row.summary.map { "\($0.trades)" } ?? "-", AuditTable.real(row.summary?.calmar, 2),
          AuditTable.real(row.summary?.profitTotal, 4),
        ])
      }
    }
    return rows
  }

  private static func json(_ round: GatesRound, _ names: InstrumentNames) -> JSON {
    var one = JSON()
    one.add("seq", round.sequence)
    one.add("at", round.at.text)
    one.add(
      "instruments",
      list: round.rows.map { row in
        var object = JSON()
        object.add("instrument", names[row.instrument])
        object.add("gate", row.gate)
        object.add("cooldown", row.cooldown)
        object.add("buffer", real: row.buffer)
        object.add("reason", row.reason)
        object.add("stepped", row.isStepped)
        var floors = JSON()
        floors.add("min_trades", real: row.leastTrades)
        floors.add("calmar_min", real: row.leastCalmar)
        floors.add("pnl_min", real: row.leastProfit)
        object.add("floors", floors)
        object.add("summary", row.summary.map(json))
        return object
      })
    return one
  }

  private static func json(_ summary: GatesRound.Row.Summary) -> JSON {
    var object = JSON()
    object.add("trades", summary.trades)
    object.add("calmar", real: summary.calmar)
    object.add("pnl_total", real: summary.profitTotal)
    return object
  }
}
