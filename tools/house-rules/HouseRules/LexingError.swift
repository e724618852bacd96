/// Source that can not be cut into tokens, so that no rule can be checked on it.
package struct LexingError: Error, Equatable, CustomStringConvertible {
  package enum Problem: Sendable {
    case unterminatedString
    case unterminatedComment
    case unterminatedName
    case unterminatedRegex
    case unmatchedBracket
    case nestedTooDeep
  }

  package let problem: Problem
  package let line: Int
  package let column: Int

  package init(problem: Problem, line: Int, column: Int) {
    self.problem = problem
    self.line = line
    self.column = column
  }

  package var description: String {
    switch problem {
    case .unterminatedString: "The string that begins here has no end. Close it."
    case .unterminatedComment: "The comment that begins here has no end. Close it with */."
    case .unterminatedName:
      "The name in backticks that begins here has no end on its line. Close it."
    case .unterminatedRegex: "The regular expression that begins here has no end. Close it."
    case .unmatchedBracket: "This bracket has no partner. Add or remove one."
    case .nestedTooDeep:
      "Interpolations are nested over \(Lexer.deepestNesting) deep. Name the parts."
    }
  }
}
