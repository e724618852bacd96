/// What decided about an open position.
///
/// Source: trading-system.md, section 9.3.
public enum ExitReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case hold = 0
  /// The slope says out, the cooldown says wait.
  case exitCooldown = 1
  // No usable quote, so profit and loss were not looked at.
  case quoteMissing = 2
  case quoteInvalid = 3
  case quoteStale = 4
  case exitBeforeClose = 5
  case pnlStopLoss = 6
  case pnlTakeProfit = 7
  case slopeReversal = 8

  public var name: String {
    switch self {
    case .hold: "hold"
    case .exitCooldown: "exit_cooldown"
    case .quoteMissing: QuoteFault.missing.name
    case .quoteInvalid: QuoteFault.invalid.name
    case .quoteStale: QuoteFault.stale.name
    case .exitBeforeClose: "exit_before_close"
    case .pnlStopLoss: "pnl_stop_loss"
    case .pnlTakeProfit: "pnl_take_profit"
    case .slopeReversal: "slope_reversal"
    }
  }

  /// Whether the position is to be closed.
  public var isExit: Bool {
    switch self {
    case .exitBeforeClose, .pnlStopLoss, .pnlTakeProfit, .slopeReversal: true
    case .hold, .exitCooldown, .quoteMissing, .quoteInvalid, .quoteStale: false
    }
  }

  init(_ fault: QuoteFault) {
    switch fault {
    case .missing: self = .quoteMissing
    case .invalid: self = .quoteInvalid
    case .stale: self = .quoteStale
    }
  }
}

/// Whether to close a position, and the number behind it.
public struct ExitVerdict: Equatable, Sendable, BitwiseCopyable {
  public var reason: ExitReason
  /// The session is over: sent at once while the market is open, else first at its next open.
  public var isDeferred: Bool
  /// The profit for a stop or a target; the slope in basis points for a reversal or a cooldown; else nil.
  public var value: Double?

  public init(_ reason: ExitReason, isDeferred: Bool = false, value: Double? = nil) {
    self.reason = reason
    self.isDeferred = isDeferred
    self.value = value
  }

  public var isExit: Bool { reason.isExit }
}
