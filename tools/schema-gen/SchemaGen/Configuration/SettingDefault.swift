import Foundation

/// The default of a setting as a Swift expression.
struct SettingDefault {
  let row: SettingSchema
  /// The default instruments, in their order.
  let instruments: [String]

  func expression() throws -> String {
    guard let text = row.standardDefault else { return "nil" }
    switch row.type {
    case "flag": return text == "1" ? "true" : "false"
    case "money": return "Money(micros: \(try micros(text)))"
    case "units": return "Units(\(text))"
    case "text": return "\"\(text)\""
    case "clock": return try clock(text)
    case "enumeration", "currency":
      guard row.labels?.contains(text) == true else { throw wrong(text) }
      return ".\(SettingsFile.caseName(text))"
    case "instruments":
      let names = instruments.map { "\"\($0)\"" }.joined(separator: ", ")
      return "[\(names)].compactMap(Instrument.known)"
    case "pairs":
      let pairs = try JSONDecoder().decode([String: Double].self, from: Data(text.utf8))
      return "[\(instruments.map { pairs[$0].map { "\($0)" } ?? "nil" }.joined(separator: ", "))]"
    case "hours": return try hours(text)
    case "closures": return try literal(text, is: "[]", "[]")
    case "faults": return try literal(text, is: "none", "[]")
    default:
      guard Double(text) != nil else { throw wrong(text) }
      return text
    }
  }

  private func micros(_ text: String) throws -> String {
    guard let whole = Int64(text) else { throw wrong(text) }
    return "\(whole * 1_000_000)"
  }

  private func clock(_ text: String) throws -> String {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2 else { throw wrong(text) }
    return "LocalTime(minutesOfDay: \(parts[0] * 60 + parts[1]))"
  }

  private func hours(_ text: String) throws -> String {
    let rows = try JSONDecoder().decode([String: [String]].self, from: Data(text.utf8))
    let parts = try ["sydney", "tokyo", "london", "newyork"].map { session in
      guard let pair = rows[session], pair.count == 2 else { throw wrong(text) }
      return "SessionHours(open: \(try clock(pair[0])), close: \(try clock(pair[1])))"
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  private func literal(_ text: String, is known: String, _ swift: String) throws -> String {
    guard text == known else { throw wrong(text) }
    return swift
  }

  private func wrong(_ text: String) -> SchemaProblem {
    .wrong("the default \(text) of \(row.name) is no \(row.type) that can be written in Swift")
  }
}
