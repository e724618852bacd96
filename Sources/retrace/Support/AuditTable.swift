import Market
import Numerics

/// In which form an audit answers.
enum AuditForm {
  case table
  case csv
  case json

  init(_ arguments: Arguments) throws(UsageError) {
    guard !(arguments.has("csv") && arguments.has("json")) else {
      throw UsageError("--csv and --json are two forms of one answer: give one. Nothing was done.")
    }
    self = arguments.has("csv") ? .csv : arguments.has("json") ? .json : .table
  }
}

extension Option {
  static let csv = Option(
    name: "csv", form: .flag, meaning: "print comma-separated rows with a header")
}

/// Rows for people and for spreadsheets.
enum AuditTable {
  /// Columns as wide as their widest cell; numbers stand at the right.
  static func text(_ header: [String], _ rows: [[String]], none: String) -> String {
    guard !rows.isEmpty else { return none }
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ row: [String]) -> String {
      var cells = row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumber(rows[0][column]) ? gap + row[column] : row[column] + gap
      }.joined(separator: "  ")
      while cells.hasSuffix(" ") { cells.removeLast() }
      return cells
    }
    return ([line(header)] + rows.map(line)).joined(separator: "\n")
  }

  static func csv(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(quoted).joined(separator: ",") }.joined(separator: "\n")
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" }) else { return cell }
    return "\""
      + cell.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  private static func isNumber(_ cell: String) -> Bool {
    !cell.isEmpty && cell.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" }
  }

  /// `2014-05-01T09:30:00Z` as `05-01 09:30:00`.
  static func short(_ instant: String) -> String {
    guard instant.count >= 19 else { return instant }
    let text = Array(instant)
    return String(text[5..<10]) + " " + String(text[11..<19])
  }

  /// Without the zeros at the end that no price has.
  static func price(_ price: Price) -> String {
    var text = decimal(price.micros, places: 6)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? text + "0" : text
  }

  static func money(_ money: Money) -> String { decimal(money.micros / 100, places: 4) }
}
