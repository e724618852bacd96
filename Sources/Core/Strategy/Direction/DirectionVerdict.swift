/// Which way to go, or the first reason why neither.
///
/// Source: trading-system.md, section 8.
public struct DirectionVerdict: Equatable, Sendable, BitwiseCopyable {
  /// Flat unless the reason is `ok`.
  public var side: Stance
  public var reason: DirectionReason
  /// From the first close of the window to the last, in basis points; nil when the prices allow none.
  public var slopeBasisPoints: Double?
  /// Newest coherence less the one some candles before; nil when it was not looked at or not known.
  public var coherenceDelta: Double?
  /// 0 to 1. Reported; it does not change a size.
  public var confidence: Double

  public init(
    side: Stance = .flat, reason: DirectionReason, slopeBasisPoints: Double? = nil,
    coherenceDelta: Double? = nil, confidence: Double = 0
  ) {
    self.side = side
    self.reason = reason
    self.slopeBasisPoints = slopeBasisPoints
    self.coherenceDelta = coherenceDelta
    self.confidence = confidence
  }
}

/// What decided a direction, in the order of the checks; `ok` when all passed.
public enum DirectionReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ok = 0
  case priceHistoryShort = 1
  case priceInvalid = 2
  /// Two neighbours too far apart, or not ascending: a look over a weekend is no slope.
  case priceGap = 3
  case slopeBelowThreshold = 4
  /// The last close does not lie beyond the mean of the window.
  case priceUnconfirmed = 5
  /// Too few coherence values, or an invalid one among them.
  case coherenceHistoryShort = 6
  case coherenceLow = 7
  case coherenceFalling = 8

  public var name: String {
    switch self {
    case .ok: "ok"
    case .priceHistoryShort: "price_history_short"
    case .priceInvalid: "price_invalid"
    case .priceGap: "price_gap"
    case .slopeBelowThreshold: "slope_below_threshold"
    case .priceUnconfirmed: "price_unconfirmed"
    case .coherenceHistoryShort: "coherence_history_short"
    case .coherenceLow: "coherence_low"
    case .coherenceFalling: "coherence_falling"
    }
  }
}
