/// The recent history of one bit stream: 64 bits, the 65th, and which neighbours are a valid pair.
///
/// Bit 0 is the newest. Bits above `fill` are zero. Pushing is O(1) and keeps no sums, so nothing
/// drifts; `undo` in Kernel walks back exactly.
///
/// Source: metrics-kernel.md, section 4.1.
public struct Pin: Equatable, Sendable, BitwiseCopyable {
  /// The 64 newest bits.
  public var bits: UInt64
  /// Bit i is 1 when bit i of `bits` and its older neighbour form a valid pair.
  public var link: UInt64
  /// Loudness: bit i is 1 when the range of that bar grew.
  public var r: UInt64
  /// Loudness: bit i is 1 when the volume of that bar grew.
  public var v: UInt64
  /// The bit that left `bits` last, 0 or 1.
  public var older: UInt8
  /// How many bits are known, `older` included: 0 to 65.
  public var fill: UInt8

  @inlinable public init(
    bits: UInt64 = 0, link: UInt64 = 0, r: UInt64 = 0, v: UInt64 = 0, older: UInt8 = 0,
    fill: UInt8 = 0
  ) {
    self.bits = bits
    self.link = link
    self.r = r
    self.v = v
    self.older = older
    self.fill = fill
  }

  /// The word of bits before the newest push and, place by place, the older neighbour of each bit.
  ///
  ///     prev = (pin >> 1) | (older << 63)
  ///
  /// Source: metrics-kernel.md, section 4.2.
  @inlinable public var previous: UInt64 { bits >> 1 | UInt64(older) << 63 }
}
