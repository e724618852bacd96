import Events

/// What came of reading one frame to the end of its payload.
struct Decoded: ~Copyable {
  let frame: Frame
  let body: EventBody
  let arena: ByteBuffer

  /// The fields as people read them.
  var fields: [ReadableField] { body.readable(arena: arena) }

  /// The frame written anew from what was read of it.
  func encoded(in bytes: [UInt8]) -> [UInt8] {
    var head = FrameHead(
      minor: frame.version.minor, isFirst: false, isNode: false, atDelta: frame.atDelta,
      causeDistance: frame.causeDistance)
    // The writer sets the bit of `because` itself.
    head.flags = FrameFlags(rawValue: frame.flags.rawValue & ~4)
    head.occurredLag = frame.occurredLag
    head.source = frame.source
    head.position = frame.position
    head.principal = frame.principal
    var because = Because()
    for distance in bytes.withUnsafeBytes({ frame.becauseDistances(in: $0) }) {
      because.add(distance)
    }
    var buffer = ByteBuffer()
    buffer.append(head, because: because, body: body, arena: arena)
    return [UInt8](buffer.bytes)
  }
}

/// Reads one frame, which is all of the bytes, and its payload.
func decode(_ bytes: [UInt8]) throws(CodecFault) -> Decoded {
  let frame = try parse(bytes)
  guard frame.end == bytes.count else { throw .trailingBytes }
  var arena = ByteBuffer()
  let body = try reading(bytes) { all throws(CodecFault) in
    try frame.body(in: all, arena: &arena)
  }
  return Decoded(frame: frame, body: body, arena: arena)
}

/// Reads the frame that the bytes begin with, and not its payload.
func parse(_ bytes: [UInt8]) throws(CodecFault) -> Frame {
  try reading(bytes) { all throws(CodecFault) in try Frame.parse(all, at: 0, end: all.count) }
}

/// The fault found in reading, nil when there is none.
func fault(in bytes: [UInt8]) -> CodecFault? {
  do throws(CodecFault) {
    _ = try decode(bytes)
    return nil
  } catch {
    return error
  }
}

func fault(in frame: RawFrame) -> CodecFault? { fault(in: frame.bytes) }

/// Lends the bytes to a reader, with its own faults.
func reading<Outcome>(
  _ bytes: [UInt8], _ read: (UnsafeRawBufferPointer) throws(CodecFault) -> Outcome
) throws(CodecFault) -> Outcome {
  let result = bytes.withUnsafeBytes { all -> Result<Outcome, CodecFault> in
    do throws(CodecFault) { return .success(try read(all)) } catch { return .failure(error) }
  }
  return try result.get()
}

/// Reads pieces of a payload and gives what was read with the first fault, if any.
func reading<Piece>(
  _ bytes: [UInt8], _ read: (inout ByteReader) -> Piece
) -> (piece: Piece, fault: CodecFault?, offset: Int) {
  bytes.withUnsafeBytes { all in
    var reader = ByteReader(all)
    let piece = read(&reader)
    return (piece, reader.fault, reader.offset)
  }
}

/// What was written.
func written(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
  var buffer = ByteBuffer()
  write(&buffer)
  return [UInt8](buffer.bytes)
}
