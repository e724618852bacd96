/// Rules of Core that need more than a name: words in their place.
enum CoreRules {
  static func findings(in source: Source) -> [Finding] {
    guard source.place.isCore else { return [] }
    return source.tokens.indices.compactMap { index in
      switch source.tokens[index].kind {
      case .identifier: wordFinding(source, at: index)
      case .directive: buildConditionFinding(source, at: index)
      case .number: literalFinding(source, at: index)
      case .text, .regex, .symbol, .comment: nil
      }
    }
  }

  private static func wordFinding(_ source: Source, at index: Int) -> Finding? {
    let token = source.tokens[index]
    let isMemberOrLabel =
      source.isSymbol(".", at: index - 1) || source.isSymbol(":", at: index + 1)
    switch token.text {
    case "async" where !token.isNeverKeyword && !isMemberOrLabel,
      "await" where !token.isNeverKeyword && !isMemberOrLabel:
      return source.finding(
        .concurrency, at: index,
        "`\(token.text)` lets another event slip in halfway. Decide in one call, and let Node wait."
      )
    case "actor" where isActorDeclaration(source, at: index):
      return source.finding(
        .concurrency, at: index,
        "An actor belongs in Node. Write the actor as a struct that conforms to `Reducer`.")
    case "nonisolated" where source.reads("(", "unsafe", ")", at: index + 1):
      return source.finding(
        .concurrency, at: index, "`nonisolated(unsafe)` hides shared state. Pass the value along.")
    case "unowned" where source.reads("(", "unsafe", ")", at: index + 1):
      return source.finding(
        .unownedUnsafe, at: index,
        "`unowned(unsafe)` may read freed memory. Hold a value, or a strong reference.")
    case "try" where !token.isNeverKeyword && touchesSymbol("?", source, after: index):
      return source.finding(
        .swallowedError, at: index,
        "`try?` eats the reason. Use `do` and `catch`, and emit the reason in an event.")
    case "init" where hidesBitPattern(source, at: index):
      return source.finding(
        .address, at: index,
        "This may turn an address into a number. Name the type: `UInt64(bitPattern:)` and its kin.")
    case "_silgen_name", "_extern", "_cdecl", "c":
      guard source.isSymbol("@", at: index - 1) else { return nil }
      return source.finding(
        .cSymbol, at: index,
        "`@\(token.text)` reaches C past the imports. Wrap C in one file of Edge.")
    default:
      return nil
    }
  }

  private static func touchesSymbol(_ sign: String, _ source: Source, after index: Int) -> Bool {
    source.isSymbol(sign, at: index + 1) && !source.tokens[index + 1].hasSpaceBefore
  }

  private static func isActorDeclaration(_ source: Source, at index: Int) -> Bool {
    guard !source.tokens[index].isNeverKeyword, !source.isSymbol(".", at: index - 1),
      let name = source.token(index + 1)
    else { return false }
    return name.kind == .identifier && name.isOperand && !name.startsLine
  }

  /// `.init(bitPattern:)` with nothing before the dot: the type is whatever the compiler infers.
  private static func hidesBitPattern(_ source: Source, at index: Int) -> Bool {
    guard source.reads("(", "bitPattern", ":", at: index + 1), source.isSymbol(".", at: index - 1)
    else { return false }
    return source.tokens[index - 1].hasSpaceBefore || !(source.token(index - 2)?.isOperand ?? false)
  }

  /// `#if` may ask for the compiler and the language, not for the build or the machine.
  private static func buildConditionFinding(_ source: Source, at index: Int) -> Finding? {
    guard ["#if", "#elseif"].contains(source.tokens[index].text) else { return nil }
    var next = index + 1
    while let token = source.token(next), !token.startsLine {
      if token.kind == .identifier, !["compiler", "swift"].contains(token.text) {
        return source.finding(
          .buildCondition, at: index,
          "`\(source.tokens[index].text) \(token.text)` makes builds decide differently. Only "
            + "`compiler(…)` and `swift(…)` may be asked.")
      }
      next += 1
    }
    return nil
  }

  private static func literalFinding(_ source: Source, at index: Int) -> Finding? {
    guard BannedNames.Scope.integerModules.contains(source.place) else { return nil }
    let text = source.tokens[index].text.lowercased()
    let exponent: Character = text.hasPrefix("0x") ? "p" : "e"
    let isPrefixed = ["0b", "0o"].contains { text.hasPrefix($0) }
    guard text.contains(".") || (!isPrefixed && text.contains(exponent)) else { return nil }
    return source.finding(
      .integersOnly, at: index,
      "`\(source.tokens[index].text)` is no integer, and this module is integers only. Use `Int64` "
        + "millionths.")
  }
}
