/// Where the entries of a list field stand in the side buffer of its turn. An entry may be absent.
///
/// Lists over instruments stand in the order of `INSTRUMENTS`. Each entry takes 16 bytes: whether it is
/// there, and its 64 bits.
public struct Numbers: Equatable, Sendable, BitwiseCopyable {
  public var offset: UInt32
  /// How many entries there are.
  public var count: UInt32

  @inlinable public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  /// The most entries a field may hold.
  public static let longest = 1_024
  static let entryBytes = 16
}

/// What the entries of a list are.
public enum NumberForm: Sendable {
  /// A signed number: money, price, ratio, weight, units, int.
  case whole
  /// A double.
  case real
}

extension ByteReader {
  /// Copies a list into the side buffer.
  public mutating func numbers(_ form: NumberForm, into arena: inout ByteBuffer) -> Numbers {
    let wanted = Int(varint(atMost: UInt64(Numbers.longest)))
    var presence: [UInt8] = []
    while presence.count < (wanted + 7) / 8, fault == nil { presence.append(byte()) }
    if let last = presence.last, wanted % 8 != 0 {
      require(last >> UInt8(wanted % 8) == 0, .outOfRange)
    }
    let place = UInt32(truncatingIfNeeded: arena.count)
    var found: UInt32 = 0
    while found < wanted, fault == nil {
      let isThere = presence[Int(found) / 8] >> UInt8(found % 8) & 1 == 1
      arena.append(fixed64: isThere ? 1 : 0)
      switch form {
      case .whole: arena.append(fixed64: isThere ? UInt64(bitPattern: zigzag()) : 0)
      case .real: arena.append(fixed64: isThere ? real().bitPattern : 0)
      }
      found += 1
    }
    return Numbers(offset: place, count: found)
  }

  /// A double; not-a-number in any form but one is refused, so that a value has one form.
  @inlinable public mutating func real() -> Double {
    let value = Double(bitPattern: fixed64())
    require(!value.isNaN || value.bitPattern == Double.nan.bitPattern, .outOfRange)
    return value
  }
}

extension ByteBuffer {
  /// Puts whole numbers into this side buffer and tells where.
  ///
  /// - Parameter entries: Up to 1,024; nil for an absent one.
  public mutating func intern(wholes entries: some Collection<Int64?>) -> Numbers {
    intern(entries) { UInt64(bitPattern: $0) }
  }

  /// Puts doubles into this side buffer and tells where.
  ///
  /// - Parameter entries: Up to 1,024; nil for an absent one.
  public mutating func intern(reals entries: some Collection<Double?>) -> Numbers {
    intern(entries) { $0.bitPattern }
  }

  private mutating func intern<Entry>(
    _ entries: some Collection<Entry?>, _ bits: (Entry) -> UInt64
  ) -> Numbers {
    precondition(entries.count <= Numbers.longest, "a list holds at most 1,024 entries")
    let place = count
    for entry in entries {
      append(fixed64: entry == nil ? 0 : 1)
      append(fixed64: entry.map(bits) ?? 0)
    }
    return Numbers(offset: UInt32(place), count: UInt32(entries.count))
  }

  /// The 64 bits of each entry; nil where it is absent.
  public func entries(of numbers: Numbers) -> [UInt64?] {
    let start = Int(numbers.offset)
    var reader = ByteReader(
      bytes, start..<start + Numbers.entryBytes * Int(numbers.count))
    return (0..<numbers.count).map { _ in
      let isThere = reader.fixed64() == 1
      let bits = reader.fixed64()
      return isThere ? bits : nil
    }
  }

  /// The entries of a list of whole numbers.
  public func wholes(of numbers: Numbers) -> [Int64?] {
    entries(of: numbers).map { $0.map { Int64(bitPattern: $0) } }
  }

  /// The entries of a list of doubles.
  public func reals(of numbers: Numbers) -> [Double?] {
    entries(of: numbers).map { $0.map { Double(bitPattern: $0) } }
  }

  public mutating func append(
    _ numbers: Numbers, _ form: NumberForm, from arena: borrowing ByteBuffer
  ) {
    let entries = arena.entries(of: numbers)
    append(varint: UInt64(entries.count))
    for start in stride(from: 0, to: entries.count, by: 8) {
      var presence: UInt8 = 0
      for bit in 0..<min(8, entries.count - start) where entries[start + bit] != nil {
        presence |= 1 << UInt8(bit)
      }
      append(presence)
    }
    for case let bits? in entries {
      switch form {
      case .whole: append(zigzag: Int64(bitPattern: bits))
      case .real: append(fixed64: bits)
      }
    }
  }
}
