public import Market

public enum SpreadReason: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case ok = 0
  /// Bid or ask is missing, not finite or not above 0, or the ask is below the bid.
  case quoteInvalid = 1
  case notTradeable = 2
  case spreadWide = 3

  public var text: String {
    switch self {
    case .ok: "ok"
    case .quoteInvalid: "quote_invalid"
    case .notTradeable: "not_tradeable"
    case .spreadWide: "spread_wide"
    }
  }
}

/// Whether a quote is narrow enough to open a position at.
///
///     spread = (ask − bid) ÷ mid × 10 000, at most the limit
///
/// Source: trading-system.md, section 11.3.
public struct SpreadGate: Equatable, Sendable {
  public let reason: SpreadReason
  /// In basis points of the mid; nil when the quote is invalid or not tradeable.
  public let spreadBasisPoints: Double?

  public var passes: Bool { reason == .ok }

  /// `MAX_SPREAD_BPS`.
  public static let shippedBasisPoints = 3.0

  /// The limits that the product ships with: `MAX_SPREAD_BPS_PAIR_JSON` has 4.0 for NZD_USD.
  public static func shippedBasisPoints(of instrument: String) -> Double {
    instrument == "NZD_USD" ? 4.0 : shippedBasisPoints
  }

  /// - Parameters:
  ///   - bid: nil when there is no quote.
  ///   - most: The limit in basis points; NaN lets nothing through.
  public init(bid: Double?, ask: Double?, isTradeable: Bool, most: Double) {
    guard let bid = usable(bid), let ask = usable(ask), ask >= bid,
      let mid = usable((bid + ask) / 2), let spread = finite((ask - bid) / mid * 10_000)
    else {
      (reason, spreadBasisPoints) = (.quoteInvalid, nil)
      return
    }
    guard isTradeable else {
      (reason, spreadBasisPoints) = (.notTradeable, nil)
      return
    }
    (reason, spreadBasisPoints) = (isAtMost(spread, most) ? .ok : .spreadWide, spread)
  }

  /// A spread is a share of its mid, so that the unit of the prices does not matter.
  public init(bid: Price?, ask: Price?, isTradeable: Bool, most: Double) {
    self.init(
      bid: bid.map { Double($0.micros) / 1_000_000 },
      ask: ask.map { Double($0.micros) / 1_000_000 },
      isTradeable: isTradeable, most: most)
  }
}
