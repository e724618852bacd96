public import Market

/// What the profit and loss limits count in.
public enum ProfitUnit: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Per cent of the position's notional: works for every instrument and account size.
  case percentOfNotional = 0
  /// A part of the margin used.
  case marginFraction = 1
  /// The account's currency.
  case accountCurrency = 2

  /// As settings name it.
  public var name: String {
    switch self {
    case .percentOfNotional: "pct_notional"
    case .marginFraction: "margin_fraction"
    case .accountCurrency: "account_ccy"
    }
  }
}

/// When a position must be closed.
///
/// A target of 0.50 against a stop of 1.25 needs more than 71.4 % of trades to win before costs.
///
/// Source: trading-system.md, section 9.3.
public struct ExitLimits: Equatable, Sendable, BitwiseCopyable {
  public var leavesBeforeClose = true
  /// In ns; see `Freshness.nearClose`.
  public var nearCloseNanoseconds: Int64
  public var watchesProfit = true
  /// Above zero, in `profitUnit`.
  public var takeProfit = 0.50
  /// Below zero, in `profitUnit`.
  public var stopLoss = -1.25
  public var profitUnit = ProfitUnit.percentOfNotional
  public var watchesSlope = true
  /// How far the slope must run against the position, in basis points.
  public var slopeBasisPoints = 2.0
  /// Candles of that slope; the parameters in force say how many.
  public var slopeLook = 12
  /// The slope exit waits for the exit cooldown after the entry and after the last exit; no other does.
  public var cooldown = EntryCooldown()
  public var quote: QuoteLimits

  public init(bar: Granularity = .m1) {
    quote = QuoteLimits(bar: bar)
    nearCloseNanoseconds = Freshness.nearClose(minutes: 5, bar: bar)
  }
}
