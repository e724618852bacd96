/// What `schemas/config/trading.json` says of one setting.
public struct SettingDescription: Equatable, Sendable {
  public let name: String
  public let form: SettingForm
  /// Older names, accepted as well.
  public let aliases: [String]
  public let aliasRule: AliasRule
  /// What an enumeration, a currency or a list of faults may say.
  public let labels: [String]
  /// The default as text; nil where it is absent.
  let plainDefault: String?
  /// Defaults of single modes, which go before.
  let modeDefaults: [(mode: String, text: String)]
  /// The word for a value that is not there; nil when it always is.
  public let absentWord: String?
  /// Whether that word may be given, or is the default's only.
  public let mayBeGivenAbsent: Bool
  /// The ends of the range as text; nil where the form has none.
  public let least: String?
  public let greatest: String?
  /// Whether the end itself lies outside.
  public let leastIsOpen: Bool
  public let greatestIsOpen: Bool
  /// The most decimals; nil for no limit but that of the form.
  public let decimals: Int?
  public let unit: String?
  /// Of trading-system.md.
  public let section: String
  public let runtimeRule: RuntimeRule
  /// Whether greater values are the stricter ones; nil where neither is.
  public let higherIsStricter: Bool?
  /// Whether the journal's first opening fixes it for ever.
  public let isBoundToFirstOpening: Bool
  public let since: String
  /// One plain sentence.
  public let meaning: String

  /// The default in a mode; nil where it is absent.
  public func defaultText(in mode: ModeSetting) -> String? {
    modeDefaults.first { $0.mode == mode.rawValue }?.text ?? plainDefault
  }

  /// Whether modes differ in the default.
  public var defaultDependsOnMode: Bool { !modeDefaults.isEmpty }

  public static func == (left: SettingDescription, right: SettingDescription) -> Bool {
    left.name == right.name
  }
}

extension SettingDescription {
  /// What is allowed, as messages and tables say it: `1 to 30 s`, `above 0, at most 100`.
  public var rangeText: String {
    let range: String
    switch form {
    case .flag: range = "0 or 1"
    case .clock: range = "HH:MM, \(least ?? "00:00") to \(greatest ?? "23:59")"
    case .enumeration, .currency: range = labels.joined(separator: ", ")
    case .text: range = "1 to 64 printable ASCII characters without spaces"
    case .instruments: range = "\(ends) of the 28 pairs of the eight majors, each once"
    case .closures: range = "up to \(greatest ?? "1000") pairs of UTC times in whole seconds"
    case .hours: range = "of sydney, tokyo, london, newyork a pair of HH:MM each, opening first"
    case .pairs: range = "per instrument \(withUnit(ends))"
    case .faults:
      range = "none, or fault:n,… with n from 0 to 1000: \(labels.joined(separator: ", "))"
    case .int, .seconds, .units, .real, .money: range = withUnit(ends)
    }
    let digits = decimals.map { ", at most \($0) decimals" } ?? ""
    let word = mayBeGivenAbsent ? absentWord.map { ", or \($0)" } ?? "" : ""
    return range + digits + word
  }

  private var ends: String {
    guard let least, let greatest else { return "any" }
    switch (leastIsOpen, greatestIsOpen) {
    case (false, false): return "\(least) to \(greatest)"
    case (true, false): return "above \(least), at most \(greatest)"
    case (false, true): return "at least \(least), below \(greatest)"
    case (true, true): return "above \(least), below \(greatest)"
    }
  }

  private func withUnit(_ range: String) -> String { unit.map { "\(range) \($0)" } ?? range }

  /// How the value is spoken of when it has another form.
  var formText: String {
    switch form {
    case .int, .seconds, .units: "a whole number"
    case .flag: "0 or 1"
    case .real: "a decimal number"
    case .money: "an amount with at most 6 decimals"
    case .text: "a text"
    case .clock: "a time as HH:MM"
    case .enumeration, .currency: "one of its labels"
    case .instruments: "a list of instruments"
    case .pairs: "an object of numbers by instrument"
    case .closures: "a list of pairs of UTC times"
    case .hours: "an object of pairs of times by session"
    case .faults: "none, or a list of fault:rate"
    }
  }
}
