/// Makes a value of a setting from what was given.
struct SettingReading {
  let row: SettingDescription

  /// Why it is no value of the setting.
  enum Refusal: Error {
    /// It has another form; the text says what it is or why.
    case wrongType(String)
    case outOfRange(String)

    /// The same, said of a part of the value.
    func of(_ part: String) -> Refusal {
      switch self {
      case .wrongType(let found): .wrongType("of \(part) \(found)")
      case .outOfRange(let reason): .outOfRange("of \(part) \(reason)")
      }
    }
  }

  /// The value, or the problem with it.
  func read(_ given: GivenSetting) -> Result<SettingValue, SettingProblem> {
    do throws(Refusal) {
      return .success(try value(given.value))
    } catch {
      let kind: SettingProblem.Kind
      let what: String
      switch error {
      case .wrongType(let found): (kind, what) = (.wrongType, "the value \(found)")
      case .outOfRange(let reason): (kind, what) = (.outOfRange, "the value \(reason)")
      }
      return .failure(
        SettingProblem(
          kind, row, as: given.name, value: Self.shown(given.value),
          message: "\(what). It was given \(SettingNames.place(of: given.layer)); "
            + "give \(row.formText) in range, or take it out."))
    }
  }

  func value(_ given: GivenSetting.Form) throws(Refusal) -> SettingValue {
    if let word = row.absentWord, given == .text(word) || given == .json(.text(word)) {
      guard row.mayBeGivenAbsent else { throw .outOfRange("cannot be \(word)") }
      return .absent
    }
    switch row.form {
    case .int, .seconds, .units: return .int(try whole(given))
    case .flag: return .flag(try flag(given))
    case .real: return .real(try real(number(given)))
    case .money: return .micros(try money(number(given)))
    case .text: return .text(try plainText(given))
    case .clock: return .clock(try localTime(given))
    case .enumeration, .currency: return .label(try label(given))
    case .instruments: return .instruments(try instruments(given))
    case .pairs: return .pairs(try pairs(object(given)))
    case .closures: return .closures(try closures(json(given)))
    case .hours: return .hours(try hours(object(given)))
    case .faults: return .faults(try faults(given))
    }
  }

  /// The given value for messages.
  static func shown(_ given: GivenSetting.Form) -> String {
    switch given {
    case .text(let text): text
    case .json(.number(let text)), .json(.text(let text)): text
    case .json(.flag(let flag)): flag ? "true" : "false"
    case .json(let value): value.form
    }
  }
}
