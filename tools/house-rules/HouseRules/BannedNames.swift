/// Names that a rule refuses, each with what to use instead.
struct BannedNames {
  /// What must surround a name for it to be meant.
  enum Shape {
    /// Wherever it stands.
    case anywhere
    /// After a dot, and called, or taken from a type as in `Bool.random`.
    case memberCall
    /// Before `(`, whoever it is called on.
    case call
    /// Before `(`, and called on nothing or on a module.
    case freeCall
    /// As `freeCall`, with no argument label first: C functions have none.
    case freeUnlabelledCall
    /// Called or passed on, but no member, label or declaration.
    case freeUse
    /// Before `(` and this first label, `init` between or not.
    case labelled(String)
  }

  /// Where it is refused.
  enum Scope {
    case core, integerModules, everywhere

    func contains(_ place: Place) -> Bool {
      switch self {
      case .core: place.isCore
      case .integerModules: place.coreModule.map(House.integerModules.contains) ?? false
      case .everywhere: true
      }
    }
  }

  let rule: Rule
  var scope = Scope.core
  var shape = Shape.anywhere
  let names: String
  /// Completes a sentence that begins with the name, and says what to use instead.
  let message: String

  /// Modules whose name may stand before a free function.
  private static let modules = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin",
  ]

  func matches(_ source: Source, at index: Int) -> Bool {
    let isCalled = source.isSymbol("(", at: index + 1)
    switch shape {
    case .anywhere:
      return true
    case .memberCall:
      let isOfType = source.token(index - 2)?.text.first?.isUppercase ?? false
      return source.isSymbol(".", at: index - 1) && (isCalled || isOfType)
    case .call:
      return isCalled
    case .freeCall:
      return isCalled && isFree(source, at: index)
    case .freeUnlabelledCall:
      let isLabelled =
        source.token(index + 2)?.kind == .identifier && source.isSymbol(":", at: index + 3)
      return isCalled && isFree(source, at: index) && !isLabelled
    case .freeUse:
      return isFree(source, at: index) && !source.isSymbol(":", at: index + 1)
    case .labelled(let label):
      return source.reads("(", label, ":", at: index + 1)
        || source.reads(".", "init", "(", label, ":", at: index + 1)
        || (source.reads("(", label, at: index + 1) && source.token(index + 3)?.kind == .identifier)
    }
  }

  private func isFree(_ source: Source, at index: Int) -> Bool {
    guard let before = source.token(index - 1) else { return true }
    if before.isSymbol(".") || before.isSymbol("::") {
      return source.token(index - 2).map { Self.modules.contains($0.text) } ?? false
    }
    return !["func", "var", "let", "case"].contains { before.isKeyword($0) }
  }
}

/// Finds banned names in a file.
struct BannedNameSearch: Sendable {
  private let groupsOfName: [String: [BannedNames]]

  init(_ groups: [BannedNames]) {
    var table: [String: [BannedNames]] = [:]
    for group in groups {
      for name in group.names.split(separator: " ") {
        table[String(name), default: []].append(group)
      }
    }
    groupsOfName = table
  }

  func findings(in source: Source) -> [Finding] {
    source.tokens.indices.flatMap { index -> [Finding] in
      let token = source.tokens[index]
      guard token.kind == .identifier, let groups = groupsOfName[token.text] else { return [] }
      return groups.filter { $0.scope.contains(source.place) && $0.matches(source, at: index) }
        .map { source.finding($0.rule, at: index, "`\(token.text)` \($0.message)") }
    }
  }
}
