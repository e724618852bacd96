import Events
import Numerics

/// Writes canonical JSON byte by byte: no white space, integers plain, fractions with a fixed number
/// of places. The caller names keys in the order of their bytes.
///
/// Either keeps the text, or hashes it piece by piece and keeps no more than a few kilobytes.
///
/// Source: metrics-kernel.md, section 11.
struct CanonicalText: ~Copyable {
  private var buffer = ByteBuffer()
  private var hash = SHA256()
  private var hashed = 0
  private let isHashing: Bool
  /// Whether the next member or element is the first of its object or list.
  private var isFirst = true

  init(hashing: Bool) { isHashing = hashing }

  /// The text; empty when it was hashed.
  var bytes: [UInt8] { [UInt8](buffer.bytes) }

  /// Length and SHA-256 of everything written.
  mutating func fingerprint() -> (bytes: Int64, sha256: Digest256) {
    flush()
    return (Int64(hashed), hash.finalized())
  }

  // MARK: Values

  mutating func object(_ key: StaticString? = nil, _ members: (inout CanonicalText) -> Void) {
    enclose(key, "{", "}", members)
  }

  mutating func list(_ key: StaticString, _ elements: (inout CanonicalText) -> Void) {
    enclose(key, "[", "]", elements)
  }

  mutating func list(_ key: StaticString, _ numbers: [Int64]) {
    list(key) { list in
      for number in numbers {
        list.separate()
        list.append(number, places: 0)
      }
    }
  }

  /// A count of 10^-places with all its places, a minus sign only on non-zero negatives.
  mutating func number(_ key: StaticString, _ count: Int64, places: Int = 0) {
    name(key)
    append(count, places: places)
  }

  mutating func flag(_ key: StaticString, _ flag: Bool) {
    name(key)
    append(flag ? "true" : "false")
  }

  mutating func text(_ key: StaticString, _ text: String) {
    name(key)
    buffer.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars { appendCharacter(scalar) }
    buffer.append(UInt8(ascii: "\""))
  }

  /// A number as text, for those beyond 2^53.
  mutating func quoted(_ key: StaticString, _ number: Int64) {
    name(key)
    buffer.append(UInt8(ascii: "\""))
    append(number, places: 0)
    buffer.append(UInt8(ascii: "\""))
  }

  /// A event of bits as 16 lower-case digits.
  mutating func word(_ key: StaticString, _ word: UInt64) {
    name(key)
    buffer.append(UInt8(ascii: "\""))
    for shift in stride(from: UInt64(60), through: 0, by: -4) {
      buffer.append(Hex.digit(UInt8(truncatingIfNeeded: word >> shift) & 15))
    }
    buffer.append(UInt8(ascii: "\""))
  }

  mutating func signature(_ key: StaticString, _ signature: Signature) {
    name(key)
    append("\"")
    signature.forEachByte { buffer.append($0) }
    append("\"")
  }

  // MARK: Pieces

  private mutating func enclose(
    _ key: StaticString?, _ open: StaticString, _ close: StaticString,
    _ inside: (inout CanonicalText) -> Void
  ) {
    if let key { name(key) } else { separate() }
    append(open)
    isFirst = true
    inside(&self)
    append(close)
    isFirst = false
    if isHashing, buffer.count > 2_048 { flush() }
  }

  private mutating func name(_ key: StaticString) {
    separate()
    buffer.append(UInt8(ascii: "\""))
    append(key)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    if !isFirst { buffer.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private mutating func append(_ text: StaticString) {
    buffer.append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func append(_ count: Int64, places: Int) {
    if count < 0 { buffer.append(UInt8(ascii: "-")) }
    var digits = InlineArray<24, UInt8>(repeating: UInt8(ascii: "0"))
    var used = 0
    var rest = count.magnitude
    repeat {
      digits[used] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      used += 1
    } while rest > 0
    used = max(used, places + 1)
    while used > 0 {
      used -= 1
      buffer.append(digits[used])
      if used == places && places > 0 { buffer.append(UInt8(ascii: ".")) }
    }
  }

  /// A character of a text; whatever is not plain ASCII is escaped.
  private mutating func appendCharacter(_ scalar: Unicode.Scalar) {
    guard !scalar.isASCII || scalar.value < 0x20 || scalar == "\"" || scalar == "\\" else {
      return buffer.append(UInt8(truncatingIfNeeded: scalar.value))
    }
    for unit in String(scalar).utf16 {
      append("\\u")
      for byte in Hex.text(of: UInt64(unit)).utf8.suffix(4) { buffer.append(byte) }
    }
  }

  private mutating func flush() {
    hash.update(buffer.bytes)
    hashed += buffer.count
    buffer.removeAll()
  }
}
