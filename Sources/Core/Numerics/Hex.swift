/// Hexadecimal text, lower case only, so that a value has exactly one text.
public enum Hex {
  /// The 16 digits of a word, most significant first.
  public static func text(of word: UInt64) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(16)
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      digits.append(digit(UInt8(truncatingIfNeeded: word >> shift) & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Two digits a byte, in order.
  public static func text(of bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The word that 16 lower-case digits spell, or nil for any other text.
  public static func word(_ text: some StringProtocol) -> UInt64? {
    let digits = text.utf8
    guard digits.count == 16 else { return nil }
    var word: UInt64 = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      word = word << 4 | UInt64(value)
    }
    return word
  }

  /// The bytes that an even number of lower-case digits spell, or nil for any other text.
  public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? bytes : nil
  }

  /// The digit of a value of 0 to 15.
  public static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
