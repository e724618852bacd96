package import Events
import Journal
package import Market

/// A turn that is durable, as it stands in its journal. Valid during the call that gives it.
package struct CommittedTurn {
  package let firstSequence: UInt64
  package let at: Timestamp
  /// Whether it was durable before the run of this process wrote anything; false where another process
  /// writes.
  package let isFromBefore: Bool
  private let bytes: UnsafeRawBufferPointer
  private let frames: [Frame]

  init(_ turn: JournalWalk.Turn, at: Timestamp, isFromBefore: Bool) {
    firstSequence = turn.firstSequence
    bytes = turn.bytes
    frames = turn.frames
    self.at = at
    self.isFromBefore = isFromBefore
  }

  package var count: Int { frames.count }
  package var lastSequence: UInt64 { firstSequence + UInt64(frames.count) - 1 }
  var byteCount: Int { (frames.last?.end ?? 0) - (frames.first?.start ?? 0) }

  /// The kind of an event of it; nil where this program does not know it.
  package func kind(_ offset: Int) -> EventKind? { EventKind(rawValue: frames[offset].kind) }

  /// One of its events; texts and large payloads go into `arena`.
  package func event(
    _ offset: Int, arena: inout ByteBuffer
  ) throws(CodecFault) -> Event {
    try frames[offset].event(
      in: bytes, sequence: firstSequence + UInt64(offset), at: at, arena: &arena)
  }
}
