public import Market
public import Numerics

/// Takes state back from bytes that nobody vouches for.
///
/// Remembers the first thing wrong with them and gives zeros after it, so nothing a file may hold
/// makes it trap; the state is good only when `read` returns it.
public struct StateReader: StateArchive, ~Copyable {
  private var reader: ByteReader
  /// The bytes a list may still claim: no count in a file makes us reserve more than the file has.
  private var left: Int { reader.end - reader.offset }

  private init(_ bytes: UnsafeRawBufferPointer) { reader = ByteReader(bytes) }

  /// The state that canonical bytes hold.
  ///
  /// - Parameter empty: What it is before it is read.
  /// - Throws: What is wrong with the bytes, `trailingBytes` included.
  public static func read<State: StateKeeping>(
    _ bytes: UnsafeRawBufferPointer, into empty: State
  ) throws(CodecFault) -> State {
    var state = empty
    var reader = StateReader(bytes)
    state.archive(into: &reader)
    if let fault = reader.reader.fault { throw fault }
    guard reader.reader.isAtEnd else { throw .trailingBytes }
    return state
  }

  public var isReading: Bool { true }

  public mutating func count(
    _ name: StaticString, _ value: inout UInt64, atMost limit: UInt64
  ) {
    value = reader.varint(atMost: limit)
  }

  public mutating func number(
    _ name: StaticString, _ value: inout Int64, in range: ClosedRange<Int64>
  ) {
    let found = reader.zigzag()
    reader.require(range.contains(found), .outOfRange)
    value = range.contains(found) ? found : range.lowerBound
  }

  public mutating func bits(_ name: StaticString, _ value: inout UInt64) {
    value = reader.fixed64()
  }

  public mutating func flag(_ name: StaticString, _ value: inout Bool) { value = reader.flag() }

  public mutating func time(_ name: StaticString, _ value: inout Timestamp) {
    let found = reader.time()
    value = found.isValid ? found : .zero
  }

  public mutating func label<Label: RawRepresentable<UInt8> & CaseIterable>(
    _ name: StaticString, _ value: inout Label
  ) {
    guard let found = Label(rawValue: reader.byte()) else {
      return reader.require(false, .unknownLabel)
    }
    value = found
  }

  public mutating func text(_ name: StaticString, _ value: inout String) {
    let count = Int(reader.varint(atMost: UInt64(Text.longest)))
    let bytes = reader.bytes(count)
    guard let found = String(validating: bytes, as: UTF8.self) else {
      return reader.require(false, .notText)
    }
    value = found
  }

  public mutating func digest(_ name: StaticString, _ value: inout Digest256) {
    value = reader.digest()
  }

  public mutating func list<Element>(
    _ name: StaticString, _ values: inout [Element], of empty: @autoclosure () -> Element,
    atMost limit: Int, _ each: (inout Element, inout StateReader) -> Void
  ) {
    values.removeAll()
    let count = Int(reader.varint(atMost: UInt64(limit)))
    // Every element takes a byte at least.
    reader.require(count <= left, .truncated)
    guard reader.fault == nil else { return }
    values.reserveCapacity(count)
    for _ in 0..<count {
      var element = empty()
      each(&element, &self)
      guard reader.fault == nil else { return }
      values.append(element)
    }
  }

  public mutating func optional<Value>(
    _ name: StaticString, _ value: inout Value?, of empty: @autoclosure () -> Value,
    _ body: (inout Value, inout StateReader) -> Void
  ) {
    value = nil
    guard reader.flag() else { return }
    var present = empty()
    body(&present, &self)
    value = present
  }

  public mutating func group(_ name: StaticString, _ body: (inout StateReader) -> Void) {
    body(&self)
  }

  public mutating func require(_ holds: @autoclosure () -> Bool) {
    guard reader.fault == nil else { return }
    reader.require(holds(), .outOfRange)
  }
}
