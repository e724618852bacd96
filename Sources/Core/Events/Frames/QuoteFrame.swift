/// A turn of one ordinary quote, read in place: most of a journal is made of these.
///
/// Ordinary: an input of kind `feed.tick-received` in today's version, first of its turn, with a bid and
/// an ask and nothing else, all its numbers in 8 bytes at most. Whatever is not is left to `Frame`, which
/// also emits what may be wrong with it: nil is no verdict.
public struct QuoteFrame {
  /// First byte of the frame.
  public let start: Int
  /// First byte after the frame.
  public let end: Int
  public let atDelta: Int64
  /// `at` minus the world's stamp.
  public let occurredLag: Int64
  public let source: UInt16
  public let position: Int64
  public let instrument: UInt16
  /// In millionths, as is the ask.
  public let bid: Int64
  public let ask: Int64

  /// The longest frame that is looked at, its length byte included: nine numbers of 8 bytes at most.
  @usableFromInline static var mostBytes: Int { 96 }

  /// The frame at an offset, which must be followed by the first frame of another turn.
  @inlinable @inline(__always)
  public init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    // So far from the end no number is read beyond it, and the frame behind is there.
    guard let base = bytes.baseAddress, bytes.count &- offset > Self.mostBytes &+ 8 else {
      return nil
    }
    let head = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    let length = Int(head & 0xFF)
    // Kind 16, version 1.0, and the flags of an input that begins its turn.
    guard length < Self.mostBytes, head >> 8 == Self.signature else { return nil }
    start = offset
    end = offset &+ 1 &+ length
    let next = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: end, as: UInt32.self))
    // Of the frame behind only its turn matters: one-byte length, kind and version show its flags.
    guard next & 0x0080_8080 == 0, next & 0x0200_0000 != 0 else { return nil }
    var numbers = ShortNumbers(base: base, offset: offset &+ 4)
    atDelta = Int64(bitPattern: numbers.next())
    let lag = numbers.nextSmall()
    let source = numbers.nextSmall()
    position = Int64(bitPattern: numbers.next())
    let principal = numbers.nextSmall()
    // Which fields there are: a bid and an ask.
    let presence = numbers.nextSmall()
    let instrument = numbers.nextSmall()
    bid = numbers.nextSigned()
    ask = numbers.nextSigned()
    occurredLag = Int64(bitPattern: lag >> 1) ^ -Int64(bitPattern: lag & 1)
    self.source = UInt16(truncatingIfNeeded: source)
    self.instrument = UInt16(truncatingIfNeeded: instrument)
    guard numbers.isWellFormed, numbers.offset == end, presence == 3,
      (source | principal | instrument) >> 16 == 0, position >= 0, atDelta >= 0
    else { return nil }
  }

  /// The bytes of kind, version and flags.
  @usableFromInline static var signature: UInt32 {
    UInt32(EventKind.tickReceived.rawValue) | 32 << 8 | 3 << 16
  }
}

/// Varints of at most 8 bytes, one after the other, read without a branch on their length.
@usableFromInline struct ShortNumbers {
  @usableFromInline let base: UnsafeRawPointer
  @usableFromInline var offset: Int
  /// The last bytes of numbers that are too long or not in their shortest form leave a bit here.
  @usableFromInline var faults: UInt64 = 0

  @inlinable @inline(__always) init(base: UnsafeRawPointer, offset: Int) {
    self.base = base
    self.offset = offset
  }

  @inlinable var isWellFormed: Bool { faults == 0 }

  /// A number that is nearly always below 128.
  @inlinable @inline(__always) mutating func nextSmall() -> UInt64 {
    let byte = base.load(fromByteOffset: offset, as: UInt8.self)
    guard byte < 0x80 else { return next() }
    offset &+= 1
    return UInt64(byte)
  }

  @inlinable @inline(__always) mutating func next() -> UInt64 {
    let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    let ends = ~word & 0x8080_8080_8080_8080
    // Bits up to and with the last byte's highest; all of them when no byte is the last.
    let mask = ends ^ (ends &- 1)
    let count = (ends.trailingZeroBitCount &+ 1) >> 3
    offset &+= count
    // A last byte of zero in a number of several bytes is not the shortest form.
    let last = word >> UInt64(truncatingIfNeeded: (count &- 1) << 3) & 0xFF
    if ends == 0 || (last == 0 && count > 1) { faults |= 1 }
    var value = word & mask & 0x7F7F_7F7F_7F7F_7F7F
    value = (value & 0x007F_007F_007F_007F) | (value & 0x7F00_7F00_7F00_7F00) >> 1
    value = (value & 0x0000_3FFF_0000_3FFF) | (value & 0x3FFF_0000_3FFF_0000) >> 2
    return (value & 0x0FFF_FFFF) | (value & 0x0FFF_FFFF_0000_0000) >> 4
  }

  @inlinable @inline(__always) mutating func nextSigned() -> Int64 {
    let raw = next()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }
}
