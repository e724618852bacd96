import Market

/// Reads decimal text as an exact count of millionths.
///
///     [-]digits[.digits]
///
/// - Returns: nil for any other text, for a value outside the Int64 range of millionths, and for
///   one with a digit other than 0 behind the sixth place: a price is exact or absent.
func price(_ text: UnsafeRawBufferPointer) -> Price? {
  let isNegative = text.first == UInt8(ascii: "-")
  var index = isNegative ? 1 : 0
  var magnitude: UInt64 = 0
  let wholeStart = index
  while index < text.count, let digit = decimalDigit(text[index]) {
    guard magnitude.append(decimalDigit: digit) else { return nil }
    index += 1
  }
  guard index > wholeStart else { return nil }
  var places = 0
  if index < text.count {
    guard text[index] == UInt8(ascii: ".") else { return nil }
    index += 1
    guard index < text.count else { return nil }
    while index < text.count {
      guard let digit = decimalDigit(text[index]) else { return nil }
      if places < 6 {
        guard magnitude.append(decimalDigit: digit) else { return nil }
        places += 1
      } else if digit != 0 {
        return nil
      }
      index += 1
    }
  }
  for _ in places..<6 {
    guard magnitude.append(decimalDigit: 0) else { return nil }
  }
  return signed(magnitude, isNegative: isNegative)
}

private func signed(_ magnitude: UInt64, isNegative: Bool) -> Price? {
  guard isNegative else { return Int64(exactly: magnitude).map { Price(micros: $0) } }
  guard magnitude <= Int64.min.magnitude else { return nil }
  return Price(micros: Int64(truncatingIfNeeded: 0 &- magnitude))
}
