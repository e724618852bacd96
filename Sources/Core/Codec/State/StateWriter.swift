public import Market
public import Numerics

/// Turns state into canonical bytes: the same state gives the same bytes, everywhere.
///
/// Numbers stand as in event bodies: counts as varints, signed numbers zigzag, instants and bits as 8
/// bytes, lists and texts behind their length, what may be absent behind a byte of 0 or 1.
public struct StateWriter: StateArchive, ~Copyable {
  private var buffer = ByteBuffer()

  public init() {}

  /// The canonical bytes of a state.
  public static func bytes(of state: some StateKeeping) -> [UInt8] {
    var copy = state
    var writer = StateWriter()
    copy.archive(into: &writer)
    return [UInt8](writer.buffer.bytes)
  }

  public var isReading: Bool { false }

  public mutating func count(
    _ name: StaticString, _ value: inout UInt64, atMost limit: UInt64
  ) {
    buffer.append(varint: value)
  }

  public mutating func number(
    _ name: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
  ) {
    buffer.append(zigzag: value)
  }

  public mutating func bits(_ name: StaticString, _ value: inout UInt64) {
    buffer.append(fixed64: value)
  }

  public mutating func flag(_ name: StaticString, _ value: inout Bool) {
    buffer.append(value ? 1 : 0)
  }

  public mutating func time(_ name: StaticString, _ value: inout Timestamp) {
    buffer.append(value)
  }

  public mutating func label<Label: RawRepresentable<UInt8> & CaseIterable>(
    _ name: StaticString, _ value: inout Label
  ) {
    buffer.append(value.rawValue)
  }

  public mutating func text(_ name: StaticString, _ value: inout String) {
    let bytes = [UInt8](value.utf8)
    buffer.append(varint: UInt64(bytes.count))
    buffer.append(bytes)
  }

  public mutating func digest(_ name: StaticString, _ value: inout Digest256) {
    buffer.append(value)
  }

  public mutating func list<Element>(
    _ name: StaticString, _ values: inout [Element], of empty: @autoclosure () -> Element,
    atMost limit: Int, _ each: (inout Element, inout StateWriter) -> Void
  ) {
    buffer.append(varint: UInt64(values.count))
    for index in values.indices { each(&values[index], &self) }
  }

  public mutating func optional<Value>(
    _ name: StaticString, _ value: inout Value?, of empty: @autoclosure () -> Value,
    _ body: (inout Value, inout StateWriter) -> Void
  ) {
    buffer.append(value == nil ? 0 : 1)
    if var present = value { body(&present, &self) }
  }

  public mutating func group(_ name: StaticString, _ body: (inout StateWriter) -> Void) {
    body(&self)
  }

  public mutating func require(_ holds: @autoclosure () -> Bool) {}
}
