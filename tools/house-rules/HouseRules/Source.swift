/// One Swift file, cut into tokens, with the partner of every bracket.
package struct Source: Sendable {
  /// From the root of the package: `Sources/Core/Market/Price.swift`.
  package let path: String
  let place: Place
  /// Everything but comments.
  let tokens: [Token]
  let comments: [Token]
  let lineCount: Int
  /// For the index of a bracket, the index of the one that closes or opens it.
  private let partners: [Int?]

  package init(path: String, text: String) throws(LexingError) {
    let all = try Lexer.tokens(of: text)
    self.path = path
    place = Place(path: path)
    tokens = all.filter { $0.kind != .comment }
    comments = all.filter { $0.kind == .comment }
    lineCount =
      text.utf8.count(where: { $0 == 0x0A }) + (text.isEmpty || text.utf8.last == 0x0A ? 0 : 1)
    partners = try Self.partners(in: tokens)
  }

  /// The token at `index`; `nil` outside the file.
  func token(_ index: Int) -> Token? { tokens.indices.contains(index) ? tokens[index] : nil }

  func isSymbol(_ sign: String, at index: Int) -> Bool { token(index)?.isSymbol(sign) ?? false }

  func isName(_ name: String, at index: Int) -> Bool { token(index)?.isName(name) ?? false }

  func isKeyword(_ word: String, at index: Int) -> Bool { token(index)?.isKeyword(word) ?? false }

  /// Whether the tokens from `index` on read as `arena`, whatever their kind.
  func reads(_ arena: String..., at index: Int) -> Bool {
    arena.indices.allSatisfy { token(index + $0)?.text == arena[$0] }
  }

  /// The index of the bracket that belongs to the one at `index`; `index` itself for anything else.
  func partner(of index: Int) -> Int { partners[index] ?? index }

  func finding(_ rule: Rule, at index: Int, _ message: String) -> Finding {
    Finding(
      file: path, line: tokens[index].line, column: tokens[index].column, rule: rule,
      message: message)
  }

  private static func partners(in tokens: [Token]) throws(LexingError) -> [Int?] {
    var partners = [Int?](repeating: nil, count: tokens.count)
    var open: [(index: Int, closing: String)] = []
    for (index, token) in tokens.enumerated() where token.kind == .symbol {
      switch token.text {
      case "(", "\\(": open.append((index, ")"))
      case "[": open.append((index, "]"))
      case "{": open.append((index, "}"))
      case ")", "]", "}":
        guard let last = open.popLast(), last.closing == token.text else {
          throw LexingError(problem: .unmatchedBracket, line: token.line, column: token.column)
        }
        partners[index] = last.index
        partners[last.index] = index
      default: break
      }
    }
    if let (index, _) = open.last {
      throw LexingError(
        problem: .unmatchedBracket, line: tokens[index].line, column: tokens[index].column)
    }
    return partners
  }
}
