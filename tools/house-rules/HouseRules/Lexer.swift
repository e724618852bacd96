/// Cuts Swift source into tokens, as the compiler of Swift 6.3 does.
///
/// It knows line and nested block comments; plain, multi-line and raw strings with interpolation;
/// regular expressions; names in backticks; numbers; operators. It does not parse: `>>` stays one
/// operator. Interpolated code is cut like any other code, between `\(` and `)`.
///
/// Source: *The Swift Programming Language*, Lexical Structure; a `!` or `?` that touches the operand
/// on its left is a token of its own, whatever follows (tried: `a!=b` assigns through `!`).
struct Lexer {
  static let deepestNesting = 64

  let bytes: [UInt8]
  var position = 0
  private var line = 1
  private var lineStart = 0
  private var hasSpaceBefore = true
  private(set) var startsLine = true
  private var nesting = 0
  private(set) var tokens: [Token] = []

  /// Every token of `text`, comments included.
  static func tokens(of text: String) throws(LexingError) -> [Token] {
    var lexer = Lexer(bytes: Array(text.utf8))
    lexer.skipOpening()
    try lexer.scanCode(untilClosingParenthesis: false)
    return lexer.tokens
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads code up to the end, or up to and with the `)` that closes an interpolation.
  mutating func scanCode(untilClosingParenthesis: Bool) throws(LexingError) {
    let opening = here
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.deepestNesting else { throw error(.nestedTooDeep, at: opening) }
    var depth = 0
    while let byte = peek() {
      let start = here
      switch byte {
      case " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}", "\0":
        skipSpace()
      case "/" where peek(1) == "/" || peek(1) == "*":
        try scanComment()
      case "(":
        depth += 1
        emitSign(from: start, length: 1)
      case ")":
        depth -= 1
        emitSign(from: start, length: 1)
        if untilClosingParenthesis && depth < 0 { return }
      case "[", "]", "{", "}", ",", ";", "@", "\\":
        emitSign(from: start, length: 1)
      case ":":
        emitSign(from: start, length: peek(1) == ":" ? 2 : 1)
      case "\"":
        try scanString(pounds: 0)
      case "#":
        try scanPound()
      case "`":
        try scanEscapedName()
      case "0"..."9":
        scanNumber()
      case "/" where scanPlainRegex():
        continue
      default:
        if isNameByte(at: position) { scanName() } else { scanOperator() }
      }
    }
    if untilClosingParenthesis { throw error(.unterminatedString, at: opening) }
  }

  /// Skips a byte order mark and takes `#!` of a script as a comment.
  private mutating func skipOpening() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      lineStart = 3
    }
    if peek() == "#" && peek(1) == "!" { skipLine() }
  }

  // MARK: Reading

  /// A place in the source.
  struct Mark {
    let position: Int
    let line: Int
    let column: Int
  }

  var here: Mark { Mark(position: position, line: line, column: position - lineStart + 1) }

  /// The byte `offset` after the current one; `nil` past the end.
  func peek(_ offset: Int = 0) -> UInt8? {
    let index = position + offset
    return index >= 0 && index < bytes.count ? bytes[index] : nil
  }

  /// Takes one byte, counting lines: `\n`, `\r\n` and `\r` alone each end one.
  mutating func advance() {
    let byte = bytes[position]
    position += 1
    if byte == "\n" || (byte == "\r" && peek() != "\n") {
      line += 1
      lineStart = position
    }
  }

  mutating func skipSpace() {
    let byte = bytes[position]
    if byte == "\n" || byte == "\r" { startsLine = true }
    hasSpaceBefore = true
    advance()
  }

  mutating func skipLine() {
    while let byte = peek(), byte != "\n", byte != "\r" { position += 1 }
  }

  // MARK: Writing

  mutating func emit(
    _ kind: Token.Kind, from start: Mark, text: String? = nil, isNeverKeyword: Bool = false
  ) {
    tokens.append(
      Token(
        kind: kind, text: text ?? self.text(from: start.position), line: start.line, lastLine: line,
        column: start.column, isNeverKeyword: isNeverKeyword, hasSpaceBefore: hasSpaceBefore,
        startsLine: startsLine))
    hasSpaceBefore = kind == .comment
    if kind != .comment { startsLine = false }
  }

  mutating func emitSign(from start: Mark, length: Int) {
    position += length
    emit(.symbol, from: start)
  }

  /// The last token that is no comment.
  var lastCode: Token? { tokens.last { $0.kind != .comment } }

  func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  func error(_ problem: LexingError.Problem, at mark: Mark) -> LexingError {
    LexingError(problem: problem, line: mark.line, column: mark.column)
  }
}
