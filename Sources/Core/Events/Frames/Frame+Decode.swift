public import Market

extension Frame {
  /// The kind, if this program knows it in this version.
  @inlinable public func knownKind() throws(CodecFault) -> EventKind {
    guard let kind = EventKind(rawValue: self.kind) else { throw .unknownKind(self.kind) }
    let current = kind.version
    let written = version
    guard written <= current else {
      throw .newerVersion(kind: self.kind, major: written.major, minor: written.minor)
    }
    guard written.major == current.major else {
      throw .unknownVersion(kind: self.kind, major: written.major, minor: written.minor)
    }
    guard kind.isNode == flags.isNode, flags.isInput ? kind.mayBeInput : kind.writer != nil
    else { throw .badFlags }
    return kind
  }

  /// Reads the payload; texts go to the side buffer.
  @inlinable public func body(
    in bytes: UnsafeRawBufferPointer, arena: inout ByteBuffer
  ) throws(CodecFault) -> EventBody {
    let kind = try knownKind()
    var reader = ByteReader(bytes, bodyStart..<end)
    let body = EventBody(kind, minor: version.minor, from: &reader, arena: &arena)
    if let fault = reader.fault { throw fault }
    guard reader.isAtEnd else { throw .trailingBytes }
    return body
  }

  /// The event at its place.
  ///
  /// - Parameters:
  ///   - at: The time of the turn.
  ///   - sequence: The event's place in the journal.
  @inlinable public func event(
    in bytes: UnsafeRawBufferPointer, sequence: UInt64, at: Timestamp, arena: inout ByteBuffer
  ) throws(CodecFault) -> Event {
    let occurred = Timestamp(nanoseconds: at.nanoseconds &- occurredLag)
    guard occurred.isValid else { throw .invalidTime }
    return Event(
      sequence: sequence, cause: causeDistance == 0 ? 0 : sequence - UInt64(causeDistance), at: at,
      occurredAt: occurred, position: position, source: source, principal: principal,
      isInput: flags.isInput, body: try body(in: bytes, arena: &arena))
  }
}
