import Events

/// One JSON object, its members in the order they were added.
struct JSON {
  private var members: [String] = []

  mutating func add(_ name: String, _ text: String?) {
    members.append("\(quotedJSON(name)):\(text.map(quotedJSON) ?? "null")")
  }

  mutating func add(_ name: String, _ number: some BinaryInteger) {
    members.append("\(quotedJSON(name)):\(number)")
  }

  mutating func add(_ name: String, _ flag: Bool) { members.append("\(quotedJSON(name)):\(flag)") }

  /// Seconds and rates: three decimals, for people and charts only.
  mutating func add(_ name: String, decimal value: Double) {
    let thousandths = (value * 1_000).rounded()
    let whole = value.isFinite && abs(thousandths) < 9e15 ? Int64(thousandths) : 0
    let fraction = String(whole.magnitude % 1_000 + 1_000).dropFirst()
    members.append(
      "\(quotedJSON(name)):\(whole < 0 ? "-" : "")\(whole.magnitude / 1_000).\(fraction)")
  }

  /// A member whose text is JSON already.
  mutating func add(_ name: String, raw: String) { members.append("\(quotedJSON(name)):\(raw)") }

  mutating func add(_ name: String, _ object: JSON?) {
    add(name, raw: object?.text ?? "null")
  }

  mutating func add(_ name: String, texts: [String]) {
    add(name, raw: "[\(texts.map(quotedJSON).joined(separator: ","))]")
  }

  var text: String { "{\(members.joined(separator: ","))}" }
}
