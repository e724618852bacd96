public import Market
public import Strategy

/// Why a trade of the harness ended. The raw values are for archives.
public enum TradeExit: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case exitBeforeClose = 0
  case pnlStopLoss = 1
  case pnlTakeProfit = 2
  case slopeReversal = 3
  /// The stop that the broker would keep; no decision.
  case disasterStop = 4

  public var name: String {
    switch self {
    case .exitBeforeClose: "exit_before_close"
    case .pnlStopLoss: "pnl_stop_loss"
    case .pnlTakeProfit: "pnl_take_profit"
    case .slopeReversal: "slope_reversal"
    case .disasterStop: "disaster_stop"
    }
  }
}

/// A position of the harness from its entry to its exit, costs included.
///
/// Source: trading-system.md, section 12.
public struct Trade: Equatable, Sendable, BitwiseCopyable {
  /// Long or short.
  public var side: Stance
  /// The open of the candle that filled the entry.
  public var entryAt: Timestamp
  /// The open of the candle that filled the exit; of a stop, the close of its candle.
  public var exitAt: Timestamp
  /// In the quote currency, not rounded.
  public var entryPrice: Double
  public var exitPrice: Double
  public var exit: TradeExit

  public init(
    side: Stance, entryAt: Timestamp, exitAt: Timestamp, entryPrice: Double, exitPrice: Double,
    exit: TradeExit
  ) {
    self.side = side
    self.entryAt = entryAt
    self.exitAt = exitAt
    self.entryPrice = entryPrice
    self.exitPrice = exitPrice
    self.exit = exit
  }

  ///     side × (exit − entry) ÷ entry
  public var profitFraction: Double { side.sign * (exitPrice - entryPrice) / entryPrice }

  /// What a summary needs of it.
  public var strict: StrictTrade {
    StrictTrade(entryAt: entryAt, exitAt: exitAt, profitFraction: profitFraction)
  }
}

/// What a summary needs of a trade.
public struct StrictTrade: Equatable, Sendable, BitwiseCopyable {
  public var entryAt: Timestamp
  public var exitAt: Timestamp
  /// Signed price move over the entry price, after costs.
  public var profitFraction: Double

  public init(entryAt: Timestamp, exitAt: Timestamp, profitFraction: Double) {
    self.entryAt = entryAt
    self.exitAt = exitAt
    self.profitFraction = profitFraction
  }
}
