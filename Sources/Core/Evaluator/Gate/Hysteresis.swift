/// How wide the band between entering and leaving is.
///
/// Source: trading-system.md, section 5.3 (`HYSTERESIS_DEFAULT`, `HYSTERESIS_PAIR_JSON`).
public enum HysteresisBuffer {
  public static let fallback = 0.10
  public static let most = 0.30

  /// The buffer of an instrument: its own, else the default, within 0 to 0.30; 0.10 when that is no number.
  public static func buffer(own: Double?, orElse ordinary: Double) -> Double {
    let chosen = own ?? ordinary
    return chosen.isNaN ? fallback : min(most, max(0, chosen))
  }
}

/// Where a summary stands against its levels.
public enum SummaryPlace: Sendable {
  /// All three values are at or above their levels to enter.
  case up
  case between
  /// One value is below its level to leave.
  case down
}

/// The levels to enter and to leave.
///
///     enter at or above   max(floor, base + max(buffer × |base|, least))
///     leave below         floor − max(buffer × |floor|, least)
///
/// The margin to enter lies on the base: a floor is the instrument's own median, and to ask for a tenth more
/// than that would lock a steady performer out.
///
/// Source: trading-system.md, section 5.3.
public struct HysteresisLevels: Equatable, Sendable, BitwiseCopyable {
  public let enterTrades: Double
  public let enterCalmar: Double
  public let enterProfitTotal: Double
  public let leaveTrades: Double
  public let leaveCalmar: Double
  public let leaveProfitTotal: Double

  /// - Parameter buffer: From `HysteresisBuffer`.
  public init(floors: Floors, limits: FloorLimits, buffer: Double) {
    let leastTrades = 0.0
    let leastCalmar = 0.01
    let leastProfitTotal = 0.0005
    func enter(_ floor: Double, _ base: Double, _ least: Double) -> Double {
      max(floor, base + max(buffer * base.magnitude, least))
    }
    func leave(_ floor: Double, _ least: Double) -> Double {
      floor - max(buffer * floor.magnitude, least)
    }
    enterTrades = enter(floors.trades, limits.baseTrades, leastTrades)
    enterCalmar = enter(floors.calmar, limits.baseCalmar, leastCalmar)
    enterProfitTotal = enter(floors.profitTotal, limits.baseProfitTotal, leastProfitTotal)
    leaveTrades = leave(floors.trades, leastTrades)
    leaveCalmar = leave(floors.calmar, leastCalmar)
    leaveProfitTotal = leave(floors.profitTotal, leastProfitTotal)
  }

  /// nil when a value is missing or not finite.
  public func place(of figures: SummaryFigures) -> SummaryPlace? {
    guard let values = figures.valid else { return nil }
    if Tolerance.isAtLeast(values.trades, enterTrades)
      && Tolerance.isAtLeast(values.calmar, enterCalmar)
      && Tolerance.isAtLeast(values.profitTotal, enterProfitTotal)
    {
      return .up
    }
    let isDown =
      Tolerance.isBelow(values.trades, leaveTrades)
      || Tolerance.isBelow(values.calmar, leaveCalmar)
      || Tolerance.isBelow(values.profitTotal, leaveProfitTotal)
    return isDown ? .down : .between
  }
}
