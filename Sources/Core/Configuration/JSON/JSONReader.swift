/// Reads JSON strictly: nothing that RFC 8259 leaves to taste is let through.
///
/// Bounded: 1 MiB, 16 levels. Refused: bytes that are not UTF-8, lone surrogates, a name twice in one object,
/// anything after the value. Time grows with the length, times its logarithm for names.
public struct JSONReader {
  /// In bytes.
  public static let longest = 1 << 20
  /// Lists and objects inside one another.
  public static let deepest = 16

  let bytes: [UInt8]
  var place = 0

  /// Reads one value that is all of `bytes`.
  public static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(bytes: bytes)
    guard bytes.count <= longest else { throw reader.fault(.tooLong, at: longest) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw reader.fault(.byteOrderMark, at: 0) }
    if let wrong = firstInvalidUTF8(bytes) { throw reader.fault(.notUTF8, at: wrong) }
    reader.skipSpace()
    guard reader.place < bytes.count else { throw reader.fault(.empty) }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.place == bytes.count else { throw reader.fault(.trailing) }
    return value
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard let first = peek else { throw fault(.unexpectedEnd) }
    switch first {
    case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
    case UInt8(ascii: "["): return .list(try elements(depth: depth + 1))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", as: .flag(true))
    case UInt8(ascii: "f"): return try word("false", as: .flag(false))
    case UInt8(ascii: "n"): return try word("null", as: .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default: throw fault(.expected("a value"))
    }
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> [JSONValue] {
    guard depth <= Self.deepest else { throw fault(.tooDeep) }
    place += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      skipSpace()
      elements.append(try value(depth: depth))
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      try require(UInt8(ascii: ","), "a comma or ]")
    }
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [JSONMember] {
    guard depth <= Self.deepest else { throw fault(.tooDeep) }
    place += 1
    var members: [JSONMember] = []
    var places: [Int] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      places.append(place)
      guard peek == UInt8(ascii: "\"") else {
        throw fault(peek == nil ? .unexpectedEnd : .expected("a name in quotation marks"))
      }
      let name = try text()
      skipSpace()
      try require(UInt8(ascii: ":"), "a colon")
      skipSpace()
      members.append(JSONMember(name: name, value: try value(depth: depth)))
      skipSpace()
      if take(UInt8(ascii: "}")) { break }
      try require(UInt8(ascii: ","), "a comma or }")
    }
    if let second = duplicate(among: members) {
      throw fault(.duplicateName(members[second].name), at: places[second])
    }
    return members
  }

  /// The first member whose name stood before.
  private func duplicate(among members: [JSONMember]) -> Int? {
    // Of few members each is held against those before it: no list is made.
    if members.count <= 16 {
      return members.indices.first { second in
        members[..<second].contains { $0.isNamed(members[second].name) }
      }
    }
    let sorted = members.indices.sorted { left, right in
      let names = (members[left].name.utf8, members[right].name.utf8)
      if names.0.lexicographicallyPrecedes(names.1) { return true }
      return !names.1.lexicographicallyPrecedes(names.0) && left < right
    }
    return zip(sorted, sorted.dropFirst())
      .filter { members[$0].name.utf8.elementsEqual(members[$1].name.utf8) }
      .map(\.1).min()
  }

  private mutating func word(
    _ word: StaticString, as value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    let count = word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { expected in
      bytes.count - place >= count && bytes[place..<place + count].elementsEqual(expected)
    }
    guard isThere else { throw fault(.expected("a value")) }
    place += count
    return value
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = place
    while let byte = peek, isPartOfNumber(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard NumberText(text) != nil else { throw fault(.badNumber, at: start) }
    return text
  }

  private func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
