public import Market

/// The protective prices of an instrument that a quote reaches first.
///
/// Four comparisons tell whether it reaches any. A side that has none holds a price that no quote reaches:
/// prices lie strictly between the ends of the numbers.
public struct ProtectiveEdges: Equatable, Sendable, BitwiseCopyable {
  private var longStop = Int64.min
  private var longTake = Int64.max
  private var shortStop = Int64.max
  private var shortTake = Int64.min

  public init() {}

  /// The highest stop of a long, against the bid; nil: no long has one.
  public var highestLongStop: Price? { longStop == .min ? nil : Price(micros: longStop) }
  /// The lowest take of a long, against the bid.
  public var lowestLongTake: Price? { longTake == .max ? nil : Price(micros: longTake) }
  /// The lowest stop of a short, against the ask.
  public var lowestShortStop: Price? { shortStop == .max ? nil : Price(micros: shortStop) }
  /// The highest take of a short, against the ask.
  public var highestShortTake: Price? { shortTake == .min ? nil : Price(micros: shortTake) }

  public mutating func include(_ prices: ProtectivePrices) {
    if prices.isLong {
      if let stop = prices.stop { longStop = max(longStop, stop.micros) }
      if let take = prices.take { longTake = min(longTake, take.micros) }
    } else {
      if let stop = prices.stop { shortStop = min(shortStop, stop.micros) }
      if let take = prices.take { shortTake = max(shortTake, take.micros) }
    }
  }

  /// Whether these prices are one of the edges, so that without them the edges may lie elsewhere.
  public func isAt(_ prices: ProtectivePrices) -> Bool {
    if prices.isLong {
      prices.stop?.micros == longStop || prices.take?.micros == longTake
    } else {
      prices.stop?.micros == shortStop || prices.take?.micros == shortTake
    }
  }

  /// Whether a quote reaches any.
  public func areReached(bid: Price, ask: Price) -> Bool {
    bid.micros <= longStop || bid.micros >= longTake || ask.micros >= shortStop
      || ask.micros <= shortTake
  }

  /// Whether a bar reaches any.
  public func areReached(bid: PriceRange, ask: PriceRange) -> Bool {
    bid.low.micros <= longStop || bid.high.micros >= longTake || ask.high.micros >= shortStop
      || ask.low.micros <= shortTake
  }
}
