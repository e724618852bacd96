/// One word, literal, sign or comment of Swift source, and where it stands.
package struct Token: Equatable, Sendable {
  package enum Kind: Sendable {
    /// A name or keyword; its text comes without backticks.
    case identifier
    case number
    /// A string literal, or the part of one before, between or after interpolations.
    case text
    case regex
    /// An operator, a bracket or other punctuation. `\(` opens an interpolation.
    case symbol
    /// A name that begins with `#`, such as `#if`.
    case directive
    case comment
  }

  package let kind: Kind
  package let text: String
  /// Line of the first byte, from 1.
  package let line: Int
  /// Line of the last byte.
  package let lastLine: Int
  /// UTF-8 bytes from the start of the line, from 1, as the compiler counts.
  package let column: Int
  /// Whether the name was written in backticks or after a dot, where a keyword is an ordinary name.
  package let isNeverKeyword: Bool
  /// Whether a space, a newline or a comment comes directly before.
  package let hasSpaceBefore: Bool
  /// Whether a newline comes before, after the last token that is no comment.
  package let startsLine: Bool

  func isSymbol(_ sign: String) -> Bool { kind == .symbol && text == sign }

  func isName(_ name: String) -> Bool { kind == .identifier && text == name }

  /// Whether this is the keyword, rather than a name spelled like it.
  func isKeyword(_ word: String) -> Bool { isName(word) && !isNeverKeyword }

  /// Whether an expression or a type can end here, so that a `[`, `!` or `?` touching it belongs to it.
  var isOperand: Bool {
    switch kind {
    case .identifier: isNeverKeyword || !Self.wordsBeforeAnOperand.contains(text)
    case .number, .text, .regex, .directive: true
    case .symbol: [")", "]", "}"].contains(text)
    case .comment: false
    }
  }

  /// Keywords after which an expression or a type begins.
  private static let wordsBeforeAnOperand: Set<String> = [
    "any", "as", "async", "await", "borrowing", "break", "case", "catch", "consume", "consuming",
    "continue", "copy", "default", "defer", "do", "each", "else", "fallthrough", "for", "guard",
    "if",
    "import", "in", "inout", "is", "let", "repeat", "rethrows", "return", "sending", "some",
    "switch",
    "throw", "throws", "try", "var", "where", "while", "yield",
  ]
}
