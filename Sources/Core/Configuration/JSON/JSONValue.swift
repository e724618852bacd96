/// A piece of JSON, as it was written: numbers keep their text, objects their order.
///
/// Source: RFC 8259.
public indirect enum JSONValue: Equatable, Sendable {
  case null
  case flag(Bool)
  /// The text of a number, which RFC 8259, section 6, allows: never NaN, never a leading plus.
  case number(String)
  case text(String)
  case list([JSONValue])
  /// Names are unique, compared byte by byte.
  case object([JSONMember])
}

/// One member of an object.
public struct JSONMember: Equatable, Sendable {
  public let name: String
  public let value: JSONValue

  public init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }

  /// Whether that is its name, byte by byte.
  func isNamed(_ other: String) -> Bool {
    name.utf8.count == other.utf8.count && name.utf8.elementsEqual(other.utf8)
  }
}

extension JSONValue {
  /// The member of that name; nil when there is none, or when this is no object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.isNamed(name) }?.value
  }

  /// What it is, for messages: `a number`, `an object`.
  public var form: String {
    switch self {
    case .null: "null"
    case .flag: "true or false"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
