/// Reads bytes that nobody vouches for, and remembers the first thing wrong with them.
///
/// After a fault every read returns zero and moves nothing, so a decoder reads all its fields
/// and asks once, at the end. Nothing a file may hold makes it trap.
public struct ByteReader {
  @usableFromInline let base: UnsafeRawPointer?
  public let end: Int
  public var offset: Int
  public var fault: CodecFault?

  /// - Parameter range: Offsets into `bytes`; reading never leaves it.
  @inlinable public init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    self.base = bytes.baseAddress
    self.offset = range.lowerBound
    self.end = range.upperBound
    self.fault = nil
  }

  @inlinable public init(_ bytes: UnsafeRawBufferPointer) { self.init(bytes, 0..<bytes.count) }

  @inlinable public var isAtEnd: Bool { offset >= end }

  @inline(never) @usableFromInline mutating func fail(_ reason: CodecFault) {
    if fault == nil { fault = reason }
    offset = end
  }

  @inline(__always) @inlinable public mutating func byte() -> UInt8 {
    guard offset < end, let base else {
      fail(.truncated)
      return 0
    }
    let value = base.load(fromByteOffset: offset, as: UInt8.self)
    offset &+= 1
    return value
  }

  /// Unsigned LEB128; the shortest form only.
  @inline(__always) @inlinable public mutating func varint() -> UInt64 {
    let first = byte()
    if first < 0x80 { return UInt64(first) }
    return longVarint(first)
  }

  @inlinable mutating func longVarint(_ first: UInt8) -> UInt64 {
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while true {
      guard offset < end else {
        fail(.truncated)
        return 0
      }
      let next = byte()
      if shift == 63 && next > 1 {
        fail(.overlongVarint)
        return 0
      }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 {
        if next == 0 {
          fail(.overlongVarint)
          return 0
        }
        return value
      }
      shift &+= 7
      if shift > 63 {
        fail(.overlongVarint)
        return 0
      }
    }
  }

  @inline(__always) @inlinable public mutating func zigzag() -> Int64 {
    let raw = varint()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// A varint that must not pass `limit`.
  @inline(__always) @inlinable public mutating func varint(atMost limit: UInt64) -> UInt64 {
    let value = varint()
    if value > limit {
      fail(.outOfRange)
      return 0
    }
    return value
  }

  @inline(__always) @inlinable public mutating func fixed64() -> UInt64 {
    guard end &- offset >= 8, let base else {
      fail(.truncated)
      return 0
    }
    let value = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    offset &+= 8
    return UInt64(littleEndian: value)
  }

  @inlinable public mutating func fixed32() -> UInt32 {
    guard end &- offset >= 4, let base else {
      fail(.truncated)
      return 0
    }
    let value = base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    offset &+= 4
    return UInt32(littleEndian: value)
  }

  @inlinable public mutating func fixed16() -> UInt16 {
    let low = UInt16(byte())
    return low | UInt16(byte()) << 8
  }

  /// The next `count` bytes, in place.
  @inlinable public mutating func bytes(_ count: Int) -> UnsafeRawBufferPointer {
    guard count >= 0, end &- offset >= count, let base else {
      fail(.truncated)
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let found = UnsafeRawBufferPointer(start: base + offset, count: count)
    offset &+= count
    return found
  }

  /// Notes a fault that a caller found in what was read.
  @inline(__always) @inlinable public mutating func require(_ holds: Bool, _ reason: CodecFault) {
    if !holds { fail(reason) }
  }
}
