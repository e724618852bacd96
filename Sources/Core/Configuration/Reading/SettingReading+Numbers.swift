extension SettingReading {
  /// A number as it was written: plain in a text, a JSON number in a file.
  func number(_ given: GivenSetting.Form) throws(Refusal) -> NumberText {
    switch given {
    case .text(let text), .json(.number(let text)):
      guard text.utf8.count <= 64, let number = NumberText(text) else {
        throw .wrongType(text.isEmpty ? "is empty" : "is no number")
      }
      return number
    case .json(let other): throw .wrongType("is \(other.form), not a number")
    }
  }

  func whole(_ given: GivenSetting.Form) throws(Refusal) -> Int64 {
    let number = try number(given)
    guard number.isWhole else { throw .wrongType("is no whole number") }
    guard let value = number.count(places: 0) else { throw .outOfRange("does not fit") }
    try checkRange(of: value, places: 0)
    return value
  }

  func money(_ number: NumberText) throws(Refusal) -> Int64 {
    guard number.decimals <= 6 else { throw .wrongType("has more than 6 decimals") }
    guard let value = number.count(places: 6) else { throw .outOfRange("does not fit") }
    try checkRange(of: value, places: 6)
    return value
  }

  func real(_ number: NumberText) throws(Refusal) -> Double {
    guard let value = number.real else {
      throw .outOfRange("has more than 19 digits or decimals")
    }
    if let decimals = row.decimals, number.decimals > decimals {
      throw .outOfRange("has more than \(decimals) decimals")
    }
    if let least = end(row.least), row.leastIsOpen ? value <= least : value < least {
      throw .outOfRange("is too low")
    }
    if let greatest = end(row.greatest), row.greatestIsOpen ? value >= greatest : value > greatest {
      throw .outOfRange("is too high")
    }
    return value
  }

  private func end(_ text: String?) -> Double? { text.flatMap { NumberText($0)?.real } }

  func flag(_ given: GivenSetting.Form) throws(Refusal) -> Bool {
    switch given {
    case .text("0"), .json(.number("0")), .json(.flag(false)): return false
    case .text("1"), .json(.number("1")), .json(.flag(true)): return true
    default: throw .wrongType("is neither 0 nor 1")
    }
  }

  private func checkRange(of value: Int64, places: Int) throws(Refusal) {
    func end(_ text: String?) -> Int64? { text.flatMap { NumberText($0)?.count(places: places) } }
    if let least = end(row.least), value < least { throw .outOfRange("is too low") }
    if let greatest = end(row.greatest), value > greatest { throw .outOfRange("is too high") }
  }
}
