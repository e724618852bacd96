import Events
import Journal
import Market
import Node
import Numerics

/// Lists every lot with its entry, its exits and what it earned.
struct AuditTradesCommand: Command {
  static let name = ["audit", "trades"]
  static let summary = "List every trade: entry, exits, profit and costs"
  static let usage = "retrace audit trades DIR [--csv] [--json]"
  static let details = """
    A trade is a lot: the slice of a position that one fill opened. Reductions close lots first in, first out. \
    Profit is before commission, in the account's currency. Exit status: 0 listed; 2 could not find out.
    """
  static let examples = ["retrace audit trades journal/runs/may"]
  static let options = [.csv, Option.json]

  private let journal: String
  private let form: AuditForm

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    form = try AuditForm(arguments)
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let names = try InstrumentNames(log, path: journal)
    let book = try TradeBook(of: log, path: journal)
    let ledger = try AccountLedger(of: log, path: journal)
    let synthetic = try SyntheticText.titles(log, path: journal)
    SyntheticText.announce(synthetic, in: form)
    switch form {
    case .json: Console.print(json(book, names, ledger.currency, synthetic))
    case .csv:
      Console.print(
        AuditTable.csv(
          [
            "lot", "instrument", "units", "entry_at", "entry", "exit_at", "exit", "profit",
            "reason",
          ],
          rows(book, names)))
    case .table:
      Console.print(
        AuditTable.text(
          ["lot", "instrument", "units", "entered", "at", "left", "at", "profit", "by"],
          rows(book, names).map { row in
            [
              row[0], row[1], row[2], AuditTable.short(row[3]), row[4], AuditTable.short(row[5]),
              row[6], row[7], row[8],
            ]
          }, none: "No trade was opened."))
    }
    return .done
  }

  /// A row an exit; an open lot has one without.
  private func rows(_ book: TradeBook, _ names: InstrumentNames) -> [[String]] {
    book.trades.flatMap { trade in
      let head = [
        "\(trade.lot)", names[trade.instrument], "\(trade.entry.units)", trade.entry.at.text,
        AuditTable.price(trade.entry.price),
      ]
      guard !trade.exits.isEmpty else { return [head + ["", "", "", "open"]] }
      return trade.exits.map { exit in
        head + [
          exit.at.text, AuditTable.price(exit.price), AuditTable.money(exit.profit),
          exit.reason.name,
        ]
      }
    }
  }

  private func json(
    _ book: TradeBook, _ names: InstrumentNames, _ currency: String, _ synthetic: [String]
  ) -> String {
    var object = JSON()
    object.add(synthetic: synthetic)
    object.add("currency", currency)
    object.add(
      "trades",
      list: book.trades.map { trade in
        var one = JSON()
        one.add("lot", trade.lot)
        one.add("instrument", names[trade.instrument])
        one.add("units", trade.entry.units)
        var entry = JSON()
        entry.add("seq", trade.entry.sequence)
        entry.add("at", trade.entry.at.text)
        entry.add("price", price: trade.entry.price)
        entry.add("reason", trade.entry.reason.name)
        one.add("entry", entry)
        one.add("exits", list: trade.exits.map(json))
        one.add("profit", amount: trade.profit)
        one.add("commission", amount: trade.commission)
        one.add("closed", trade.isClosed)
        return one
      })
    return object.text
  }

  private func json(_ exit: Trade.Step) -> JSON {
    var one = JSON()
    one.add("seq", exit.sequence)
    one.add("at", exit.at.text)
    one.add("units", exit.units)
    one.add("price", price: exit.price)
    one.add("profit", amount: exit.profit)
    one.add("reason", exit.reason.name)
    return one
  }
}
