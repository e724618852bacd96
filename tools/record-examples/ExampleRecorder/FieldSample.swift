import Market
import Numerics
import SchemaGen

/// One value of a field: its bytes as the format page lays them out, and as people read it.
struct FieldSample {
  let bytes: [UInt8]
  let text: String
}

/// Chooses values for the fields of a payload.
///
/// Written from schemas/journal-format.md, section 7, and not from the generated codec, so that the
/// two can be held against each other.
package struct SampleValues {
  package enum Style: Sendable {
    /// Everyday values, a little different from field to field.
    case everyday
    case smallest
    case largest
    /// Chance decides; numbers of every length are equally likely.
    case drawn
  }

  private let style: Style
  private var generator: SplitMix64
  private var place: UInt64 = 0

  package init(_ style: Style, seed: UInt64 = 0) {
    self.style = style
    self.generator = SplitMix64(seed: seed)
  }

  /// Tosses a coin.
  package mutating func flip() -> Bool { generator.next(below: 2) == 1 }

  /// - Parameter labels: The labels of the field's type, empty when it is no enumeration.
  mutating func sample(of field: SchemaField, labels: [String]) throws(ExampleProblem)
    -> FieldSample
  {
    place += 1
    guard labels.isEmpty || !field.type.hasPrefix("set<") else { return sampleSet(of: labels) }
    guard labels.isEmpty else {
      let value = choose(place % UInt64(labels.count), upTo: UInt64(labels.count) - 1)
      return FieldSample(bytes: [UInt8(value)], text: labels[Int(value)])
    }
    return try sample(ofType: field.type, named: field.name)
  }

  /// The enumeration of a field's type or set.
  static func labelType(_ type: String) -> String {
    type.hasPrefix("set<") ? String(type.dropFirst(4).dropLast()) : type
  }

  private mutating func sampleSet(of labels: [String]) -> FieldSample {
    let all = labels.count >= 64 ? UInt64.max : 1 << UInt64(labels.count) - 1
    let bits = choose(0b101 & all, upTo: all)
    let chosen = labels.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { "\"\(labels[$0])\"" }
    return FieldSample(bytes: Layout.varint(bits), text: "[\(chosen.joined(separator: ","))]")
  }

  private mutating func sample(ofType type: String, named name: String) throws(ExampleProblem)
    -> FieldSample
  {
    if type.hasPrefix("list<") {
      return try sampleList(of: String(type.dropFirst(5).dropLast()))
    }
    switch type {
    case "instrument":
      let number = choose(place, upTo: 65_535)
      return FieldSample(bytes: Layout.varint(number), text: "\(number)")
    case "price", "ratio", "money", "weight":
      let micros = chooseSigned(1_386_760 + Int64(place) * 10)
      return FieldSample(bytes: Layout.zigzag(micros), text: decimal(micros, places: 6))
    case "int", "units":
      let number = chooseSigned(-17 - Int64(place))
      return FieldSample(bytes: Layout.zigzag(number), text: "\(number)")
    case "real":
      let value = Double(chooseSigned(-1_234_567 - Int64(place))) / 1_000_000
      return FieldSample(bytes: Layout.fixed64(value.bitPattern), text: "\(value)")
    case "count":
      let number = choose(60 + place, upTo: UInt64(Int64.max))
      return FieldSample(bytes: Layout.varint(number), text: "\(number)")
    case "small":
      let number = choose(place, upTo: 255)
      return FieldSample(bytes: [UInt8(number)], text: "\(number)")
    case "bits":
      let word = choose(0xA5A5_0000_0000_0000 + place, upTo: .max)
      return FieldSample(bytes: Layout.fixed64(word), text: Hex.text(of: word))
    case "time":
      let time = choose(1_398_938_400_123_456_789 + place, upTo: 1 << 62 - 1)
      return FieldSample(
        bytes: Layout.fixed64(time), text: Timestamp(nanoseconds: Int64(time)).text)
    case "flag":
      let flag = choose(1, upTo: 1)
      return FieldSample(bytes: [UInt8(flag)], text: flag == 1 ? "true" : "false")
    case "digest":
      let bytes = (0..<32).map { UInt8(choose(place + $0, upTo: 255)) }
      return FieldSample(bytes: bytes, text: Hex.text(of: bytes))
    case "text":
      let text = chooseText("the \(name): Zürich, 1 € a 😀")
      return FieldSample(
        bytes: Layout.varint(UInt64(text.utf8.count)) + Array(text.utf8), text: text)
    case "bytes":
      let bytes = (0..<chooseCount(5, upTo: 64)).map { UInt8(choose(250 + $0, upTo: 255)) }
      return FieldSample(
        bytes: Layout.varint(UInt64(bytes.count)) + bytes, text: Hex.text(of: bytes))
    case "counts":
      let numbers = (0..<chooseCount(3, upTo: 17)).map {
        choose(place + $0, upTo: UInt64(Int64.max))
      }
      return FieldSample(
        bytes: Layout.varint(UInt64(numbers.count)) + numbers.flatMap(Layout.varint),
        text: "[\(numbers.map { "\($0)" }.joined(separator: ","))]")
    case "pin":
      return choosePin()
    default:
      throw .unknownType("\(name): \(type)")
    }
  }

  /// A list with an absent entry now and then; in the largest style none is absent.
  private mutating func sampleList(of element: String) throws(ExampleProblem) -> FieldSample {
    var presence: [Bool] = []
    var bytes: [UInt8] = []
    var texts: [String] = []
    for entry in 0..<chooseCount(3, upTo: 17) {
      let isThere = style == .drawn ? flip() : style == .largest || entry != 1
      presence.append(isThere)
      let sample = try sample(ofType: element, named: element)
      if isThere { bytes += sample.bytes }
      texts.append(isThere ? sample.text : "null")
    }
    var head = Layout.varint(UInt64(presence.count))
    for start in stride(from: 0, to: presence.count, by: 8) {
      let bits = presence[start..<min(start + 8, presence.count)]
      head.append(bits.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) })
    }
    return FieldSample(bytes: head + bytes, text: "[\(texts.joined(separator: ","))]")
  }

  private mutating func choose(_ everyday: UInt64, upTo largest: UInt64) -> UInt64 {
    switch style {
    case .everyday: return everyday
    case .smallest: return 0
    case .largest: return largest
    case .drawn:
      let number = generator.next() >> generator.next(below: 64)
      return largest == .max ? number : number % (largest + 1)
    }
  }

  private mutating func chooseSigned(_ everyday: Int64) -> Int64 {
    switch style {
    case .everyday: return everyday
    case .smallest: return .min
    case .largest: return .max
    case .drawn:
      let number = Int64(bitPattern: generator.next() >> generator.next(below: 64))
      return flip() ? number : -1 - number
    }
  }

  private mutating func chooseCount(_ everyday: UInt64, upTo largest: UInt64) -> UInt64 {
    style == .drawn ? generator.next(below: largest + 1) : choose(everyday, upTo: largest)
  }

  private mutating func chooseText(_ everyday: String) -> String {
    switch style {
    case .everyday: return everyday
    case .smallest: return ""
    case .largest: return String(repeating: "😀", count: 75)
    case .drawn:
      // One to four bytes each, and what JSON must escape.
      let letters = ["a", "Z", " ", "\"", "\\", "\n", "\0", "\u{7F}", "ü", "ß", "€", "漢", "😀", "🏦"]
      return (0..<chooseCount(0, upTo: 60)).map { _ in
        letters[Int(generator.next(below: UInt64(letters.count)))]
      }.joined()
    }
  }

  private mutating func choosePin() -> FieldSample {
    let words = (1...4).map { choose(0xFACE_0000_0000_0000 + place * 16 + $0, upTo: .max) }
    let older = choose(1, upTo: 1)
    let fill = choose(40, upTo: 65)
    let names = words.map { Hex.text(of: $0) }
    return FieldSample(
      bytes: words.flatMap(Layout.fixed64) + [UInt8(older), UInt8(fill)],
      text: "\(names[0]) older \(older) link \(names[1]) r \(names[2]) v \(names[3]) fill \(fill)")
  }
}
