public import Market

/// How often each of the four moves stands in a window: older bit first, newer bit second.
///
///     n00 = popcount(~prev & ~pin & link)    NULL       n01 = popcount(~prev & pin & link)    FLIP
///     n11 = popcount( prev &  pin & link)    RUPTURE    n10 = popcount(prev & ~pin & link)    FLIP
///
/// Only linked pairs count, so each count and their sum lie between 0 and 64.
///
/// Source: metrics-kernel.md, section 4.2.
public struct PairCounts: Equatable, Sendable {
  public let n00: Int
  public let n01: Int
  public let n10: Int
  public let n11: Int

  /// - Parameter mask: The places to look at: all 64, or one half of the window.
  public init(of pin: Pin, in mask: UInt64 = .max) {
    let previous = pin.previous
    let link = pin.link & mask
    n00 = (~previous & ~pin.bits & link).nonzeroBitCount
    n01 = (~previous & pin.bits & link).nonzeroBitCount
    n10 = (previous & ~pin.bits & link).nonzeroBitCount
    n11 = (previous & pin.bits & link).nonzeroBitCount
  }

  /// All linked pairs, N.
  public var pairs: Int { n00 + n01 + n10 + n11 }
  /// Falls that followed a fall.
  public var nullCount: Int { n00 }
  /// Changes of direction: the reading that does not mind whether the market rises or falls.
  public var flipCount: Int { n01 + n10 }
  /// Rises that followed a rise. Elsewhere called rupture count: high means a lasting rise, not a
  /// break, so it is never shown without `flipCount`.
  public var overlapCount: Int { n11 }
  /// Pairs whose older bit is 0, and 1.
  var olderZeros: Int { n00 + n01 }
  var olderOnes: Int { n10 + n11 }
  /// Pairs whose newer bit is 0, and 1.
  var newerZeros: Int { n00 + n10 }
  var newerOnes: Int { n01 + n11 }
}
