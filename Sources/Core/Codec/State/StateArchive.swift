public import Market
public import Numerics

/// Walks the parts of a value that are its state, in one fixed order.
///
/// One description serves four ways: `StateWriter` turns it into canonical bytes, `StateReader` takes
/// them back, `StateText` shows them to people, `StateLayout` tells what they are made of. What a
/// state leaves out of its description is no part of it: it must follow from what is there.
///
/// Source: design.md, section 2 (snapshots).
public protocol StateArchive: ~Copyable {
  /// Whether values are being taken in, so that what follows from them must be worked out again.
  var isReading: Bool { get }

  /// A number from 0 to `limit`.
  mutating func count(_ name: StaticString, _ value: inout UInt64, atMost limit: UInt64)

  /// A signed number.
  mutating func number(
    _ name: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>)

  /// 64 bits whose places mean something.
  mutating func bits(_ name: StaticString, _ value: inout UInt64)

  mutating func flag(_ name: StaticString, _ value: inout Bool)

  /// A valid instant.
  mutating func time(_ name: StaticString, _ value: inout Timestamp)

  mutating func label<Label: RawRepresentable<UInt8> & CaseIterable>(
    _ name: StaticString, _ value: inout Label)

  /// At most 65,536 bytes of UTF-8.
  mutating func text(_ name: StaticString, _ value: inout String)

  mutating func digest(_ name: StaticString, _ value: inout Digest256)

  /// Values in their order.
  ///
  /// - Parameters:
  ///   - empty: What a value is before it is read.
  ///   - limit: How many there may be.
  mutating func list<Element>(
    _ name: StaticString, _ values: inout [Element], of empty: @autoclosure () -> Element,
    atMost limit: Int, _ each: (inout Element, inout Self) -> Void)

  /// A value that may be absent.
  mutating func optional<Value>(
    _ name: StaticString, _ value: inout Value?, of empty: @autoclosure () -> Value,
    _ body: (inout Value, inout Self) -> Void)

  /// Parts that belong together.
  mutating func group(_ name: StaticString, _ body: (inout Self) -> Void)

  /// What must hold between values once they are read. The writer need not ask: it has them from a
  /// value that is sound.
  mutating func require(_ holds: @autoclosure () -> Bool)
}

extension StateArchive where Self: ~Copyable {
  public mutating func count(_ name: StaticString, _ value: inout UInt64) {
    count(name, &value, atMost: .max)
  }

  /// A whole number that is never negative. No count of ours comes near 2^62, so one more can always be
  /// counted; what a record emits in one go may be any.
  public mutating func count(
    _ name: StaticString, _ value: inout Int64, atMost limit: Int64 = 1 << 62
  ) {
    number(name, &value, in: 0...limit)
  }

  public mutating func number(_ name: StaticString, _ value: inout Int64) {
    number(name, &value, in: .min ... .max)
  }

  /// A number of a smaller type, within its range or a narrower one.
  public mutating func small<Small: FixedWidthInteger>(
    _ name: StaticString, _ value: inout Small, in range: ClosedRange<Small> = .min ... .max
  ) {
    var wide = Int64(value)
    number(name, &wide, in: Int64(range.lowerBound)...Int64(range.upperBound))
    value = Small(truncatingIfNeeded: wide)
  }

  /// A price. None that is computed with comes near 2^50 millionths, so that a spread, a middle and a move
  /// can always be told.
  public mutating func price(_ name: StaticString, _ value: inout Price) {
    number(name, &value.micros, in: -(1 << 50)...1 << 50)
  }

  public mutating func ratio(_ name: StaticString, _ value: inout Ratio) {
    number(name, &value.micros)
  }

  public mutating func instrument(_ name: StaticString, _ value: inout InstrumentID) {
    small(name, &value.number)
  }

  /// Counts of a fixed number of bins.
  public mutating func bins(_ name: StaticString, _ values: inout [Int64]) {
    let bins = values.count
    list(name, &values, of: 0, atMost: bins) { $1.count("n", &$0) }
    require(values.count == bins)
    if values.count != bins { values = [Int64](repeating: 0, count: bins) }
  }

  public mutating func pin(_ name: StaticString, _ value: inout Pin) {
    group(name) { archive in
      archive.bits("bits", &value.bits)
      archive.bits("link", &value.link)
      archive.bits("r", &value.r)
      archive.bits("v", &value.v)
      archive.small("older", &value.older, in: 0...1)
      archive.small("fill", &value.fill, in: 0...65)
    }
  }
}

/// A value whose state can be kept and taken back.
public protocol StateKeeping {
  /// Walks the state. Called on a copy when it is written.
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive)
}
