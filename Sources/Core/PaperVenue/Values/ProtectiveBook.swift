import Ledger
public import Market

/// The protective prices of one instrument's lots, oldest first.
///
/// A quote that reaches none of them costs four comparisons. Adding costs the same however many there are;
/// removing walks them only when the lot stood at an edge.
///
/// Bounded like the lots themselves: at most `LotBook.limits.upperBound`.
public struct ProtectiveBook: Equatable, Sendable {
  public private(set) var edges = ProtectiveEdges()
  private var lots = Ring<ProtectivePrices>()

  public init() {}

  /// A book of what was recorded, oldest first.
  public init(_ recorded: some Sequence<ProtectivePrices>) throws(VenueValueFault) {
    for prices in recorded { try add(prices) }
  }

  public var count: Int { lots.count }

  public var isEmpty: Bool { lots.isEmpty }

  /// The oldest is at 0.
  public subscript(position: Int) -> ProtectivePrices { lots[position] }

  /// Watches over a new lot. One with neither price need not be here.
  public mutating func add(_ prices: ProtectivePrices) throws(VenueValueFault) {
    guard count < LotBook.limits.upperBound else { throw .full }
    guard isPrice(prices.stop), isPrice(prices.take) else { throw .badPrice }
    guard isEmpty || prices.lot > lots[count - 1].lot else { throw .numberNotNew }
    lots.append(prices)
    edges.include(prices)
  }

  /// Forgets a lot that was closed some other way; one that is not here is no fault.
  public mutating func remove(lot number: Int64) {
    guard let position = position(of: number) else { return }
    let removed = lots[position]
    lots.remove(at: position)
    if edges.isAt(removed) { findEdges() }
  }

  /// Whether a quote reaches any stop or take.
  public func isReached(bid: Price, ask: Price) -> Bool { edges.areReached(bid: bid, ask: ask) }

  /// Whether a bar reaches any stop or take.
  public func isReached(bid: PriceRange, ask: PriceRange) -> Bool {
    edges.areReached(bid: bid, ask: ask)
  }

  /// Takes out the lots that a quote closes, oldest first, and appends them to the caller's array.
  public mutating func takeReached(
    bid: Price, ask: Price, into triggers: inout [ProtectiveTrigger]
  ) {
    guard isReached(bid: bid, ask: ask) else { return }
    take(into: &triggers) { $0.trigger(bid: bid, ask: ask) }
  }

  /// Takes out the lots that a bar closes, oldest first, and appends them to the caller's array.
  public mutating func takeReached(
    bid: PriceRange, ask: PriceRange, into triggers: inout [ProtectiveTrigger]
  ) {
    guard isReached(bid: bid, ask: ask) else { return }
    take(into: &triggers) { $0.trigger(bid: bid, ask: ask) }
  }

  private mutating func take(
    into triggers: inout [ProtectiveTrigger], _ reached: (ProtectivePrices) -> ProtectiveTrigger?
  ) {
    var kept = 0
    for position in 0..<count {
      let prices = lots[position]
      if let trigger = reached(prices) {
        triggers.append(trigger)
      } else {
        lots[kept] = prices
        kept += 1
      }
    }
    lots.keepFirst(kept)
    findEdges()
  }

  private mutating func findEdges() {
    edges = ProtectiveEdges()
    for position in 0..<count { edges.include(lots[position]) }
  }

  private func isPrice(_ price: Price?) -> Bool {
    guard let micros = price?.micros else { return true }
    return micros > 0 && micros < .max
  }

  private func position(of number: Int64) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if lots[middle].lot < number { low = middle + 1 } else { high = middle }
    }
    return low < count && lots[low].lot == number ? low : nil
  }
}
