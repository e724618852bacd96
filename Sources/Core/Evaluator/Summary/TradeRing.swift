/// A queue of trades in one array that is used round and round, oldest first.
///
/// It grows by doubling to its bound and allocates nothing after that.
struct TradeRing: Sendable {
  private var places: [StrictTrade] = []
  private var head = 0
  private(set) var count = 0

  /// - Parameter position: 0 is the oldest.
  subscript(position: Int) -> StrictTrade {
    precondition(position >= 0 && position < count, "no trade lies there")
    return places[(head + position) % places.count]
  }

  /// Whoever fills it bounds it.
  mutating func append(_ trade: StrictTrade) {
    if count == places.count { grow(filling: trade) }
    places[(head + count) % places.count] = trade
    count += 1
  }

  mutating func removeFirst() {
    precondition(count > 0, "an empty ring has no first")
    head = (head + 1) % places.count
    count -= 1
  }

  private mutating func grow(filling filler: StrictTrade) {
    var larger = [StrictTrade](repeating: filler, count: max(16, places.count * 2))
    for position in 0..<count { larger[position] = self[position] }
    places = larger
    head = 0
  }
}
