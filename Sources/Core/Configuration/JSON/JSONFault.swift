/// Why bytes are no JSON that we take.
public struct JSONFault: Error, Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case empty
    /// More than 1 MiB.
    case tooLong
    /// Lists and objects inside one another, more than 16.
    case tooDeep
    case notUTF8
    /// The file begins with a byte order mark.
    case byteOrderMark
    case unexpectedEnd
    /// Something else was due; the text names it.
    case expected(String)
    case badNumber
    case badEscape
    /// Half a pair of `\uD8xx\uDCxx`.
    case loneSurrogate
    /// A byte below 32 inside a text.
    case controlCharacter
    case duplicateName(String)
    /// Something stands after the value.
    case trailing
  }

  public let kind: Kind
  /// Place of the first byte that is wrong, from 0.
  public let offset: Int
  /// From 1.
  public let line: Int
  /// In bytes, from 1.
  public let column: Int
}

extension JSONFault: CustomStringConvertible {
  /// What is wrong and where: a part of a sentence, without its full stop.
  public var description: String { "line \(line), column \(column): \(reason)" }

  private var reason: String {
    switch kind {
    case .empty: "there is nothing but space"
    case .tooLong: "it is longer than \(JSONReader.longest) bytes"
    case .tooDeep: "lists and objects stand more than \(JSONReader.deepest) deep in one another"
    case .notUTF8: "the bytes are not UTF-8"
    case .byteOrderMark: "it begins with a byte order mark; save it as plain UTF-8"
    case .unexpectedEnd: "it ends before the value does"
    case .expected(let what): "\(what) is due here"
    case .badNumber: "a number is written as in 12, -0.5 or 1e3"
    case .badEscape: "after a backslash stands one of \" \\ / b f n r t, or u with four hex digits"
    case .loneSurrogate: "an escape is half of a surrogate pair"
    case .controlCharacter: "a control character inside a text is written as an escape"
    case .duplicateName(let name): "the name \"\(shortened(name))\" stands twice in one object"
    case .trailing: "something stands after the value"
    }
  }
}

/// A text for a message: printable, and 64 characters at most.
func shortened(_ text: String, to most: Int = 64) -> String {
  var short = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < most else { return short + "…" }
    let isPlain =
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      && scalar.properties.generalCategory != .format
      && scalar.properties.generalCategory != .lineSeparator
      && scalar.properties.generalCategory != .paragraphSeparator
    short.unicodeScalars.append(isPlain ? scalar : "?")
    count += 1
  }
  return short
}
