public import Market
public import Numerics

// The same numbers by a call each, for payloads that are seldom: there are thousands of their fields, and each
// would be compiled with its loop and its checks.

extension ByteBuffer {
  @inline(never) public mutating func write(varint value: UInt64) { append(varint: value) }

  @inline(never) public mutating func write(zigzag value: Int64) { append(zigzag: value) }

  @inline(never) public mutating func write(fixed64 value: UInt64) { append(fixed64: value) }
}

extension ByteReader {
  @inline(never) public mutating func readByte() -> UInt8 { byte() }

  @inline(never) public mutating func readVarint(atMost limit: UInt64) -> UInt64 {
    varint(atMost: limit)
  }

  @inline(never) public mutating func readZigzag() -> Int64 { zigzag() }

  @inline(never) public mutating func readFixed64() -> UInt64 { fixed64() }

  @inline(never) public mutating func readTime() -> Timestamp { self.time() }

  @inline(never) public mutating func readDigest() -> Digest256 { digest() }
}
