import Market

/// What one line says, by the whole rule. `PlainRow` is the short cut for the usual line.
///
/// Reads in place: nothing is allocated unless the line is rejected.
enum RowText {
  /// The first line of a file may be this.
  private static let header: [StaticString] = ["ts_ns", "bid", "ask"]

  /// - Parameter line: Without its line end.
  static func row(_ line: UnsafeRawBufferPointer) -> FeedRow {
    guard line.count <= FeedRow.longestQuote else { return rejected(.tooLong, line) }
    guard isText(line) else { return rejected(.notText, line) }
    let fields = Fields(of: line)
    guard fields.count >= 3 else { return rejected(.missingFields, line) }
    guard fields.count == 3 else { return rejected(.tooManyFields, line) }
    guard let stamp = stamp(fields.first) else { return rejected(.badStamp, line) }
    return .tick(stamp: stamp, bid: price(fields.second), ask: price(fields.third))
  }

  static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
    line.allSatisfy(isSpace)
  }

  static func isHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    let fields = Fields(of: line)
    return fields.count == 3 && equals(fields.first, header[0])
      && equals(fields.second, header[1]) && equals(fields.third, header[2])
  }

  /// How a line begins, for a message: printable ASCII, a dot for every other byte.
  static func excerpt(_ line: UnsafeRawBufferPointer) -> String {
    let shown = line.prefix(FeedRow.headBytes).map { byte in
      byte >= 0x20 && byte < 0x7f ? byte : UInt8(ascii: ".")
    }
    return String(decoding: shown, as: UTF8.self)
  }

  private static func rejected(_ reason: RowFault, _ line: UnsafeRawBufferPointer) -> FeedRow {
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
    guard !text.isEmpty else { return nil }
    var nanoseconds: UInt64 = 0
    for byte in text {
      guard let digit = decimalDigit(byte), nanoseconds.append(decimalDigit: digit) else {
        return nil
      }
    }
    let stamp = Int64(exactly: nanoseconds).map { Timestamp(nanoseconds: $0) }
    return stamp.flatMap { $0.isValid ? $0 : nil }
  }

  private static func equals(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    word.withUTF8Buffer { text.elementsEqual($0) }
  }

  fileprivate static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}

/// The first three fields of a line, without the spaces around them, and how many there are.
private struct Fields {
  private(set) var first = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var second = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var third = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var count = 0

  init(of line: UnsafeRawBufferPointer) {
    var start = 0
    for index in 0...line.count where index == line.count || line[index] == UInt8(ascii: ",") {
      add(trimmed(line[start..<index]))
      start = index + 1
    }
  }

  private mutating func add(_ field: UnsafeRawBufferPointer) {
    switch count {
    case 0: first = field
    case 1: second = field
    case 2: third = field
    default: break
    }
    count += 1
  }

  private func trimmed(_ field: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
    var rest = field.drop(while: RowText.isSpace)
    while let last = rest.last, RowText.isSpace(last) { rest.removeLast() }
    return UnsafeRawBufferPointer(rebasing: rest)
  }
}
