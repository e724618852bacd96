/// Comments, strings and regular expressions: text in which the rules look for nothing.
extension Lexer {
  mutating func scanComment() throws(LexingError) {
    let start = here
    if peek(1) == "/" {
      skipLine()
    } else {
      var depth = 0
      repeat {
        guard peek() != nil else { throw error(.unterminatedComment, at: start) }
        if peek() == "/" && peek(1) == "*" {
          depth += 1
          position += 2
        } else if peek() == "*" && peek(1) == "/" {
          depth -= 1
          position += 2
        } else {
          advance()
        }
      } while depth > 0
    }
    emit(.comment, from: start)
  }

  /// Reads what begins with `#`: a raw string, a regular expression or a directive.
  mutating func scanPound() throws(LexingError) {
    let start = here
    var pounds = 1
    while peek(pounds) == "#" { pounds += 1 }
    if peek(pounds) == "\"" { return try scanString(pounds: pounds) }
    if peek(pounds) == "/" { return try scanRegex(pounds: pounds) }
    position += pounds
    guard isNameByte(at: position) else { return emit(.symbol, from: start) }
    while isNameByte(at: position) { position += 1 }
    emit(.directive, from: start)
  }

  /// Reads a string, cutting the code inside its interpolations.
  mutating func scanString(pounds: Int) throws(LexingError) {
    let opening = here
    var start = opening
    position += pounds
    let isMultiline = opensMultiline(pounds: pounds)
    position += isMultiline ? 3 : 1
    while let byte = peek() {
      switch byte {
      case "\"" where hasQuotes(isMultiline ? 3 : 1) && hasPounds(pounds, at: isMultiline ? 3 : 1):
        position += (isMultiline ? 3 : 1) + pounds
        return emit(.text, from: start)
      case "\\" where hasPounds(pounds, at: 1):
        guard peek(1 + pounds) == "(" else {
          position += 1 + pounds
          // The escaped character is text, whatever it is; a newline still counts.
          if peek() != nil, isMultiline || (peek() != "\n" && peek() != "\r") { advance() }
          continue
        }
        emit(.text, from: start)
        let mark = here
        position += 2 + pounds
        emit(.symbol, from: mark, text: "\\(")
        try scanCode(untilClosingParenthesis: true)
        start = here
      case "\n" where !isMultiline, "\r" where !isMultiline:
        throw error(.unterminatedString, at: opening)
      default:
        advance()
      }
    }
    throw error(.unterminatedString, at: opening)
  }

  /// Whether the quote here opens a multi-line string. `#"""#` is one quote in a raw string, so a raw
  /// string that ends on its own line is not one.
  private func opensMultiline(pounds: Int) -> Bool {
    guard hasQuotes(3) else { return false }
    guard pounds > 0 else { return true }
    var offset = 1
    while let byte = peek(offset), byte != "\n", byte != "\r" {
      if byte == "\"" && hasPounds(pounds, at: offset + 1) { return false }
      offset += 1
    }
    return true
  }

  private func hasQuotes(_ count: Int) -> Bool { (0..<count).allSatisfy { peek($0) == "\"" } }

  private func hasPounds(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { peek(offset + $0) == "#" }
  }

  /// Reads `#/…/#`, which may span lines when a newline follows its opening.
  private mutating func scanRegex(pounds: Int) throws(LexingError) {
    let start = here
    position += pounds + 1
    let isMultiline = peek() == "\n" || peek() == "\r"
    while let byte = peek() {
      if byte == "/" && hasPounds(pounds, at: 1) {
        position += 1 + pounds
        return emit(.regex, from: start)
      }
      if !isMultiline && (byte == "\n" || byte == "\r") { break }
      if byte == "\\" { position += 1 }
      if peek() != nil { advance() }
    }
    throw error(.unterminatedRegex, at: start)
  }

  /// Reads `/…/` where an expression begins and the line holds its end; otherwise takes nothing.
  mutating func scanPlainRegex() -> Bool {
    if let last = lastCode, !startsLine {
      let isPostfix = last.kind == .symbol && !last.hasSpaceBefore && "!?".contains(last.text)
      guard !last.isOperand && !isPostfix else { return false }
    }
    guard let end = endOfPlainRegex() else { return false }
    let start = here
    position = end
    emit(.regex, from: start)
    return true
  }

  /// The index after the closing slash.
  func endOfPlainRegex() -> Int? {
    guard let first = peek(1), first != " ", first != "\t", first != "/" else { return nil }
    var offset = 1
    var depth = 0
    while let byte = peek(offset), byte != "\n", byte != "\r" {
      switch byte {
      case "/":
        let isRegex = peek(offset - 1) != " " && peek(offset + 1) != "/" && peek(offset + 1) != "*"
        return isRegex ? position + offset + 1 : nil
      case "\\": offset += 1
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth < 0 { return nil }
      default: break
      }
      offset += 1
    }
    return nil
  }
}
