/// A growing run of bytes that is written once and read many times.
///
/// Not copyable, so that a turn's bytes have one owner; clearing keeps the memory, so that a warm
/// buffer never allocates.
public struct ByteBuffer: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  public var count: Int

  @inlinable public init(capacity: Int = 4_096) {
    self.base = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity, 64))
    self.capacity = max(capacity, 64)
    self.count = 0
  }

  deinit { base.deallocate() }

  /// The bytes written so far. Valid until the next write.
  @inlinable public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: count)
  }

  @inlinable public mutating func removeAll() { count = 0 }

  /// Drops everything after the first `kept` bytes.
  @inlinable public mutating func truncate(to kept: Int) {
    precondition(kept <= count)
    count = kept
  }

  @inline(__always) @inlinable public mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(by: more) }
  }

  @inline(never) @usableFromInline mutating func grow(by more: Int) {
    let larger = max(capacity * 2, count + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = larger
  }

  @inline(__always) @inlinable public mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  /// Unsigned LEB128, seven bits a byte.
  @inline(__always) @inlinable public mutating func append(varint value: UInt64) {
    reserve(10)
    var rest = value
    while rest >= 0x80 {
      base[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count &+= 1
      rest >>= 7
    }
    base[count] = UInt8(truncatingIfNeeded: rest)
    count &+= 1
  }

  /// A signed number as the varint of (n << 1) ^ (n >> 63).
  @inline(__always) @inlinable public mutating func append(zigzag value: Int64) {
    append(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  @inline(__always) @inlinable public mutating func append(fixed64 value: UInt64) {
    reserve(8)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.littleEndian, as: UInt64.self)
    count &+= 8
  }

  @inlinable public mutating func append(fixed32 value: UInt32) {
    reserve(4)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.littleEndian, as: UInt32.self)
    count &+= 4
  }

  @inlinable public mutating func append(fixed16 value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  @inlinable public mutating func append(_ more: UnsafeRawBufferPointer) {
    guard let start = more.baseAddress, more.count > 0 else { return }
    reserve(more.count)
    UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: more.count)
    count &+= more.count
  }

  /// Lets `write` put up to `most` bytes behind the last one, and keeps as many as it returns.
  @inline(__always) @inlinable public mutating func append(
    atMost most: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int
  ) {
    reserve(most)
    let written = write(base + count)
    count &+= written
  }

  @inlinable public mutating func append(zeros more: Int) {
    reserve(more)
    UnsafeMutableRawPointer(base + count).initializeMemory(
      as: UInt8.self, repeating: 0, count: more)
    count &+= more
  }

  @inlinable public mutating func append(_ more: [UInt8]) {
    more.withUnsafeBytes { append($0) }
  }

  /// Overwrites bytes written before.
  @inlinable public mutating func replace(at offset: Int, with bytes: [UInt8]) {
    precondition(offset >= 0 && offset + bytes.count <= count)
    for (index, byte) in bytes.enumerated() { base[offset + index] = byte }
  }

  /// Writes over bytes written before: what `body` appends stands at `offset` and ends within them.
  @inlinable public mutating func overwrite(at offset: Int, _ body: (inout ByteBuffer) -> Void) {
    let end = count
    truncate(to: offset)
    body(&self)
    precondition(count <= end)
    count = end
  }

  /// Makes actor for `width` bytes at `offset` by moving what follows, and returns the new end.
  @inlinable public mutating func insertGap(at offset: Int, width: Int) {
    reserve(width)
    UnsafeMutableRawPointer(base + offset + width).copyMemory(
      from: base + offset, byteCount: count - offset)
    count &+= width
  }

  /// Writes a varint at `offset` into bytes that exist already.
  @inlinable public mutating func overwrite(varint value: UInt64, at offset: Int) {
    var rest = value
    var place = offset
    while rest >= 0x80 {
      base[place] = UInt8(truncatingIfNeeded: rest) | 0x80
      place &+= 1
      rest >>= 7
    }
    base[place] = UInt8(truncatingIfNeeded: rest)
    precondition(place < count)
  }
}
