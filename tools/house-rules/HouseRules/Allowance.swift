/// An exception to a rule, written where it is made:
/// `// house-rules: allow <rule>: <reason>`, at the end of a line or on the line above.
package struct Allowance: Equatable, Sendable {
  static let marker = "house-rules:"
  static let shortestReason = 15

  let file: String
  let line: Int
  let column: Int
  /// The lines it covers: its own, and the code below when it stands alone.
  let lines: ClosedRange<Int>
  let rule: Rule

  /// What the comments of a file allow, and what is wrong with how they say it.
  static func read(in source: Source) -> (allowances: [Allowance], findings: [Finding]) {
    var allowances: [Allowance] = []
    var findings: [Finding] = []
    for comment in source.comments {
      let text = comment.text.drop { $0 == "/" || $0 == "*" || $0.isWhitespace }
      guard text.hasPrefix(marker) else { continue }
      do {
        let rule = try rule(in: text.dropFirst(marker.count))
        allowances.append(
          Allowance(
            file: source.path, line: comment.line, column: comment.column,
            lines: comment.line...lastLine(of: comment, in: source), rule: rule))
      } catch {
        findings.append(
          Finding(
            file: source.path, line: comment.line, column: comment.column, rule: .exception,
            message: error.message))
      }
    }
    return (allowances, findings)
  }

  func allows(_ finding: Finding) -> Bool {
    finding.file == file && finding.rule == rule && lines.contains(finding.line)
  }

  var unusedFinding: Finding {
    Finding(
      file: file, line: line, column: column, rule: .exception,
      message: "There is nothing here for `\(rule.rawValue)` to allow. Remove this comment.")
  }

  private struct Fault: Error {
    let message: String
  }

  private static func rule(in text: Substring) throws(Fault) -> Rule {
    let form = "`// \(marker) allow <rule>: <reason>`"
    let words = Signature.trimmed(text)
    guard words.hasPrefix("allow "), let colon = words.firstIndex(of: ":") else {
      throw Fault(message: "An exception reads \(form).")
    }
    let name = Signature.trimmed(words[..<colon].dropFirst("allow ".count))
    guard let rule = Rule(rawValue: String(name)), rule != .exception else {
      throw Fault(message: "There is no rule `\(name)`. A finding names its rule after its place.")
    }
    let reason = Signature.trimmed(words[words.index(after: colon)...])
    guard reason.count >= shortestReason else {
      throw Fault(
        message: "An exception needs a reason of at least \(shortestReason) characters: \(form).")
    }
    return rule
  }

  /// At the end of a line it covers that line; alone, the next line that is not only a comment.
  private static func lastLine(of comment: Token, in source: Source) -> Int {
    if hasCode(source, on: comment.line) { return comment.line }
    var line = comment.lastLine + 1
    while !hasCode(source, on: line),
      let next = source.comments.first(where: { $0.line == line })
    {
      line = next.lastLine + 1
    }
    return line
  }

  private static func hasCode(_ source: Source, on line: Int) -> Bool {
    source.tokens.contains { $0.line <= line && line <= $0.lastLine }
  }
}
