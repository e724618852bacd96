/// Refuses dictionary types and literals in Core: `[K: V]`, `[:]` and `["a": 1]`.
///
/// What looks alike and is left alone: a subscript with a label, which touches what stands before it; a
/// conditional `[a ? b : c]`; labels of tuples, which stand in brackets of their own; a literal of
/// declared type `KeyValuePairs`, which keeps its order.
enum HashOrderRule {
  static func findings(in source: Source) -> [Finding] {
    guard source.place.isCore else { return [] }
    return source.tokens.indices.compactMap { index in
      guard source.isSymbol("[", at: index), isDictionary(source, opening: index) else {
        return nil
      }
      return source.finding(
        .hashOrder, at: index,
        "A dictionary has an order that changes each run. Use `OrderedMap`, `KeyValuePairs` or an "
          + "array of pairs.")
    }
  }

  private static func isDictionary(_ source: Source, opening: Int) -> Bool {
    guard !isSubscript(source, opening: opening) else { return false }
    let closing = source.partner(of: opening)
    var colons = 0
    var conditionals = 0
    var index = opening + 1
    while index < closing {
      let token = source.tokens[index]
      if token.isSymbol(":") { colons += 1 }
      if isConditional(token) { conditionals += 1 }
      index = max(index, source.partner(of: index)) + 1
    }
    return colons > conditionals && !isPairs(source, opening: opening, closing: closing)
  }

  /// The `?` of `a ? b : c` has a space before it; one that touches its operand is optional.
  private static func isConditional(_ token: Token) -> Bool {
    token.kind == .symbol && token.text.hasPrefix("?") && !token.text.hasPrefix("??")
      && token.hasSpaceBefore
  }

  private static func isSubscript(_ source: Source, opening: Int) -> Bool {
    guard !source.tokens[opening].hasSpaceBefore, let before = source.token(opening - 1)
    else { return false }
    if before.isOperand { return true }
    // `as?[Int: Int]` is a type.
    if source.isKeyword("as", at: opening - 2) || source.isKeyword("try", at: opening - 2) {
      return false
    }
    // `list?[at: 1]`, `list![at: 1]`, `Row<Int>[at: 1]`, `\.[at: 1]`.
    return before.kind == .symbol && before.text != "->" && !before.hasSpaceBefore
      && ["?", "!", ">", "."].contains { before.text.hasSuffix($0) }
  }

  /// Whether a literal has the declared type `KeyValuePairs`, before it or after `as`.
  private static func isPairs(_ source: Source, opening: Int, closing: Int) -> Bool {
    if source.reads("as", "KeyValuePairs", at: closing + 1) { return true }
    guard source.isSymbol("=", at: opening - 1) else { return false }
    var index = opening - 2
    while let token = source.token(index), !["let", "var", "{", "}", ";", "="].contains(token.text)
    {
      if token.isSymbol(":") { return source.isName("KeyValuePairs", at: index + 1) }
      index = min(index, source.partner(of: index)) - 1
    }
    return false
  }
}
