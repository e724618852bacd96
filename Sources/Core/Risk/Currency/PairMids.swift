/// The newest mid of each pair of majors, where one is known.
///
/// Whoever fills it takes a mid out again when its quote is no longer fresh.
public struct PairMids: Sendable {
  /// Only the places whose bit is set in `known` count.
  private var mids = InlineArray<64, Double>(repeating: 0)
  private var known: UInt64 = 0

  public init() {}

  /// The mid of a pair in the direction in which it is quoted. What is set as nil, not finite, or
  /// not above 0 is unknown.
  @inlinable public subscript(pair: CurrencyPair) -> Double? {
    get { read(pair.index) }
    set { write(newValue, at: pair.index) }
  }

  @usableFromInline func read(_ place: Int) -> Double? {
    known >> UInt64(place) & 1 == 1 ? mids.span[place] : nil
  }

  @usableFromInline mutating func write(_ mid: Double?, at place: Int) {
    let bit = UInt64(1) << UInt64(place)
    if let mid = usable(mid) {
      mids[place] = mid
      known |= bit
    } else {
      mids[place] = 0
      known &= ~bit
    }
  }
}
