import Journal
import Market
import Node
import Numerics

/// Adds the account up again, entry by entry.
struct AuditLedgerCommand: Command {
  static let name = ["audit", "ledger"]
  static let summary = "Add the account up again from its fills, entry by entry"
  static let usage = "retrace audit ledger DIR [--csv] [--json]"
  static let details = """
    Begins with the opening balance, adds profit and commission of each fill, and compares the sum with the \
    balance that each fill and the last account report carry. Financing is off. Exit status: 0 it adds up; 1 it \
    does not; 2 could not find out.
    """
  static let examples = ["retrace audit ledger journal/runs/may"]
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
    let ledger = try AccountLedger(of: log, path: journal)
    let synthetic = try SyntheticText.titles(log, path: journal)
    SyntheticText.announce(synthetic, in: form)
    switch form {
    case .json: Console.print(json(ledger, names, synthetic))
    case .csv:
      Console.print(
        AuditTable.csv(
          ["seq", "at", "instrument", "kind", "amount", "balance"], rows(ledger, names)))
    case .table: Console.print(text(ledger, names))
    }
    return ledger.addsUp ? .done : .no
  }

  private func rows(_ ledger: AccountLedger, _ names: InstrumentNames) -> [[String]] {
    ledger.entries.map { entry in
      [
        "\(entry.sequence)", entry.at.text, names[entry.instrument], entry.kind.rawValue,
        AuditTable.money(entry.amount), AuditTable.money(entry.balance),
      ]
    }
  }

  private func text(_ ledger: AccountLedger, _ names: InstrumentNames) -> String {
    guard let opening = ledger.openingBalance else {
      return "No account: no settings were applied."
    }
    var lines = ["Opening balance \(AuditTable.money(opening)) \(ledger.currency)"]
    lines.append(
      AuditTable.text(
        ["seq", "at", "instrument", "kind", "amount", "balance"],
        rows(ledger, names).map { [$0[0], AuditTable.short($0[1]), $0[2], $0[3], $0[4], $0[5]] },
        none: "No fill."))
    lines.append("Closing balance \(AuditTable.money(ledger.closingBalance)) \(ledger.currency)")
    if let account = ledger.accountBalance {
      lines.append("Account says    \(AuditTable.money(account)) \(ledger.currency)")
    }
    lines.append(
      ledger.addsUp
        ? "It adds up."
        : "It does not add up"
          + (ledger.firstFault.map { ", first at event \($0)." } ?? ": the account differs."))
    return lines.joined(separator: "\n")
  }

  private func json(
    _ ledger: AccountLedger, _ names: InstrumentNames, _ synthetic: [String]
  ) -> String {
    var object = JSON()
    object.add(synthetic: synthetic)
    object.add("currency", ledger.currency)
    object.add("opening_balance", amount: ledger.openingBalance)
    object.add(
      "entries",
      list: ledger.entries.map { entry in
        var one = JSON()
        one.add("seq", entry.sequence)
        one.add("at", entry.at.text)
        one.add("instrument", names[entry.instrument])
        one.add("kind", entry.kind.rawValue)
        one.add("amount", amount: entry.amount)
        one.add("balance", amount: entry.balance)
        return one
      })
    object.add("closing_balance", amount: ledger.closingBalance)
    object.add("account_balance", amount: ledger.accountBalance ?? ledger.openingBalance)
    object.add("adds_up", ledger.addsUp)
    return object.text
  }
}
