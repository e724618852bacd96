import Events
import Market

extension FuzzTarget {
  /// The codec: bytes as the frames of a page, down to the last field of each payload.
  ///
  /// What is taken is written again as the same bytes: no two byte strings mean one event.
  static let frames = FuzzTarget(
    name: "frames",
    parser: [
      "Sources/Core/Codec/ByteReader.swift", "Sources/Core/Codec/CodecFault.swift",
      "Sources/Core/Codec/Counts.swift", "Sources/Core/Codec/EventVersion.swift",
      "Sources/Core/Codec/Text.swift", "Sources/Core/Events/Frames/Frame.swift",
      "Sources/Core/Events/Frames/Frame+Decode.swift",
      "Sources/Core/Events/Frames/Frame+Write.swift",
      "Sources/Core/Events/Frames/TurnReader.swift",
      "Sources/Core/Events/Generated/!(EventKind*|ActorName).swift",
      "Sources/Core/Payloads/*/Generated/*.swift",
    ],
    seeds: { try Golden.turns() + Examples.frames() },
    read: { bytes in
      do throws(CodecFault) {
        var reader = TurnReader(bytes)
        var frames: [Frame] = []
        var sequence: UInt64 = 1
        while try reader.nextTurn(into: &frames) {
          for frame in frames {
            try read(frame, in: bytes, sequence: sequence)
            sequence += 1
          }
        }
      } catch {
        mustSpeak(error)
        _ = error.isNewer
      }
    })

  private static func read(
    _ frame: Frame, in bytes: UnsafeRawBufferPointer, sequence: UInt64
  ) throws(CodecFault) {
    mustHold(
      try Frame.isFirst(bytes, at: frame.start) == frame.flags.isFirst,
      "a quick look at a frame sees another turn")
    var arena = ByteBuffer()
    let at = Timestamp(nanoseconds: 1 << 61)
    let event = try frame.event(in: bytes, sequence: sequence, at: at, arena: &arena)
    mustHold(event.occurredAt.isValid && event.cause < sequence, "an event outside its journal")
    mustHold(
      event.body.readable(arena: arena).map(\.name) == event.body.kind.fieldNames,
      "a field that nobody can read")
    _ = event.body.instrument(arena: arena)

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
    for distance in frame.becauseDistances(in: bytes) { because.add(distance) }
    var again = ByteBuffer()
    again.append(head, because: because, body: event.body, arena: arena)
    mustHold(
      again.bytes.elementsEqual(bytes[frame.start..<frame.end]),
      "an event is written as other bytes than it was read from")
  }
}
