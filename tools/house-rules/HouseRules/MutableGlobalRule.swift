/// Refuses state that outlives an actor: a stored `static var`, and a stored `var` at file scope.
///
/// A computed `static var name: String { … }` and a requirement `{ get }` hold nothing and are left
/// alone.
enum MutableGlobalRule {
  static func findings(in source: Source) -> [Finding] {
    guard source.place.isCore else { return [] }
    var depth = 0
    var findings: [Finding] = []
    for (index, token) in source.tokens.enumerated() {
      if token.kind == .symbol && ["(", "[", "{", "\\("].contains(token.text) { depth += 1 }
      if token.kind == .symbol && [")", "]", "}"].contains(token.text) { depth -= 1 }
      guard token.isKeyword("var"), depth == 0 || isStatic(source, at: index),
        isStored(source, at: index)
      else { continue }
      findings.append(
        source.finding(
          .mutableGlobal, at: index,
          "This `var` outlives every room and belongs to no turn. Make it a `let`, or a field of the "
            + "actor."))
    }
    return findings
  }

  /// Looks back over the modifiers: `static`, `package`, `private(set)`, `nonisolated(unsafe)`.
  private static func isStatic(_ source: Source, at index: Int) -> Bool {
    var before = index - 1
    while let token = source.token(before) {
      if token.isKeyword("static") || token.isKeyword("class") { return true }
      if token.isSymbol(")") {
        before = source.partner(of: before) - 1
      } else if token.kind == .identifier && modifiers.contains(token.text) {
        before -= 1
      } else {
        return false
      }
    }
    return false
  }

  private static let modifiers: Set<String> = [
    "private", "fileprivate", "internal", "package", "public", "open", "final", "override", "lazy",
    "weak", "unowned", "nonisolated", "dynamic", "mutating", "nonmutating",
  ]

  /// Whether the declaration has a value or observers rather than a body that computes.
  private static func isStored(_ source: Source, at index: Int) -> Bool {
    var next = index + 1
    while let token = source.token(next) {
      if token.isSymbol("{") { return hasObservers(source, opening: next) }
      if token.kind == .symbol && (token.text.hasSuffix("=") || ["}", ";"].contains(token.text)) {
        return true
      }
      if token.startsLine, next > index + 1, !continues(source, at: next) { return true }
      next = max(next, source.partner(of: next)) + 1
    }
    return true
  }

  private static func hasObservers(_ source: Source, opening: Int) -> Bool {
    let closing = source.partner(of: opening)
    var index = opening + 1
    while index < closing {
      if source.isKeyword("didSet", at: index) || source.isKeyword("willSet", at: index) {
        return true
      }
      index = max(index, source.partner(of: index)) + 1
    }
    return false
  }

  /// Whether a type annotation goes on across the line break before `index`.
  private static func continues(_ source: Source, at index: Int) -> Bool {
    let open = [":", "->", ",", "<", "&", ".", "any", "some"]
    if let before = source.token(index - 1), open.contains(before.text) { return true }
    return [":", "->", "<", "&", "."].contains(source.tokens[index].text)
  }
}
