import Market

/// The short cut for the usual line: `1398902400292000000,1.38676,1.38686` and a line end.
///
/// Where this finds a row, `RowText` finds the same row; where it gives up, `RowText` decides.
/// It reads each byte once and never looks for the end of the line first.
struct PlainRow {
  var stamp: Timestamp
  var bid: Price
  var ask: Price
  /// How many bytes the line has, its line end included.
  var length: Int

  /// - Parameter start: The first byte of a line. A newline must follow somewhere behind it: no
  ///   loop here passes one.
  /// - Returns: nil unless the line is plain and complete.
  @inline(__always)
  init?(at start: UnsafePointer<UInt8>) {
    var cursor = start
    var nanoseconds: UInt64 = 0
    let stampDigits = Self.takeDigits(&cursor, into: &nanoseconds)
    // 19 digits always fit into a UInt64; what wraps around in more is not used.
    guard stampDigits > 0, stampDigits <= 19, nanoseconds < 1 << 62,
      cursor.pointee == UInt8(ascii: ",")
    else { return nil }
    cursor += 1
    guard let bid = Self.takePrice(&cursor), cursor.pointee == UInt8(ascii: ",") else { return nil }
    cursor += 1
    guard let ask = Self.takePrice(&cursor) else { return nil }
    if cursor.pointee == UInt8(ascii: "\r") { cursor += 1 }
    guard cursor.pointee == UInt8(ascii: "\n") else { return nil }
    stamp = Timestamp(nanoseconds: Int64(truncatingIfNeeded: nanoseconds))
    self.bid = bid
    self.ask = ask
    length = cursor + 1 - start
  }

  /// `digits[.digits]` with at most 12 digits before the point and 6 after it, so that nothing
  /// can overflow.
  @inline(__always)
  private static func takePrice(_ cursor: inout UnsafePointer<UInt8>) -> Price? {
    var number: UInt64 = 0
    let whole = takeDigits(&cursor, into: &number)
    guard whole > 0, whole <= 12 else { return nil }
    var places = 0
    if cursor.pointee == UInt8(ascii: ".") {
      cursor += 1
      places = takeDigits(&cursor, into: &number)
      guard places > 0, places <= 6 else { return nil }
    }
    while places < 6 {
      number &*= 10
      places &+= 1
    }
    return Price(micros: Int64(truncatingIfNeeded: number))
  }

  /// Appends digits to a number, wrapping around.
  ///
  /// - Returns: How many digits there were.
  @inline(__always)
  private static func takeDigits(
    _ cursor: inout UnsafePointer<UInt8>, into number: inout UInt64
  ) -> Int {
    let start = cursor
    while true {
      let digit = cursor.pointee &- UInt8(ascii: "0")
      guard digit < 10 else { return cursor - start }
      number = number &* 10 &+ UInt64(digit)
      cursor += 1
    }
  }
}
