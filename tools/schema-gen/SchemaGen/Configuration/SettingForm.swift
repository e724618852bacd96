/// How a setting's type looks in Swift, in a generic value and in the event.
struct SettingForm {
  let row: SettingSchema

  /// The type of the stored property, without the question mark of an optional one.
  var swift: String {
    switch row.type {
    case "int", "seconds": "Int64"
    case "units": "Units"
    case "money": "Money"
    case "flag": "Bool"
    case "real": "Double"
    case "clock": "LocalTime"
    case "enumeration", "currency": row.enumeration ?? "String"
    case "instruments": "[Instrument]"
    case "pairs": "[Double?]"
    case "closures": "[TimeSpan]"
    case "hours": "[SessionHours]"
    case "faults": "[PaperFaultRate]"
    default: "String"
    }
  }

  /// The `SettingValue` of an expression.
  func wrapped(_ value: String) -> String {
    switch row.type {
    case "int", "seconds": ".int(\(value))"
    case "units": ".int(\(value).count)"
    case "money": ".micros(\(value).micros)"
    case "enumeration", "currency": ".label(\(value).rawValue)"
    case "pairs": "named(\(value), instruments)"
    default: ".\(row.type)(\(value))"
    }
  }

  /// What is taken out of a `SettingValue` named `value`.
  var taken: String {
    switch row.type {
    case "int", "seconds": "value.taken"
    case "units": "Units(value.taken)"
    case "money": "Money(micros: value.taken)"
    case "enumeration", "currency": "value.takenLabel()"
    case "pairs": "value.takenPairs(instruments)"
    default: "value.taken\(row.type.prefix(1).uppercased() + row.type.dropFirst())"
    }
  }

  /// The type of the event's field. Those of the generator's plain types, and `units`, `real`, `money` and
  /// `list<real>`.
  var payload: String {
    switch row.type {
    case "int": row.least.map { $0.hasPrefix("-") } ?? true ? "int" : "count"
    case "seconds", "clock": "count"
    case "flag", "real", "units", "money": row.type
    case "pairs": "list<real>"
    default: "text"
    }
  }
}

extension SettingSchema {
  /// The range in the words of an event's schema; nil where a type leaves nothing to say.
  var rangeText: String? {
    switch type {
    case "flag", "hours", "closures", "faults", "instruments": return nil
    case "enumeration", "currency": return labels?.joined(separator: ", ")
    case "clock": return "0 to 1439"
    default:
      guard let least, let greatest else { return nil }
      switch (leastIsOpen ?? false, greatestIsOpen ?? false) {
      case (false, false): return "\(least) to \(greatest)"
      case (true, false): return "above \(least), at most \(greatest)"
      case (false, true): return "at least \(least), below \(greatest)"
      case (true, true): return "above \(least), below \(greatest)"
      }
    }
  }
}
