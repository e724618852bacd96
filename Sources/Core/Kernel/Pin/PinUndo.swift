import Market

/// The five bits that a push throws away: with them it can be taken back exactly.
///
///     { evicted_bit, evicted_link, evicted_r, evicted_v, was_full }, lowest bit first
///
/// Source: metrics-kernel.md, section 4.3.
public struct PinUndo: Equatable, Sendable {
  /// The five bits in one byte, 0 to 31, as events store them.
  public let byte: UInt8

  /// - Returns: nil when a bit above the fifth is set.
  public init?(byte: UInt8) {
    guard byte < 32 else { return nil }
    self.byte = byte
  }

  /// What the next push of `pin` will throw away.
  init(ofPushInto pin: Pin) {
    byte =
      pin.older | UInt8(truncatingIfNeeded: pin.link >> 63) << 1
      | UInt8(truncatingIfNeeded: pin.r >> 63) << 2 | UInt8(truncatingIfNeeded: pin.v >> 63) << 3
      | (pin.fill == 65 ? 1 << 4 : 0)
  }

  /// The 65th bit before the push, 0 or 1.
  public var evictedBit: UInt8 { byte & 1 }
  /// The oldest link before the push, 0 or 1.
  public var evictedLink: UInt8 { byte >> 1 & 1 }
  /// The oldest range bit before the push, 0 or 1.
  public var evictedR: UInt8 { byte >> 2 & 1 }
  /// The oldest volume bit before the push, 0 or 1.
  public var evictedV: UInt8 { byte >> 3 & 1 }
  /// Whether 65 bits were known already.
  public var wasFull: Bool { byte >> 4 == 1 }
}
