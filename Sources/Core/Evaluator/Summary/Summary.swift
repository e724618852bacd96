public import Market

/// What the trades of one span came to.
///
/// The ratio is a plain one over the span, not annualised; its name is the one that keys and dashboards use.
///
/// Source: trading-system.md, section 5.1.
public struct Summary: Equatable, Sendable, BitwiseCopyable {
  public var trades: Int
  /// Share with a profit; 0 when there are no trades.
  public var winRate: Double
  /// Sum of the profit fractions.
  public var profitTotal: Double
  /// The largest (peak − equity) ÷ peak.
  public var maxDrawdown: Double
  /// Total ÷ drawdown, within ±10; without a drawdown 10 for a profit, else 0.
  public var calmar: Double

  public init(
    trades: Int, winRate: Double, profitTotal: Double, maxDrawdown: Double, calmar: Double
  ) {
    self.trades = trades
    self.winRate = winRate
    self.profitTotal = profitTotal
    self.maxDrawdown = maxDrawdown
    self.calmar = calmar
  }

  /// Of the trades that begin and end within a span, its ends included.
  ///
  /// - Parameter trades: In any order. They are taken by exit, then by entry; ties as they come.
  public init(of trades: some Sequence<StrictTrade>, from start: Timestamp, to end: Timestamp) {
    var fold = SummaryFold()
    let counted = trades.enumerated()
      .filter { $0.element.entryAt >= start && $0.element.exitAt <= end }
      .sorted { left, right in
        (left.element.exitAt, left.element.entryAt, left.offset)
          < (right.element.exitAt, right.element.entryAt, right.offset)
      }
    for trade in counted { fold.add(trade.element.profitFraction) }
    self = fold.summary
  }

  /// The three numbers that floors are set on.
  public var figures: SummaryFigures {
    SummaryFigures(trades: Double(trades), calmar: calmar, profitTotal: profitTotal)
  }
}

/// Trades taken in one after the other.
///
///     equity = 1 + sum of profit fractions,  peak = its running maximum
struct SummaryFold: Equatable, Sendable, BitwiseCopyable {
  private var trades = 0
  private var wins = 0
  private var total = 0.0
  private var equity = 1.0
  private var peak = 1.0
  private var maxDrawdown = 0.0

  init() {}

  mutating func add(_ profitFraction: Double) {
    trades += 1
    if Tolerance.isAbove(profitFraction, 0) { wins += 1 }
    total += profitFraction
    equity += profitFraction
    peak = max(peak, equity)
    maxDrawdown = max(maxDrawdown, (peak - equity) / peak)
  }

  var summary: Summary {
    Summary(
      trades: trades, winRate: trades > 0 ? Double(wins) / Double(trades) : 0,
      profitTotal: total, maxDrawdown: maxDrawdown, calmar: calmar)
  }

  private var calmar: Double {
    guard Tolerance.isAbove(maxDrawdown, 0) else { return Tolerance.isAbove(total, 0) ? 10 : 0 }
    return min(10, max(-10, total / maxDrawdown))
  }
}
