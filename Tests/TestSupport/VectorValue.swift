/// A piece of a vector file. Reading it as the wrong type throws, and says what was found.
package enum VectorValue: Equatable, Sendable {
  case null
  case flag(Bool)
  case integer(Int64)
  case number(Double)
  case text(String)
  case list([VectorValue])
  case object([String: VectorValue])
}

/// A vector file holds something else than the test expects.
package struct VectorMismatch: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

extension VectorValue {
  /// A member of an object; null when there is none.
  package subscript(_ key: String) -> VectorValue {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  /// An element of a list; null past its end.
  package subscript(_ index: Int) -> VectorValue {
    if case .list(let elements) = self, elements.indices.contains(index) {
      elements[index]
    } else {
      .null
    }
  }

  package var isNull: Bool { self == .null }

  package func list() throws -> [VectorValue] {
    guard case .list(let elements) = self else { throw expected("a list") }
    return elements
  }

  package func text() throws -> String {
    guard case .text(let text) = self else { throw expected("text") }
    return text
  }

  package func integer() throws -> Int64 {
    guard case .integer(let integer) = self else { throw expected("an integer") }
    return integer
  }

  /// A number, with decimals or without.
  package func number() throws -> Double {
    switch self {
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw expected("a number")
    }
  }

  package func object() throws -> [String: VectorValue] {
    guard case .object(let members) = self else { throw expected("an object") }
    return members
  }

  package func integers() throws -> [Int64] { try list().map { try $0.integer() } }

  /// True or false, or 1 or 0.
  package func flag() throws -> Bool {
    switch self {
    case .flag(let flag): return flag
    case .integer(0): return false
    case .integer(1): return true
    default: throw expected("a flag")
    }
  }

  private func expected(_ what: String) -> VectorMismatch {
    VectorMismatch("expected \(what), found \(self)")
  }
}

extension VectorValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let integer = try? value.decode(Int64.self) {
      self = .integer(integer)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let elements = try? value.decode([VectorValue].self) {
      self = .list(elements)
    } else if let members = try? value.decode([String: VectorValue].self) {
      self = .object(members)
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else {
      self = .number(try value.decode(Double.self))
    }
  }
}
