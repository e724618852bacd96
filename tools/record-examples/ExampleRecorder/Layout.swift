/// The forms of numbers of schemas/journal-format.md, section 1, written a second time.
package enum Layout {
  /// Seven bits a byte, low bits first; the high bit says that another byte follows.
  package static func varint(_ number: UInt64) -> [UInt8] {
    number < 128 ? [UInt8(number)] : [UInt8(number % 128) + 128] + varint(number / 128)
  }

  /// 0, -1, 1, -2 become 0, 1, 2, 3.
  package static func zigzag(_ number: Int64) -> [UInt8] {
    varint(number >= 0 ? UInt64(number) * 2 : UInt64(-1 - number) * 2 + 1)
  }

  /// Eight bytes, the lowest first.
  package static func fixed64(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(number >> ($0 * 8) & 255) }
  }
}
