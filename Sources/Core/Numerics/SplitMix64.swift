/// A small seeded generator: the same seed gives the same numbers on every machine, for ever.
///
/// For tests and the synthetic market. Not for secrets. It is deliberately no
/// `RandomNumberGenerator`: the algorithms of the standard library over one may change.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, *Fast Splittable Pseudorandom Number Generators*
/// (2014).
public struct SplitMix64: Equatable, Sendable {
  /// What has been reached; a generator started from it goes on with the same numbers.
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to `bound` - 1, each as likely as the others.
  ///
  /// The lowest 2^64 mod `bound` draws are thrown away, so that the rest divide evenly.
  ///
  /// - Parameter bound: One or more.
  public mutating func next(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "next(below:) takes a bound of one or more")
    let leftOver = (0 &- bound) % bound
    while true {
      let drawn = next()
      if drawn >= leftOver { return drawn % bound }
    }
  }
}
