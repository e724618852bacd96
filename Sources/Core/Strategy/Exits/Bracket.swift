public import Market

/// The prices that the broker keeps with a position, so that a dead process leaves none unprotected.
///
/// Source: trading-system.md, section 9.3 (broker-side stop).
public struct Bracket: Equatable, Sendable, BitwiseCopyable {
  /// The mode that was used: `atr` without a range becomes `fixed`, `fixed` without pips `disaster`.
  public var mode: BracketMode
  public var stop: Price
  /// nil: none is placed, the engine exits.
  public var take: Price?

  public init(mode: BracketMode, stop: Price, take: Price?) {
    self.mode = mode
    self.stop = stop
    self.take = take
  }
}

extension BracketLimits {
  /// Distances are counted in 0.00001 of the quote currency, ten millionths.
  private static let step: Int64 = 10

  /// A price above this is no price of a currency, and would not stay exact as a double.
  private static let highestMicros: Int64 = 1 << 50

  /// The bracket of an entry, measured from the ask for a long, from the bid for a short.
  ///
  /// The distance is rounded up to 0.00001, is at most the disaster distance, and last at least two
  /// spreads and one tick. Both prices are rounded to ticks, down for a long and up for a short.
  ///
  /// - Parameters:
  ///   - side: Long or short.
  ///   - quote: One that `QuoteLimits.fault` finds usable; its age is not asked for here.
  ///   - range: The average true range in the quote currency; nil when unknown.
  /// - Returns: nil for a quote that is not valid, or when a price would not lie above zero. No bracket, no
  ///   entry.
  public func bracket(
    side: Stance, quote: QuoteSnapshot, steps: PriceSteps, range: Double?
  ) -> Bracket? {
    precondition(side != .flat, "an entry has a side")
    guard quote.isValid, quote.ask.micros <= Self.highestMicros else { return nil }
    let reference = side == .long ? quote.ask : quote.bid
    let widest = reference.value * 100_000 * disasterPartsPerMillion / 1_000_000
    let (mode, wanted) = distance(steps: steps, range: range, widest: widest)
    guard let rounded = Tolerance.roundedUp(min(wanted, widest)),
      let nearest = nearest(quote, steps)
    else { return nil }
    let distance = max(rounded, nearest)
    guard let stop = price(reference, away: distance, side, -1, steps) else { return nil }
    guard mode != .disaster else { return Bracket(mode: mode, stop: stop, take: nil) }
    guard let further = Tolerance.roundedUp(rewardRatio * Double(distance)),
      let take = price(reference, away: further, side, 1, steps)
    else { return nil }
    return Bracket(mode: mode, stop: stop, take: take)
  }

  /// The mode that can be used, and the distance it asks for.
  private func distance(
    steps: PriceSteps, range: Double?, widest: Double
  ) -> (mode: BracketMode, distance: Double) {
    switch mode {
    case .atr:
      if let range, range > 0, range.isFinite { return (.atr, rangeMultiple * range * 100_000) }
      fallthrough
    case .fixed:
      guard stopPips > 0, stopPips.isFinite else { fallthrough }
      return (.fixed, stopPips * (Double(steps.pip) / Double(Self.step)))
    case .disaster:
      return (.disaster, widest)
    }
  }

  /// The larger of some spreads and one tick, rounded up; nil when out of bounds.
  private func nearest(_ quote: QuoteSnapshot, _ steps: PriceSteps) -> Int64? {
    let spread = quote.ask.micros - quote.bid.micros
    let (spreads, isTooWide) = spread.multipliedReportingOverflow(by: leastSpreads)
    guard !isTooWide, spreads <= Self.highestMicros else { return nil }
    return (max(spreads, steps.tick) + Self.step - 1) / Self.step
  }

  /// A price some way up or down from a reference, on a tick; nil when it is not above zero.
  private func price(
    _ reference: Price, away distance: Int64, _ side: Stance, _ way: Int64, _ steps: PriceSteps
  ) -> Price? {
    guard distance >= 0, distance <= Self.highestMicros else { return nil }
    let exact = reference.micros + Int64(side.rawValue) * way * distance * Self.step
    guard exact > 0 else { return nil }
    let below = exact / steps.tick * steps.tick
    let rounded = side == .long || below == exact ? below : below + steps.tick
    return rounded > 0 ? Price(micros: rounded) : nil
  }
}
