public import Market

/// How the stop at the broker is placed. The raw values are those of the setting's order.
public enum BracketMode: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Far away: it only catches a dead process.
  case disaster = 0
  /// By the average true range.
  case atr = 1
  /// By pips.
  case fixed = 2

  public var name: String {
    switch self {
    case .disaster: "disaster"
    case .atr: "atr"
    case .fixed: "fixed"
    }
  }
}

/// Distances of the prices that the broker keeps with a position.
///
/// Source: trading-system.md, section 9.3 (broker-side stop).
public struct BracketLimits: Equatable, Sendable, BitwiseCopyable {
  public var mode = BracketMode.disaster
  /// The widest stop, in millionths of the price.
  public var disasterPartsPerMillion = 15_000.0
  /// `AUTO_SL_PIPS`; 0: none.
  public var stopPips = 0.0
  /// How many average true ranges a stop is away.
  public var rangeMultiple = 1.8
  /// Distance of the target to that of the stop.
  public var rewardRatio = 1.5
  /// The stop is at least this many spreads away.
  public var leastSpreads: Int64 = 2

  public init() {}

  /// The widest stop that goes with a stop loss: a fifth beyond it, in millionths of the price.
  ///
  ///     ppm = 1.2 × |stop loss| × 10,000
  ///
  /// In other units than per cent of notional it is that of −1.25.
  public static func disasterPartsPerMillion(stopLoss: Double, unit: ProfitUnit) -> Double {
    unit == .percentOfNotional ? 1.2 * stopLoss.magnitude * 10_000 : 15_000
  }
}

/// The steps of an instrument's prices, in millionths of the quote currency.
public struct PriceSteps: Equatable, Sendable, BitwiseCopyable {
  /// The last decimal that the broker takes.
  public var tick: Int64
  public var pip: Int64

  /// - Parameter units: A pip is ten of its points.
  public init(_ units: PriceUnits) {
    tick = units.point
    pip = units.pip
  }

  /// As the broker gives them.
  ///
  /// - Parameters:
  ///   - digits: Decimals of a price, 0 to 6.
  ///   - pipLocation: The power of ten of a pip, −6 to 6.
  public init(digits: Int, pipLocation: Int) {
    precondition((0...6).contains(digits) && (-6...6).contains(pipLocation), "a known step")
    tick = Self.powerOfTen(6 - digits)
    pip = Self.powerOfTen(6 + pipLocation)
  }

  private static func powerOfTen(_ exponent: Int) -> Int64 {
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}
