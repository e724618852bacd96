/// One JSON object, its members in the order they were added.
struct JSON {
  private var members: [String] = []

  mutating func add(_ name: String, _ text: String?) {
    members.append("\(Self.quoted(name)):\(text.map(Self.quoted) ?? "null")")
  }

  mutating func add(_ name: String, _ number: some BinaryInteger) {
    members.append("\(Self.quoted(name)):\(number)")
  }

  mutating func add(_ name: String, _ flag: Bool) { members.append("\(Self.quoted(name)):\(flag)") }

  /// Seconds and rates: three decimals, for people and charts only.
  mutating func add(_ name: String, decimal value: Double) {
    let thousandths = (value * 1_000).rounded()
    let whole = value.isFinite && abs(thousandths) < 9e15 ? Int64(thousandths) : 0
    let fraction = String(whole.magnitude % 1_000 + 1_000).dropFirst()
    members.append(
      "\(Self.quoted(name)):\(whole < 0 ? "-" : "")\(whole.magnitude / 1_000).\(fraction)")
  }

  /// A member whose text is JSON already.
  mutating func add(_ name: String, raw: String) { members.append("\(Self.quoted(name)):\(raw)") }

  mutating func add(_ name: String, _ object: JSON?) {
    add(name, raw: object?.text ?? "null")
  }

  mutating func add(_ name: String, texts: [String]) {
    add(name, raw: "[\(texts.map(Self.quoted).joined(separator: ","))]")
  }

  var text: String { "{\(members.joined(separator: ","))}" }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
