/// A decimal number as written, taken apart without loss.
///
///     -12.50e1  =  -1250 × 10^-1
///
/// The grammar is JSON's (RFC 8259, section 6): no leading plus, no leading zeros, digits on both sides of a
/// point. So `nan`, `inf` and hexadecimal are no numbers.
struct NumberText: Equatable {
  let isNegative: Bool
  /// The digits that count, without zeros at either end; empty for zero.
  let digits: [UInt8]
  /// The power of ten of the last digit; kept within ±100,000, which is further than any setting reaches.
  let exponent: Int
  /// Whether neither a point nor an exponent was written.
  let isWhole: Bool

  /// - Returns: nil when the text is no number.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    let whole = Self.takeDigits(&rest)
    guard let first = whole.first, whole.count == 1 || first != 0 else { return nil }
    var fraction: [UInt8] = []
    var power = 0
    var isWhole = true
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = Self.takeDigits(&rest)
      guard !fraction.isEmpty else { return nil }
      isWhole = false
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      let isBelow = rest.first == UInt8(ascii: "-")
      if isBelow || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
      let written = Self.takeDigits(&rest)
      guard !written.isEmpty else { return nil }
      let size = written.reduce(0) { min($0 * 10 + Int($1), 100_000) }
      power = isBelow ? -size : size
      isWhole = false
    }
    guard rest.isEmpty else { return nil }
    var digits = Array((whole + fraction).drop { $0 == 0 })
    power -= min(fraction.count, 100_000)
    while digits.last == 0 {
      digits.removeLast()
      power += 1
    }
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : power
    self.isWhole = isWhole
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.map { $0 - UInt8(ascii: "0") }
  }

  /// How many decimals it needs.
  var decimals: Int { max(0, -exponent) }

  /// The number as a count of 10^-places, exactly.
  ///
  /// - Returns: nil when it has more decimals than that, or does not fit.
  func count(places: Int) -> Int64? {
    guard !digits.isEmpty else { return 0 }
    guard exponent + places >= 0, digits.count + exponent + places <= 19 else { return nil }
    var value: UInt64 = 0
    for digit in digits + Array(repeating: 0, count: exponent + places) {
      value = value * 10 + UInt64(digit)
    }
    guard value <= UInt64(Int64.max) else { return nil }
    return isNegative ? -Int64(value) : Int64(value)
  }
}
