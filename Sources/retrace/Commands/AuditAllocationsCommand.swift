import Journal
import Market
import Node

/// Lists the allocation rounds: who got which weight, and why the others did not.
struct AuditAllocationsCommand: Command {
  static let name = ["audit", "allocations"]
  static let summary = "List every allocation round: weights, standings, holds"
  static let usage = "retrace audit allocations DIR [--from T] [--to T] [--json]"
  static let details = """
    Weights sum to 1,000,000. An instrument marked * is filled: it completes the set and never grows. The table \
    shows each change of action, reason or set; --json every round. Exit status: 0 listed; 2 could not find out.
    """
  static let examples = [
    "retrace audit allocations journal/runs/may",
    "retrace audit allocations journal/runs/may --from 2014-05-05 --json",
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
      object.add("rounds", list: book.allocations.map { Self.json($0, names) })
      Console.print(object.text)
      return .done
    }
    if let note = SyntheticText.line(synthetic) { Console.print(note) }
    let rounds = book.allocations
    Console.print(
      AuditTable.text(
        ["at", "action", "reason", "set"], Self.changes(of: rounds, names),
        none: "No allocation round was recorded."))
    if !rounds.isEmpty {
      Console.print(
        "\(grouped(rounds.count)) rounds; each change of action, reason or set is shown. * filled")
    }
    return .done
  }

  private static func changes(
    of rounds: [AllocationTold], _ names: InstrumentNames
  ) -> [[String]] {
    var last: [String] = []
    var rows: [[String]] = []
    for round in rounds {
      let action = round.isPublished ? "publish" : round.isReduceOnly ? "hold, reduce" : "hold"
      // Three places at most fit a line; the rest is counted.
      let set = round.selected.map { row in
        names[row.instrument] + (row.standing == "filled" ? "*" : "")
      }
      let rest = set.count > 3 ? " +\(set.count - 3)" : ""
      let told = [action, round.reason, set.prefix(3).joined(separator: " ") + rest]
      guard told != last else { continue }
      last = told
      rows.append([AuditTable.short(round.at.text)] + told)
    }
    return rows
  }

  private static func json(_ round: AllocationTold, _ names: InstrumentNames) -> JSON {
    var one = JSON()
    one.add("seq", round.sequence)
    one.add("at", round.at.text)
    one.add("action", round.isPublished ? "publish" : "hold")
    one.add("mode", round.mode)
    one.add("reason", round.reason)
    one.add("reduce_only", round.isReduceOnly)
    one.add("gates_seq", whole: round.gatesSequence.map { Int64($0) })
    let selected = round.selected
    one.add("selected", texts: selected.map { names[$0.instrument] })
    one.add(
      "filled",
      texts: selected.filter { $0.standing == "filled" }.map { names[$0.instrument] })
    var weights = JSON()
    for row in selected { weights.add(names[row.instrument], row.weight?.micros ?? 0) }
    one.add("weights_ppm", weights)
    var standings = JSON()
    for row in round.rows { standings.add(names[row.instrument], row.standing) }
    one.add("standings", standings)
    return one
  }
}
