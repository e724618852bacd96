import Market

/// What one line of a tick file says, by the whole rule. `PlainRow` is the short cut for the usual line.
///
/// Reads in place: nothing is allocated unless the line is rejected.
enum RowText {
  /// - Parameter line: Without its line end.
  static func row(_ line: UnsafeRawBufferPointer) -> FeedRow {
    if let fault = fault(ofText: line) { return rejected(fault, line) }
    let fields = LineFields(of: line)
    guard fields.count >= 3 else { return rejected(.missingFields, line) }
    guard fields.count == 3 else { return rejected(.tooManyFields, line) }
    guard let stamp = stamp(fields[0]) else { return rejected(.badStamp, line) }
    return .tick(stamp: stamp, bid: price(fields[1]), ask: price(fields[2]))
  }

  /// Why a line can not be a row, whatever its fields say.
  static func fault(ofText line: UnsafeRawBufferPointer) -> RowFault? {
    guard line.count <= FeedRow.longestQuote else { return .tooLong }
    return isText(line) ? nil : .notText
  }

  static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
    line.allSatisfy(LineFields.isSpace)
  }

  /// How a line begins, for a message: printable ASCII, a dot for every other byte.
  static func excerpt(_ line: UnsafeRawBufferPointer) -> String {
    let shown = line.prefix(FeedRow.headBytes).map { byte in
      byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: ".")
    }
    return String(decoding: shown, as: UTF8.self)
  }

  static func rejected(_ reason: RowFault, _ line: UnsafeRawBufferPointer) -> FeedRow {
    .rejected(reason: reason, head: [UInt8](line.prefix(FeedRow.headBytes)))
  }

  /// UTF-8 without control bytes other than tab.
  private static func isText(_ line: UnsafeRawBufferPointer) -> Bool {
    var isASCII = true
    for byte in line {
      if (byte < 0x20 && byte != UInt8(ascii: "\t")) || byte == 0x7f { return false }
      if byte >= 0x80 { isASCII = false }
    }
    return isASCII || String(validating: line, as: UTF8.self) != nil
  }

  private static func stamp(_ text: UnsafeRawBufferPointer) -> Timestamp? {
    let stamp = wholeNumber(text).map { Timestamp(nanoseconds: $0) }
    return stamp.flatMap { $0.isValid ? $0 : nil }
  }

  /// - Returns: nil for anything but decimal digits, and where they say more than Int64.max.
  static func wholeNumber(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard !text.isEmpty else { return nil }
    var number: UInt64 = 0
    for byte in text {
      guard let digit = decimalDigit(byte), number.append(decimalDigit: digit) else { return nil }
    }
    return Int64(exactly: number)
  }
}
