import Market

/// How a field is stored, as far as it takes to show it to people.
public struct FieldLayout: Sendable {
  public let name: String
  let type: FieldType
  let isOptional: Bool

  /// - Parameters:
  ///   - text: `name=type`, or `name=type?` for an optional field; the types are those of schemas/events.
  ///   - labels: The labels of an enumeration.
  public init(_ text: Substring, labels: (Substring) -> [String]) {
    let parts = text.split(separator: "=", maxSplits: 1)
    name = String(parts[0])
    isOptional = parts[1].last == "?"
    let type = isOptional ? parts[1].dropLast() : parts[1]
    if type.hasPrefix("set<"), type.hasSuffix(">") {
      self.type = .labels(labels(type.dropFirst(4).dropLast()))
    } else {
      self.type = FieldType(type) ?? .label(labels(type))
    }
  }
}

/// A type of the schemas.
enum FieldType: Sendable {
  case instrument, price, ratio, money, weight, units, real, int, count, small, bits, time, digest
  case flag, text, bytes, counts, pin
  case numbers(NumberForm, NumberText)
  case label([String])
  case labels([String])

  /// The plain types and lists of them; nil for an enumeration.
  init?(_ name: Substring) {
    switch name {
    case "instrument": self = .instrument
    case "price": self = .price
    case "ratio": self = .ratio
    case "money": self = .money
    case "weight": self = .weight
    case "units": self = .units
    case "real": self = .real
    case "int": self = .int
    case "count": self = .count
    case "small": self = .small
    case "bits": self = .bits
    case "time": self = .time
    case "digest": self = .digest
    case "flag": self = .flag
    case "text": self = .text
    case "bytes": self = .bytes
    case "counts": self = .counts
    case "pin": self = .pin
    case "list<money>", "list<price>", "list<ratio>", "list<weight>":
      self = .numbers(.whole, .micros)
    case "list<units>", "list<int>": self = .numbers(.whole, .whole)
    case "list<real>": self = .numbers(.real, .real)
    default: return nil
    }
  }
}

extension ByteReader {
  /// Reads a payload that was written at today's version, by its layout; texts and lists go to `arena`.
  public mutating func fields(
    _ layout: [FieldLayout], into arena: inout ByteBuffer
  ) -> [Field] {
    let presence = (0..<(layout.count(where: \.isOptional) + 7) / 8).map { _ in byte() }
    var optionals = 0
    var found: [Field] = []
    for field in layout {
      var isThere = true
      if field.isOptional {
        isThere = presence[optionals / 8] >> UInt8(optionals % 8) & 1 == 1
        optionals += 1
      }
      found.append(Field(field.name, isThere ? value(field.type, into: &arena) : .absent))
    }
    return found
  }

  private mutating func value(_ type: FieldType, into arena: inout ByteBuffer) -> FieldValue {
    switch type {
    case .instrument: .instrument(InstrumentID(UInt16(truncatingIfNeeded: varint())))
    case .price: .price(Price(micros: zigzag()))
    case .ratio: .ratio(Ratio(micros: zigzag()))
    case .money: .money(Money(micros: zigzag()))
    case .weight: .weight(Weight(micros: zigzag()))
    case .units: .units(Units(zigzag()))
    case .real: .real(Double(bitPattern: fixed64()))
    case .int: .int(zigzag())
    case .count: .count(Int64(truncatingIfNeeded: varint()))
    case .small: .count(Int64(byte()))
    case .bits: .bits(fixed64())
    case .time: .time(self.time())
    case .digest: .digest(digest())
    case .flag: .flag(flag())
    case .text: .text(text(into: &arena, utf8: true))
    case .bytes: .bytes(text(into: &arena, utf8: false))
    case .counts: .counts(counts(into: &arena))
    case .pin: .pin(pin())
    case .numbers(let form, let text): .numbers(numbers(form, into: &arena), text)
    case .label(let labels): label(of: labels)
    case .labels(let labels): set(of: labels)
    }
  }

  private mutating func set(of labels: [String]) -> FieldValue {
    let bits = varint()
    return .labels(labels.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { labels[$0] })
  }

  private mutating func label(of labels: [String]) -> FieldValue {
    let raw = Int(byte())
    return .label(raw < labels.count ? labels[raw] : "")
  }
}
