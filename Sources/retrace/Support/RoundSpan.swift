import Market

/// Which rounds an audit lists.
struct RoundSpan {
  let from: Timestamp?
  /// The first instant that is left out.
  let to: Timestamp?

  static let options = [
    Option(name: "from", form: .value("t"), meaning: "first instant, e.g. 2014-05-01"),
    Option(name: "to", form: .value("t"), meaning: "first instant that is left out"),
  ]

  init(_ arguments: Arguments) throws(UsageError) {
    from = try arguments.instant("from")
    to = try arguments.instant("to")
    if let from, let to, to <= from {
      throw UsageError("--to is not after --from. Nothing was done.")
    }
  }
}

extension JSON {
  /// A number with all its digits; one that is not finite is null.
  mutating func add(_ name: String, real value: Double?) {
    add(name, raw: value.map { $0.isFinite ? "\($0)" : "null" } ?? "null")
  }

  /// A whole number, or null.
  mutating func add(_ name: String, whole value: Int64?) {
    add(name, raw: value.map { "\($0)" } ?? "null")
  }
}

extension AuditTable {
  /// A number for people, with so many decimals; nothing where there is none.
  static func real(_ value: Double?, _ places: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e9 else { return "-" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let whole = Int64((value * scale).rounded())
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let text = String(padded.dropLast(places)) + (places > 0 ? "." + padded.suffix(places) : "")
    return (whole < 0 ? "-" : "") + text
  }
}
