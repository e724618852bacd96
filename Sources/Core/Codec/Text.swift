public import Market
public import Numerics

/// Where the bytes of a text or byte field stand in the side buffer of its turn.
///
/// Keeps every payload trivial to copy: a path or a message never travels with the event.
public struct Text: Equatable, Sendable, BitwiseCopyable {
  public var offset: UInt32
  public var count: UInt32

  @inlinable public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  /// The longest text a field may hold.
  @inlinable public static var longest: Int { 65_536 }
}

/// Payload codec of the pieces that are not plain numbers.
extension ByteReader {
  @inlinable public mutating func pin() -> Pin {
    let bits = fixed64()
    let link = fixed64()
    let r = fixed64()
    let v = fixed64()
    let older = byte()
    let fill = byte()
    require(older <= 1 && fill <= 65, .outOfRange)
    return Pin(bits: bits, link: link, r: r, v: v, older: older, fill: fill)
  }

  @inlinable public mutating func time() -> Timestamp {
    let value = Timestamp(nanoseconds: Int64(bitPattern: fixed64()))
    require(value.isValid, .invalidTime)
    return value
  }

  @inlinable public mutating func flag() -> Bool {
    let value = byte()
    require(value <= 1, .outOfRange)
    return value == 1
  }

  @inlinable public mutating func digest() -> Digest256 {
    // The events of a digest are big-endian: its bytes stand in the order people read them.
    Digest256(
      fixed64().byteSwapped, fixed64().byteSwapped, fixed64().byteSwapped, fixed64().byteSwapped)
  }

  /// Copies a length and its bytes into the side buffer.
  public mutating func text(into arena: inout ByteBuffer, utf8: Bool) -> Text {
    let count = Int(varint(atMost: UInt64(Text.longest)))
    let found = bytes(count)
    if utf8 && fault == nil { require(isValidUTF8(found), .notText) }
    let place = Text(offset: UInt32(truncatingIfNeeded: arena.count), count: UInt32(found.count))
    arena.append(found)
    return place
  }
}

extension ByteBuffer {
  @inlinable public mutating func append(_ pin: Pin) {
    append(fixed64: pin.bits)
    append(fixed64: pin.link)
    append(fixed64: pin.r)
    append(fixed64: pin.v)
    append(pin.older)
    append(pin.fill)
  }

  @inlinable public mutating func append(_ time: Timestamp) {
    append(fixed64: UInt64(bitPattern: time.nanoseconds))
  }

  @inlinable public mutating func append(_ flag: Bool) { append(flag ? 1 as UInt8 : 0) }

  @inlinable public mutating func append(_ text: Text, from arena: borrowing ByteBuffer) {
    precondition(text.count <= Text.longest, "a text is longer than any reader takes")
    append(varint: UInt64(text.count))
    append(arena[text])
  }

  /// The bytes of a text in this side buffer.
  @inlinable public subscript(text: Text) -> UnsafeRawBufferPointer {
    let start = Int(text.offset)
    precondition(start + Int(text.count) <= count)
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(text.count)])
  }

  /// Puts a text into this side buffer and emits where.
  public mutating func intern(_ text: String) -> Text {
    let place = count
    for byte in text.utf8 { append(byte) }
    return Text(offset: UInt32(place), count: UInt32(count - place))
  }

  public mutating func intern(_ more: [UInt8]) -> Text {
    let place = count
    append(more)
    return Text(offset: UInt32(place), count: UInt32(more.count))
  }
}

/// Whether bytes are well-formed UTF-8.
public func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
  // Plain ASCII, as nearly all texts are, without making a string of it.
  bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
}

extension ByteReader {
  /// One byte that must be a label's value.
  @inlinable public mutating func label<Label>(
    _ known: (UInt8) -> Label?, else other: Label
  ) -> Label {
    let raw = byte()
    if let found = known(raw) { return found }
    require(false, .unknownLabel)
    return other
  }
}

extension ByteBuffer {
  public mutating func append(_ digest: Digest256) {
    append(fixed64: digest.first.byteSwapped)
    append(fixed64: digest.second.byteSwapped)
    append(fixed64: digest.third.byteSwapped)
    append(fixed64: digest.fourth.byteSwapped)
  }
}
