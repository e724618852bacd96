public import Market

/// What a frame emits besides its payload.
public struct FrameHead: Sendable {
  public var minor: UInt16
  public var flags: FrameFlags
  /// Nanoseconds since the turn before; written only in the first event of a turn.
  public var atDelta: Int64
  public var causeDistance: UInt32
  /// `at` minus the world's stamp; written only for inputs, as are the next three.
  public var occurredLag: Int64
  public var source: UInt16
  public var position: Int64
  public var principal: UInt16

  /// The frame of a derived event.
  public init(minor: UInt16, isFirst: Bool, isNode: Bool, atDelta: Int64, causeDistance: UInt32) {
    self.minor = minor
    self.flags = FrameFlags(rawValue: (isFirst ? 2 : 0) | (isNode ? 8 : 0))
    self.atDelta = atDelta
    self.causeDistance = causeDistance
    self.occurredLag = 0
    self.source = 0
    self.position = 0
    self.principal = 0
  }

  /// The frame of an input.
  public init(minor: UInt16, isNode: Bool, atDelta: Int64, at: Timestamp, input: Input) {
    self.minor = minor
    self.flags = FrameFlags(rawValue: 3 | (isNode ? 8 : 0))
    self.atDelta = atDelta
    self.causeDistance = 0
    self.occurredLag = at.nanoseconds &- input.occurredAt.nanoseconds
    self.source = input.source
    self.position = input.position
    self.principal = input.principal
  }
}

extension ByteBuffer {
  /// Appends one frame.
  ///
  /// - Parameter distances: The facts used, each as a distance in content events, already checked.
  public mutating func append(
    _ head: FrameHead, because distances: Because, body: EventBody, arena: borrowing ByteBuffer
  ) {
    let start = count
    append(0)
    let kind = body.kind
    append(varint: UInt64(kind.rawValue))
    append(varint: EventVersion(kind.version.major, head.minor).code)
    let flags = FrameFlags(rawValue: head.flags.rawValue | (distances.count > 0 ? 4 : 0))
    append(flags.rawValue)
    if flags.isFirst { append(varint: UInt64(head.atDelta)) }
    if !flags.isInput { append(varint: UInt64(head.causeDistance)) }
    if distances.count > 0 {
      append(varint: UInt64(distances.count))
      for index in 0..<distances.count { append(varint: distances[index]) }
    }
    if flags.isInput {
      append(zigzag: head.occurredLag)
      append(varint: UInt64(head.source))
      append(varint: UInt64(head.position))
      append(varint: UInt64(head.principal))
    }
    body.encode(into: &self, minor: head.minor, arena: arena)
    let length = count - start - 1
    guard length >= 0x80 else { return overwrite(varint: UInt64(length), at: start) }
    let width = length >= 0x20_0000 ? 3 : length >= 0x4000 ? 2 : 1
    insertGap(at: start + 1, width: width)
    overwrite(varint: UInt64(length), at: start)
  }
}
