/// Where a large payload stands in the side buffer of its turn.
///
/// Keeps an event small enough to hand from actor to actor: a quote should not carry the actor that
/// metrics need. Valid until the turn ends.
public struct Aside<Payload: BitwiseCopyable>: Equatable, Sendable, BitwiseCopyable {
  @usableFromInline let offset: UInt32

  @inlinable init(offset: UInt32) { self.offset = offset }
}

extension ByteBuffer {
  /// Puts a payload aside and emits where.
  @inlinable public mutating func put<Payload: BitwiseCopyable>(
    _ payload: Payload
  ) -> Aside<Payload> {
    let size = MemoryLayout<Payload>.size
    reserve(size)
    let place = Aside<Payload>(offset: UInt32(count))
    withUnsafeBytes(of: payload) { append($0) }
    return place
  }

  /// The payload that stands there.
  @inlinable public subscript<Payload: BitwiseCopyable>(place: Aside<Payload>) -> Payload {
    precondition(Int(place.offset) + MemoryLayout<Payload>.size <= count)
    return bytes.loadUnaligned(fromByteOffset: Int(place.offset), as: Payload.self)
  }
}
