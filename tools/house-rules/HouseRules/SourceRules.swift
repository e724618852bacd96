/// Rules of all Sources, outside Core too.
enum SourceRules {
  static let longestFile = 400
  /// Names, or last words of names, that fit anything and explain nothing.
  private static let emptyNames = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Base",
  ]

  static func findings(in source: Source) -> [Finding] {
    fileFindings(in: source) + source.comments.flatMap { todoFindings($0, in: source) }
      + source.tokens.indices.flatMap { index in
        [
          exclamationFinding(source, at: index), typeNameFinding(source, at: index),
          untypedFinding(source, at: index),
        ].compactMap { $0 }
      }
  }

  private static func fileFindings(in source: Source) -> [Finding] {
    var findings: [Finding] = []
    func find(_ rule: Rule, _ message: String) {
      findings.append(
        Finding(file: source.path, line: 1, column: 1, rule: rule, message: message))
    }
    let name = source.path.split(separator: "/").last.map(String.init) ?? source.path
    let stem = name.hasSuffix(".swift") ? String(name.dropLast(6)) : name
    if let empty = stem.split(separator: "+").lazy.compactMap({ emptyName(in: String($0)) }).first {
      find(.fileName, "`\(empty)` fits any file. Name the one idea that is in this one.")
    }
    if source.lineCount > longestFile, !source.path.split(separator: "/").contains("Generated") {
      find(
        .fileLength,
        "\(source.lineCount) lines; \(longestFile) is the most. Move the second idea to its own file."
      )
    }
    return findings
  }

  private static func emptyName(in name: String) -> String? {
    emptyNames.first { name.hasSuffix($0) }
  }

  /// `try!`, `as!`, and a `!` that touches an operand: a forced unwrap or a type such as `Int!`.
  private static func exclamationFinding(_ source: Source, at index: Int) -> Finding? {
    // `.!` ends a key path through an optional, as in `\.!`.
    guard source.isSymbol("!", at: index) || source.isSymbol(".!", at: index),
      !source.tokens[index].hasSpaceBefore, let before = source.token(index - 1)
    else { return nil }
    if before.isKeyword("try") {
      return source.finding(
        .forcedTry, at: index - 1, "`try!` ends the process. Use `try`, or `do` and `catch`.")
    }
    if before.isKeyword("as") {
      return source.finding(
        .forcedCast, at: index - 1,
        "`as!` ends the process. Use `as?` with `guard`, or a type that needs no cast.")
    }
    // `>` ends a type, as in `Box<Int>!`; `?` and `!` an operand already.
    let touchesType =
      before.kind == .symbol && [">", "?", "!", "\\"].contains { before.text.hasSuffix($0) }
    guard before.isOperand || touchesType else { return nil }
    return source.finding(
      .forceUnwrap, at: index,
      "`!` ends the process and gives no reason. Use `guard let`, `??` or `preconditionFailure` with "
        + "a message.")
  }

  private static func typeNameFinding(_ source: Source, at index: Int) -> Finding? {
    let words = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    guard words.contains(where: source.tokens[index].isKeyword),
      !source.isKeyword("import", at: index - 1), !source.isSymbol(".", at: index - 1),
      let name = source.token(index + 1), name.kind == .identifier, name.isOperand,
      let empty = emptyName(in: name.text)
    else { return nil }
    return source.finding(
      .typeName, at: index + 1,
      "`\(empty)` fits any type. Name what `\(name.text)` does or holds.")
  }

  /// `[String: Any]` and its long form, past the door.
  private static func untypedFinding(_ source: Source, at index: Int) -> Finding? {
    guard source.place != .command,
      source.reads("String", ":", "Any", at: index) || source.reads("String", ",", "Any", at: index)
        || source.reads("String", ":", "any", "Any", at: index),
      source.isSymbol("[", at: index - 1) || source.isSymbol("<", at: index - 1)
    else { return nil }
    return source.finding(
      .untypedJSON, at: index,
      "`[String: Any]` says nothing. Decode JSON into a type, or throw an error naming the field.")
  }

  /// `TODO(Ada, 2026-01-31): reason` says who will do it, since when it waits, and why.
  private static func todoFindings(_ comment: Token, in source: Source) -> [Finding] {
    var findings: [Finding] = []
    let lines = comment.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (offset, line) in lines.enumerated() {
      guard let after = Signature.textAfterMarker(in: line), !Signature.isSigned(after) else {
        continue
      }
      findings.append(
        Finding(
          file: source.path, line: comment.line + offset, column: offset == 0 ? comment.column : 1,
          rule: .todo,
          message: "Say who, since when and why: `TODO(name, 2026-01-31): reason`. Or do it now."))
    }
    return findings
  }
}
