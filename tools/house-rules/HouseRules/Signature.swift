/// The signature of a promise in a comment: `TODO(Ada, 2026-01-31): why it has to wait`.
enum Signature {
  static let shortestReason = 15

  /// What follows the first `TODO` or `FIXME` that stands as a word of its own; `nil` without one.
  static func textAfterMarker(in line: Substring) -> Substring? {
    var rest = line
    var before: Character?
    while let first = rest.first {
      for marker in ["TODO", "FIXME"] where rest.hasPrefix(marker) && !isFrom(before) {
        let after = rest.dropFirst(marker.count)
        if !isFrom(after.first) { return after }
      }
      before = first
      rest = rest.dropFirst()
    }
    return nil
  }

  /// Whether `text` begins with a name and a date in parentheses, a colon and a reason.
  static func isSigned(_ text: Substring) -> Bool {
    guard text.first == "(", let end = text.firstIndex(of: ")") else { return false }
    let parts = text[text.index(after: text.startIndex)..<end].split(separator: ",")
    guard parts.count == 2, !trimmed(parts[0]).isEmpty, isDate(trimmed(parts[1])) else {
      return false
    }
    let rest = text[text.index(after: end)...]
    return rest.first == ":" && trimmed(rest.dropFirst()).count >= shortestReason
  }

  static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return text
  }

  private static func isDate(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }

  private static func isFrom(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter || character.isNumber || character == "_"
  }
}
