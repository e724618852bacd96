/// The value of an ASCII digit, or nil.
func decimalDigit(_ byte: UInt8) -> UInt64? {
  let value = byte &- UInt8(ascii: "0")
  return value < 10 ? UInt64(value) : nil
}

extension UInt64 {
  /// Appends a decimal digit on the right.
  ///
  /// - Returns: false if the number would not fit; it is of no use then.
  mutating func append(decimalDigit digit: UInt64) -> Bool {
    let (tenfold, overflowed) = multipliedReportingOverflow(by: 10)
    let (sum, carried) = tenfold.addingReportingOverflow(digit)
    self = sum
    return !overflowed && !carried
  }
}
