import Events
import Journal
import Market
import Node
import Numerics

/// Lists every order with its life, those that were refused, and what must not have happened.
struct AuditOrdersCommand: Command {
  static let name = ["audit", "orders"]
  static let summary = "List every order with its life, and every refusal with its blockers"
  static let usage = "retrace audit orders DIR [--csv] [--json]"
  static let details = """
    An order's life is checked against one table of states. A step that the table does not have is listed as \
    illegal. Exit status: 0 listed; 1 there are illegal steps; 2 could not find out.
    """
  static let examples = ["retrace audit orders journal/runs/may"]
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
    let book = try OrderBook(of: log, path: journal)
    let synthetic = try SyntheticText.titles(log, path: journal)
    SyntheticText.announce(synthetic, in: form)
    switch form {
    case .json: Console.print(json(book, names, synthetic))
    case .csv:
      Console.print(
        AuditTable.csv(
          ["order", "instrument", "units", "intent", "owner", "state", "filled_units", "at"],
          rows(book, names)))
    case .table: Console.print(text(book, names))
    }
    return book.illegal.isEmpty ? .done : .no
  }

  private func rows(_ book: OrderBook, _ names: InstrumentNames) -> [[String]] {
    book.orders.map { order in
      [
        "\(order.number)", names[order.instrument], "\(order.units)", order.intent.name,
        order.owner,
        order.stateName, "\(order.filled)", order.history[0].at.text,
      ]
    }
  }

  private func text(_ book: OrderBook, _ names: InstrumentNames) -> String {
    var lines = [
      AuditTable.text(
        ["order", "instrument", "units", "intent", "owner", "state", "filled", "at"],
        rows(book, names).map { Array($0[..<7]) + [AuditTable.short($0[7])] },
        none: "No order was requested.")
    ]
    if !book.refused.isEmpty {
      lines += ["", "Refused:"]
      lines.append(
        AuditTable.text(
          ["seq", "at", "instrument", "units", "blockers"],
          book.refused.map { refusal in
            [
              "\(refusal.sequence)", AuditTable.short(refusal.at.text), names[refusal.instrument],
              "\(refusal.units)", refusal.blockers.joined(separator: " "),
            ]
          }, none: ""))
    }
    if !book.illegal.isEmpty {
      lines += ["", "Illegal steps:"]
      lines += book.illegal.map {
        "  event \($0.sequence): order \($0.order) of \(names[$0.instrument]), \($0.event) after "
          + ($0.state ?? "nothing")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func json(
    _ book: OrderBook, _ names: InstrumentNames, _ synthetic: [String]
  ) -> String {
    var object = JSON()
    object.add(synthetic: synthetic)
    object.add(
      "orders",
      list: book.orders.map { order in
        var one = JSON()
        one.add("order", order.number)
        one.add("instrument", names[order.instrument])
        one.add("units", order.units)
        one.add("intent", order.intent.name)
        one.add("owner", order.owner)
        one.add("reason", order.reason.name)
        one.add("state", order.stateName)
        one.add("filled_units", order.filled)
        one.add(
          "history",
          list: order.history.map { step in
            var part = JSON()
            part.add("seq", step.sequence)
            part.add("at", step.at.text)
            part.add("state", step.state)
            part.add("reason", step.reason)
            return part
          })
        return one
      })
    object.add(
      "refused",
      list: book.refused.map { refusal in
        var one = JSON()
        one.add("seq", refusal.sequence)
        one.add("at", refusal.at.text)
        one.add("instrument", names[refusal.instrument])
        one.add("units", refusal.units)
        one.add("owner", refusal.owner)
        one.add("blockers", texts: refusal.blockers)
        return one
      })
    object.add(
      "illegal",
      list: book.illegal.map { arrow in
        var one = JSON()
        one.add("seq", arrow.sequence)
        one.add("at", arrow.at.text)
        one.add("order", arrow.order)
        one.add("instrument", names[arrow.instrument])
        one.add("state", arrow.state)
        one.add("event", arrow.event)
        return one
      })
    return object.text
  }
}
