public import Market

/// The value of any setting, for whoever treats all settings alike.
public enum SettingValue: Equatable, Sendable {
  /// Whole numbers, seconds and units.
  case int(Int64)
  case flag(Bool)
  /// Finite.
  case real(Double)
  /// Money, in millionths of the account currency.
  case micros(Int64)
  case text(String)
  case clock(LocalTime)
  /// One of the labels of an enumeration.
  case label(String)
  case instruments([Instrument])
  /// In the order of the instruments.
  case pairs([PairReal])
  case closures([TimeSpan])
  /// In the order of `TradingSession`.
  case hours([SessionHours])
  case faults([PaperFaultRate])
  /// The setting is not there: off, or taken from elsewhere.
  case absent
}

extension SettingValue {
  /// The one text of the value, without that of `absent`, which its setting names.
  public var text: String {
    switch self {
    case .int(let value): "\(value)"
    case .flag(let value): value ? "1" : "0"
    case .real(let value): "\(value)"
    case .micros(let value): trimmed(decimal(value, places: 6))
    case .text(let value): value
    case .clock(let value): value.text
    case .label(let value): value
    case .instruments(let list): list.map(\.name).joined(separator: ",")
    case .pairs(let pairs):
      "{\(pairs.map { "\"\($0.instrument)\":\($0.value)" }.joined(separator: ","))}"
    case .closures(let list):
      "[\(list.map { "[\"\($0.start.text)\",\"\($0.end.text)\"]" }.joined(separator: ","))]"
    case .hours(let hours):
      "{"
        + zip(TradingSession.allCases, hours)
        .map { "\"\($0.name)\":[\"\($1.open.text)\",\"\($1.close.text)\"]" }
        .joined(separator: ",") + "}"
    case .faults(let rates):
      rates.isEmpty
        ? "none" : rates.map { "\($0.fault.rawValue):\($0.perMille)" }.joined(separator: ",")
    case .absent: ""
    }
  }

  /// The value as JSON writes it; nil for what is written as a text.
  public var jsonNumber: String? {
    switch self {
    case .int, .real, .micros: text
    default: nil
    }
  }
}

/// `12.500000` as `12.5`, `12.000000` as `12`.
private func trimmed(_ decimal: String) -> String {
  var bytes = Array(decimal.utf8)
  while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
  if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
  return String(decoding: bytes, as: UTF8.self)
}

// What the generated table takes out of a value it has checked the form of. Another form is a bug of ours.
extension SettingValue {
  var taken: Int64 {
    switch self {
    case .int(let value), .micros(let value): return value
    default: preconditionFailure("a whole number is due, not \(self)")
    }
  }
  var takenFlag: Bool {
    guard case .flag(let value) = self else { preconditionFailure("a flag is due, not \(self)") }
    return value
  }
  var takenReal: Double {
    guard case .real(let value) = self else { preconditionFailure("a real is due, not \(self)") }
    return value
  }
  var takenText: String {
    guard case .text(let value) = self else { preconditionFailure("a text is due, not \(self)") }
    return value
  }
  var takenClock: LocalTime {
    guard case .clock(let value) = self else { preconditionFailure("a time is due, not \(self)") }
    return value
  }
  func takenLabel<Label: RawRepresentable<String>>() -> Label {
    guard case .label(let text) = self, let label = Label(rawValue: text) else {
      preconditionFailure("a label is due, not \(self)")
    }
    return label
  }
  var takenInstruments: [Instrument] {
    guard case .instruments(let list) = self else {
      preconditionFailure("instruments are due, not \(self)")
    }
    return list
  }
  func takenPairs(_ instruments: [Instrument]) -> [Double?] {
    guard case .pairs(let pairs) = self else { preconditionFailure("pairs are due, not \(self)") }
    return instruments.map { instrument in
      pairs.first { $0.instrument == instrument.name }?.value
    }
  }
  var takenClosures: [TimeSpan] {
    guard case .closures(let list) = self else {
      preconditionFailure("closures are due, not \(self)")
    }
    return list
  }
  var takenHours: [SessionHours] {
    guard case .hours(let hours) = self else { preconditionFailure("hours are due, not \(self)") }
    return hours
  }
  var takenFaults: [PaperFaultRate] {
    guard case .faults(let rates) = self else { preconditionFailure("faults are due, not \(self)") }
    return rates
  }
}

/// The values of the instruments that have one, by name.
func named(_ values: [Double?], _ instruments: [Instrument]) -> SettingValue {
  .pairs(
    zip(instruments, values).compactMap { instrument, value in
      value.map { PairReal(instrument: instrument.name, value: $0) }
    })
}
