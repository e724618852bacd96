/// The fields of a line, without the spaces around them: the first nine, and how many there are.
///
/// Points into the line, which outlives it.
struct LineFields {
  /// A row of candles of both sides has nine fields; no row has more.
  private var places = InlineArray<9, UnsafeRawBufferPointer>(
    repeating: UnsafeRawBufferPointer(start: nil, count: 0))
  private(set) var count = 0

  init(of line: UnsafeRawBufferPointer) {
    var start = 0
    for index in 0...line.count where index == line.count || line[index] == UInt8(ascii: ",") {
      if count < places.count { places[count] = Self.trimmed(line[start..<index]) }
      count += 1
      start = index + 1
    }
  }

  /// - Parameter index: 0 to 8; a field that the line does not have is empty.
  subscript(index: Int) -> UnsafeRawBufferPointer { places[index] }

  /// Whether the line holds exactly these words.
  func equal(_ words: [StaticString]) -> Bool {
    count == words.count
      && words.indices.allSatisfy { index in
        words[index].withUTF8Buffer { places[index].elementsEqual($0) }
      }
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func trimmed(_ field: Slice<UnsafeRawBufferPointer>) -> UnsafeRawBufferPointer {
    var rest = field.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return UnsafeRawBufferPointer(rebasing: rest)
  }
}
