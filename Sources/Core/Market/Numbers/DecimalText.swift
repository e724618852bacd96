/// What becomes of digits behind the places that are kept.
public enum DecimalRounding: Sendable {
  /// Any of them but 0 refuses the text: prices and units.
  case refused
  /// Rounded to the nearest, a half away from zero: money.
  case halfAwayFromZero
}

/// Reads decimal text as a whole count of 10^-places.
///
///     [-] 1 to 12 digits [. 1 to 20 digits]
///     decimalCount("43650.78355", places: 4, rounding: .halfAwayFromZero) == 436_507_836
///
/// - Parameter places: 0 to 6, so that every accepted text fits.
/// - Returns: nil for other text (an exponent, a plus sign, a blank, a comma, NaN) and for digits that
///   are refused.
///
/// Source: oanda-v20.md, section 2.
public func decimalCount(
  _ text: some StringProtocol, places: Int, rounding: DecimalRounding
) -> Int64? {
  decimalCount(utf8: text.utf8, places: places, rounding: rounding)
}

/// The same of the bytes of a text, wherever they lie.
public func decimalCount(
  utf8 text: some Collection<UInt8>, places: Int, rounding: DecimalRounding
) -> Int64? {
  precondition((0...6).contains(places), "decimalCount keeps 0 to 6 places")
  let isNegative = text.first == UInt8(ascii: "-")
  let digits = isNegative ? text.dropFirst() : text[...]
  let point = digits.firstIndex(of: UInt8(ascii: "."))
  let whole = digits[..<(point ?? digits.endIndex)]
  guard (1...12).contains(whole.count), var count = number(whole) else { return nil }
  var kept = 0
  if let point {
    let fraction = digits[digits.index(after: point)...]
    guard (1...20).contains(fraction.count), fraction.allSatisfy(isDigit) else { return nil }
    for digit in fraction.prefix(places) { count = count * 10 + value(digit) }
    kept = min(places, fraction.count)
    let rest = fraction.dropFirst(places)
    switch rounding {
    case .refused:
      guard rest.allSatisfy({ value($0) == 0 }) else { return nil }
    case .halfAwayFromZero:
      if let next = rest.first, value(next) >= 5 { count += kept == places ? 1 : 0 }
    }
  }
  for _ in kept..<places { count *= 10 }
  return isNegative ? -count : count
}

private func number(_ digits: some Collection<UInt8>) -> Int64? {
  guard digits.allSatisfy(isDigit) else { return nil }
  return digits.reduce(0) { $0 * 10 + value($1) }
}

private func isDigit(_ byte: UInt8) -> Bool { value(byte) < 10 }

private func value(_ byte: UInt8) -> Int64 { Int64(byte &- UInt8(ascii: "0")) }
