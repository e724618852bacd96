/// The parts of one event's frame, as they stand in a page: everything but the payload.
///
/// Layout: schemas/journal-format.md, section 4.
public struct Frame: Sendable {
  /// First byte of the frame, its length field.
  public var start: Int
  /// First byte after the frame.
  public var end: Int
  public var bodyStart: Int
  public var kind: UInt16
  public var versionCode: UInt16
  public var flags: FrameFlags
  /// Events back in the turn to the cause; 0 for the first event.
  public var causeDistance: UInt32
  public var becauseCount: UInt8
  public var becauseStart: Int
  /// Nanoseconds since the turn before (of its own sort); 0 unless first of its turn.
  public var atDelta: Int64
  /// `at` minus the world's stamp.
  public var occurredLag: Int64
  public var position: Int64
  public var source: UInt16
  public var principal: UInt16

  /// A frame whose fields are still to be read.
  @inlinable init(start: Int, end: Int) {
    self.start = start
    self.end = end
    bodyStart = 0
    kind = 0
    versionCode = 0
    flags = FrameFlags(rawValue: 0)
    causeDistance = 0
    becauseCount = 0
    becauseStart = 0
    atDelta = 0
    occurredLag = 0
    position = 0
    source = 0
    principal = 0
  }

  public var version: EventVersion { EventVersion(code: UInt64(versionCode)) }
}

/// What a frame emits of itself in one byte. Plain bits: a set type is not specialised everywhere.
public struct FrameFlags: Equatable, Sendable {
  public var rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable public var isInput: Bool { rawValue & 1 != 0 }
  @inlinable public var isFirst: Bool { rawValue & 2 != 0 }
  @inlinable public var hasBecause: Bool { rawValue & 4 != 0 }
  @inlinable public var isNode: Bool { rawValue & 8 != 0 }
}

extension Frame {
  /// Reads the frame that begins at `offset`.
  ///
  /// Checks everything that the frame alone can tell; sequence, turn and time are the caller's.
  @inlinable public static func parse(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, end: Int
  ) throws(CodecFault) -> Frame {
    var reader = ByteReader(bytes, offset..<end)
    let length = reader.varint(atMost: UInt64(Int32.max))
    if let fault = reader.fault { throw fault }
    guard Int(length) <= end &- reader.offset else { throw .truncated }
    let frameEnd = reader.offset &+ Int(length)
    var head = ByteReader(bytes, reader.offset..<frameEnd)
    var frame = Frame(start: offset, end: frameEnd)
    frame.kind = UInt16(truncatingIfNeeded: head.varint(atMost: 65_535))
    frame.versionCode = UInt16(truncatingIfNeeded: head.varint(atMost: 65_535))
    let flags = head.byte()
    head.require(flags < 16, .badFlags)
    head.require(frame.kind > 0 && frame.versionCode >= 32, .outOfRange)
    frame.flags = FrameFlags(rawValue: flags)
    if flags & 2 != 0 { frame.atDelta = Int64(truncatingIfNeeded: head.varint(atMost: 1 << 62)) }
    if flags & 1 == 0 {
      frame.causeDistance = UInt32(truncatingIfNeeded: head.varint(atMost: 65_535))
      head.require((frame.causeDistance == 0) == (flags & 2 != 0), .badCause)
    } else {
      head.require(flags & 2 != 0, .badFlags)
    }
    if flags & 4 != 0 {
      let count = head.varint()
      head.require(count >= 1 && count <= 8, .badReferences)
      frame.becauseCount = UInt8(truncatingIfNeeded: min(count, 8))
      frame.becauseStart = head.offset
      for _ in 0..<frame.becauseCount { head.require(head.varint() >= 1, .badReferences) }
    }
    if flags & 1 != 0 {
      frame.occurredLag = head.zigzag()
      frame.source = UInt16(truncatingIfNeeded: head.varint(atMost: 65_535))
      frame.position = Int64(truncatingIfNeeded: head.varint(atMost: UInt64(Int64.max)))
      frame.principal = UInt16(truncatingIfNeeded: head.varint(atMost: 65_535))
    }
    if let fault = head.fault { throw fault }
    frame.bodyStart = head.offset
    return frame
  }

  /// Whether the frame that begins at `offset` is the first of its turn, by its flags alone.
  @inlinable public static func isFirst(
    _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) throws(CodecFault) -> Bool {
    if bytes.count &- offset >= 4 {
      let head = UInt32(
        littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      // Length, kind and version of one byte each, as most are: the flags are the fourth.
      if head & 0x0080_8080 == 0 { return head & 0x0200_0000 != 0 }
    }
    var reader = ByteReader(bytes, offset..<bytes.count)
    _ = reader.varint()
    _ = reader.varint()
    _ = reader.varint()
    let flags = reader.byte()
    if let fault = reader.fault { throw fault }
    return flags & 2 != 0
  }

  /// How far back the farthest fact used lies, in content events; 0 when none was used.
  public func farthestFact(in bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard becauseCount > 0 else { return 0 }
    var reader = ByteReader(bytes, becauseStart..<end)
    var farthest: UInt64 = 0
    for _ in 0..<becauseCount { farthest = max(farthest, reader.varint()) }
    return farthest
  }

  /// The facts used, each as a distance in content events.
  public func becauseDistances(in bytes: UnsafeRawBufferPointer) -> [UInt64] {
    var reader = ByteReader(bytes, becauseStart..<end)
    return (0..<becauseCount).map { _ in reader.varint() }
  }
}
