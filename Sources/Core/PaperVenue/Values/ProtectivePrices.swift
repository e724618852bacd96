public import Market

/// The stop and the take of one lot.
///
/// A long is watched by the bid: stopped at or below its stop, taken at or above its take. A short is
/// watched by the ask, the other way round.
///
/// Source: oanda-v20.md, section 11 (brackets).
public struct ProtectivePrices: Equatable, Sendable, BitwiseCopyable {
  /// The number of the lot.
  public let lot: Int64
  public let isLong: Bool
  /// nil: none.
  public let stop: Price?
  /// nil: none.
  public let take: Price?

  public init(lot: Int64, isLong: Bool, stop: Price?, take: Price?) {
    self.lot = lot
    self.isLong = isLong
    self.stop = stop
    self.take = take
  }
}

/// Which of a lot's two prices was reached.
public enum ProtectiveKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case stop = 0
  case take = 1
}

/// A lot whose stop or take was reached.
public struct ProtectiveTrigger: Equatable, Sendable, BitwiseCopyable {
  public let lot: Int64
  public let kind: ProtectiveKind
  /// The price found, before slippage: after a gap the market's, not the stop.
  public let price: Price
}

/// Where one side of the book went within a bar.
public struct PriceRange: Equatable, Sendable, BitwiseCopyable {
  public let open: Price
  public let high: Price
  public let low: Price

  public init(open: Price, high: Price, low: Price) {
    self.open = open
    self.high = high
    self.low = low
  }
}

extension ProtectivePrices {
  /// What a quote reaches. It fills at the quote, so a gap fills at the price found. If it reaches both,
  /// the stop counts.
  public func trigger(bid: Price, ask: Price) -> ProtectiveTrigger? {
    let found = isLong ? bid : ask
    if let stop, isLong ? found <= stop : found >= stop {
      return ProtectiveTrigger(lot: lot, kind: .stop, price: found)
    }
    if let take, isLong ? found >= take : found <= take {
      return ProtectiveTrigger(lot: lot, kind: .take, price: found)
    }
    return nil
  }

  /// What a bar reaches, the stop before the take, since nobody knows which came first.
  ///
  /// It fills at the stop or take itself, unless the bar opened beyond it: then at the open.
  ///
  /// Source: trading-system.md, section 12, step 2.
  public func trigger(bid: PriceRange, ask: PriceRange) -> ProtectiveTrigger? {
    let range = isLong ? bid : ask
    if let stop, isLong ? range.low <= stop : range.high >= stop {
      let price = isLong ? min(stop, range.open) : max(stop, range.open)
      return ProtectiveTrigger(lot: lot, kind: .stop, price: price)
    }
    if let take, isLong ? range.high >= take : range.low <= take {
      let price = isLong ? max(take, range.open) : min(take, range.open)
      return ProtectiveTrigger(lot: lot, kind: .take, price: price)
    }
    return nil
  }
}
