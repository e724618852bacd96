/// Text that came from outside, as it may be shown: file names, paths, arguments, what a journal or a feed holds.
///
/// Characters that move a cursor, ring, or turn the direction of what follows could make a terminal or a
/// table say what nobody wrote. They are shown by their number, `\u001b`, which in JSON means the same
/// character.
enum Shown {
  /// - Parameter isLine: Whether a line feed is shown by its number too: in what must stay one line.
  static func text(_ text: String, isLine: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0, isLine) }) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar, isLine) {
        let digits = String(scalar.value, radix: 16)
        shown += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  private static func isHidden(_ scalar: Unicode.Scalar, _ isLine: Bool) -> Bool {
    switch scalar.value {
    case 0x0A: isLine
    case 0x09: false
    // C0, DEL and C1.
    case 0..<0x20, 0x7F..<0xA0: true
    // Marks of direction, embeddings, overrides and isolates; separators of lines and paragraphs.
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
