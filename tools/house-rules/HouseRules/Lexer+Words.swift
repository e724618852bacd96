/// Names, numbers and operators.
extension Lexer {
  mutating func scanName() {
    let start = here
    while isNameByte(at: position) { position += length(at: position) }
    emit(.identifier, from: start, isNeverKeyword: lastCode?.isSymbol(".") ?? false)
  }

  /// Reads `` `default` `` or `` `a Set of Date` ``; the token holds what is between the backticks.
  mutating func scanEscapedName() throws(LexingError) {
    let start = here
    position += 1
    while let byte = peek(), byte != "`" {
      if byte == "\n" || byte == "\r" { throw error(.unterminatedName, at: start) }
      position += 1
    }
    guard peek() != nil else { throw error(.unterminatedName, at: start) }
    let name = text(from: start.position + 1)
    position += 1
    emit(.identifier, from: start, text: name, isNeverKeyword: true)
  }

  /// Reads an integer or a floating-point literal; in `pair.0.1` each digit is a member.
  mutating func scanNumber() {
    let start = here
    let isMember = peek(-1) == "." && peek(-2) != "."
    let isHex = peek() == "0" && peek(1) == "x"
    if isHex { position += 2 }
    skipDigits(hex: isHex)
    if !isMember {
      if peek() == ".", let next = peek(1), isDigit(next, hex: isHex), next != "_",
        !isHex || hexFractionHasExponent()
      {
        position += 1
        skipDigits(hex: isHex)
      }
      if let mark = peek(), isHex ? "pP".utf8.contains(mark) : "eE".utf8.contains(mark) {
        let signed = peek(1) == "+" || peek(1) == "-"
        if let digit = peek(signed ? 2 : 1), isDigit(digit, hex: false), digit != "_" {
          position += signed ? 3 : 2
          skipDigits(hex: false)
        }
      }
      // Binary and octal prefixes, and whatever the compiler will refuse.
      while isNameByte(at: position) { position += length(at: position) }
    }
    emit(.number, from: start)
  }

  mutating func scanOperator() {
    let start = here
    let isLeftBound = !hasOpeningBefore
    let first = bytes[position]
    position += length(at: position)
    let isPostfix = isLeftBound && (first == "!" || first == "?")
    let mayContinue = first != "." || isOperatorByte(at: position) || peek() == "."
    if !isPostfix && mayContinue {
      while isOperatorByte(at: position) || (first == "." && peek() == ".") {
        // A comment ends an operator, and so does a regular expression after a prefix operator.
        if peek() == "/" && (peek(1) == "/" || peek(1) == "*") { break }
        if peek() == "/" && !isLeftBound && endOfPlainRegex() != nil { break }
        // `Box<Int>!` and `Box<Int>?`: the closing bracket, then the mark on the type.
        if first == ">" && isLeftBound && (peek() == "!" || peek() == "?") { break }
        position += length(at: position)
      }
    }
    emit(.symbol, from: start)
  }

  /// Whether nothing an operator could cling to stands directly before.
  private var hasOpeningBefore: Bool {
    guard let last = tokens.last, position > 0 else { return true }
    if last.kind == .comment { return true }
    return " \t\n\r\u{0B}\u{0C}\0([{,;:".utf8.contains(bytes[position - 1])
  }

  private mutating func skipDigits(hex: Bool) {
    while let byte = peek(), isDigit(byte, hex: hex) { position += 1 }
  }

  private func isDigit(_ byte: UInt8, hex: Bool) -> Bool {
    switch byte {
    case "0"..."9", "_": true
    case "a"..."f", "A"..."F": hex
    default: false
    }
  }

  /// `0x1.8p3` is a number, `0x1.description` is not.
  private func hexFractionHasExponent() -> Bool {
    var offset = 1
    while let byte = peek(offset), isDigit(byte, hex: true) { offset += 1 }
    return peek(offset) == "p" || peek(offset) == "P"
  }

  // MARK: Characters

  func isNameByte(at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    switch bytes[index] {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "$": return true
    case 0x80...: return !isUnicodeOperator(at: index)
    default: return false
    }
  }

  private func isOperatorByte(at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    if bytes[index] >= 0x80 { return isUnicodeOperator(at: index) }
    return "/=-+!*%<>&|^~?".utf8.contains(bytes[index])
  }

  /// Bytes of the UTF-8 character at `index`.
  private func length(at index: Int) -> Int {
    let length =
      switch bytes[index] {
      case 0xF0...: 4
      case 0xE0...: 3
      case 0xC0...: 2
      default: 1
      }
    return min(length, bytes.count - index)
  }

  private func isUnicodeOperator(at index: Int) -> Bool {
    let end = index + length(at: index)
    guard let scalar = String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.first
    else { return false }
    return switch scalar.value {
    case 0xA1...0xA7, 0xA9, 0xAB, 0xAC, 0xAE, 0xB0, 0xB1, 0xB6, 0xBB, 0xBF, 0xD7, 0xF7: true
    case 0x2016, 0x2017, 0x2020...0x2027, 0x2030...0x203E, 0x2041...0x2053, 0x2055...0x205E: true
    case 0x2190...0x23FF, 0x2500...0x2775, 0x2794...0x2BFF, 0x2E00...0x2E7F: true
    case 0x3001...0x3003, 0x3008...0x3020, 0x3030: true
    default: false
    }
  }
}
