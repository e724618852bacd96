import Foundation

/// Sets one field of a section of state to values that a file may hold and no program would write.
///
/// Reads what a section is made of from the layout that the program prints (`schemas/state/sections.txt`), so
/// that a new section or field is forged without a line here. Written from schemas/journal-format.md,
/// section 8, and not from the codec.
package struct SectionForger: Sendable {
  private indirect enum Part: Sendable {
    case leaf(String, Leaf)
    case list(String, most: UInt64, [Part])
    case optional(String, [Part])
    case group(String, [Part])
  }

  private enum Leaf: Sendable {
    case count(UInt64)
    case number(ClosedRange<Int64>)
    case bits, time, flag, digest, text
    case label(Int)
  }

  /// A field as it stands in the bytes of a section.
  private struct Place {
    let path: String
    let range: Range<Int>
    let leaf: Leaf
  }

  package struct Forgery: Sendable {
    package let name: String
    package let bytes: [UInt8]
  }

  private let parts: [Part]
  private var generator: UInt64

  /// - Parameters:
  ///   - layout: The whole text.
  ///   - section: The name of one section in it.
  package init(layout: String, section: String, seed: UInt64) throws {
    let lines = layout.split(separator: "\n").map { String($0) }
    guard let start = lines.firstIndex(where: { $0.hasPrefix("\(section), version ") }) else {
      throw VectorMismatch("there is no section \(section)")
    }
    var rest = lines[(start + 1)...].prefix { $0.hasPrefix(" ") }
    parts = try Self.parts(&rest, depth: 1)
    generator = seed
  }

  // MARK: The layout

  private static func parts(_ lines: inout ArraySlice<String>, depth: Int) throws -> [Part] {
    var parts: [Part] = []
    while let line = lines.first {
      let indent = line.prefix { $0 == " " }.count
      guard indent == 2 * depth else { break }
      lines.removeFirst()
      guard let colon = line.firstIndex(of: ":") else { throw VectorMismatch(line) }
      let name = String(line[..<colon].drop { $0 == " " })
      let words = line[colon...].dropFirst(2).split(separator: " ").map { String($0) }
      switch words[0] {
      case "list":
        guard let most = UInt64(words[4]) else { throw VectorMismatch(line) }
        parts.append(.list(name, most: most, try Self.parts(&lines, depth: depth + 1)))
      case "optional": parts.append(.optional(name, try Self.parts(&lines, depth: depth + 1)))
      case "group": parts.append(.group(name, try Self.parts(&lines, depth: depth + 1)))
      default: parts.append(.leaf(name, try leaf(words, line)))
      }
    }
    return parts
  }

  private static func leaf(_ words: [String], _ line: String) throws -> Leaf {
    let bounds = words.count > 1 ? words[1].components(separatedBy: "...") : []
    switch words[0] {
    case "count": return .count(bounds.count == 2 ? UInt64(bounds[1]) ?? .max : .max)
    case "int":
      guard bounds.count == 2 else { return .number(.min ... .max) }
      return .number((Int64(bounds[0]) ?? .min)...(Int64(bounds[1]) ?? .max))
    case "bits": return .bits
    case "time": return .time
    case "flag": return .flag
    case "digest": return .digest
    case "text": return .text
    case "label": return .label(words.dropFirst().filter { $0 != "|" }.count)
    default: throw VectorMismatch("no field is known as \(line)")
    }
  }

  // MARK: Forgeries

  /// The section once for each field and value: of lists the first and the last element.
  package mutating func forgeries(of bytes: [UInt8]) throws -> [Forgery] {
    var forgeries: [Forgery] = []
    for place in try places(in: bytes) {
      for value in values(of: place.leaf, inRange: false) {
        var forged = bytes
        forged.replaceSubrange(place.range, with: value)
        guard forged != bytes else { continue }
        forgeries.append(Forgery(name: "\(place.path) = \(value)", bytes: forged))
      }
    }
    return forgeries
  }

  /// The section with many fields at once at values that each may have.
  package mutating func mixture(of bytes: [UInt8], number: Int) throws -> Forgery {
    var forged = bytes
    // From the last one on, so that the places before stay where they are.
    for place in try places(in: bytes).reversed() where random() % 3 == 0 {
      let values = values(of: place.leaf, inRange: true)
      guard !values.isEmpty else { continue }
      forged.replaceSubrange(place.range, with: values[Int(random() % UInt64(values.count))])
    }
    return Forgery(name: "mixture \(number)", bytes: forged)
  }

  private mutating func values(of leaf: Leaf, inRange: Bool) -> [[UInt8]] {
    let any = random() >> (random() % 64)
    switch leaf {
    case .count(let most):
      let beyond: [UInt64] = inRange ? [] : [most == .max ? most : most + 1, .max, 1 << 63]
      return ([0, 1, most, most == .max ? any : any % (most + 1)] + beyond).map(Self.varint)
    case .number(let range):
      let (low, high) = (range.lowerBound, range.upperBound)
      let inside = Int64(bitPattern: any)
      let some = range.contains(inside) ? [inside] : [low / 2 + high / 2]
      let beyond: [Int64] =
        inRange ? [] : [low == .min ? low : low - 1, high == .max ? high : high + 1, .min, .max]
      let zero: [Int64] = range.contains(0) || !inRange ? [0] : []
      return ([low, high] + some + zero + beyond).map(Self.zigzag)
    case .bits: return [0, .max, any].map(Self.fixed)
    case .time:
      let limit: UInt64 = 1 << 62
      return ([0, limit - 1, any % limit] + (inRange ? [] : [limit, .max])).map(Self.fixed)
    case .flag: return (inRange ? [0] : [0, 1, 2]).map { [$0] }
    case .label(let count):
      let last = UInt8(count - 1)
      return (inRange ? [0, last] : [0, last, last + 1, 255]).map { [$0] }
    case .digest: return [[UInt8](repeating: 0, count: 32)]
    case .text: return [[0], [1, 0x1B]] + (inRange ? [] : [[1, 0xFF]])
    }
  }

  // MARK: The bytes

  private func places(in bytes: [UInt8]) throws -> [Place] {
    var offset = 0
    var places: [Place] = []
    try walk(parts, "", bytes, &offset, &places, isKept: true)
    guard offset == bytes.count else {
      throw VectorMismatch("\(bytes.count - offset) bytes are left")
    }
    return places
  }

  private func walk(
    _ parts: [Part], _ path: String, _ bytes: [UInt8], _ offset: inout Int,
    _ places: inout [Place], isKept: Bool
  ) throws {
    for part in parts {
      let start = offset
      switch part {
      case .leaf(let name, let leaf):
        try skip(leaf, bytes, &offset)
        guard isKept else { continue }
        places.append(Place(path: path + name, range: start..<offset, leaf: leaf))
      case .group(let name, let inner):
        try walk(inner, path + name + ".", bytes, &offset, &places, isKept: isKept)
      case .optional(let name, let inner):
        let isThere = bytes[offset] == 1
        offset += 1
        if isThere {
          try walk(inner, path + name + ".", bytes, &offset, &places, isKept: isKept)
        } else if isKept {
          places.append(Place(path: path + name, range: start..<offset, leaf: .flag))
        }
      case .list(let name, let most, let inner):
        let count = try varint(bytes, &offset)
        if isKept {
          places.append(Place(path: path + name, range: start..<offset, leaf: .count(most)))
        }
        for element in 0..<count {
          let isEnd = element == 0 || element == count - 1
          try walk(
            inner, "\(path)\(name)[\(element)].", bytes, &offset, &places, isKept: isKept && isEnd)
        }
      }
    }
  }

  private func skip(_ leaf: Leaf, _ bytes: [UInt8], _ offset: inout Int) throws {
    switch leaf {
    case .count, .number: _ = try varint(bytes, &offset)
    case .bits, .time: offset += 8
    case .flag, .label: offset += 1
    case .digest: offset += 32
    case .text:
      let count = try varint(bytes, &offset)
      offset += Int(count)
    }
  }

  private func varint(_ bytes: [UInt8], _ offset: inout Int) throws -> UInt64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw VectorMismatch("the section ends inside a number")
  }

  private static func varint(_ number: UInt64) -> [UInt8] {
    var (bytes, rest) = ([UInt8](), number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func zigzag(_ number: Int64) -> [UInt8] {
    varint(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }

  private static func fixed(_ number: UInt64) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
  }

  /// SplitMix64.
  private mutating func random() -> UInt64 {
    generator &+= 0x9E37_79B9_7F4A_7C15
    var z = generator
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
