/// What a summary must reach: the instrument's own past, never less than a base.
///
/// Source: trading-system.md, section 5.2.
public struct Floors: Equatable, Sendable, BitwiseCopyable {
  public var trades: Double
  public var calmar: Double
  public var profitTotal: Double
  /// How many summaries of the history were valid.
  public var entries: Int

  public init(trades: Double, calmar: Double, profitTotal: Double, entries: Int = 0) {
    self.trades = trades
    self.calmar = calmar
    self.profitTotal = profitTotal
    self.entries = entries
  }
}

/// How floors follow from a history of summaries.
///
/// Source: trading-system.md, section 5.2.
public struct FloorLimits: Equatable, Sendable, BitwiseCopyable {
  /// `EVAL_MIN_TRADES`.
  public var baseTrades = 10.0
  /// `EVAL_CALMAR_MIN`.
  public var baseCalmar = 0.15
  /// `EVAL_PNL_MIN`.
  public var baseProfitTotal = 0.0
  /// `EVAL_HISTORY_MIN`: with fewer valid summaries the bases are the floors.
  public var leastEntries = 8

  public init() {}

  /// The floors under a history.
  ///
  ///     trades   max(base, p50)
  ///     calmar   max(base, p50 + 0.10 × (p75 − p25))
  ///     profit   max(base, p40)
  ///
  /// Summaries with a number that is missing or not finite are left out first.
  public func floors(over history: some Sequence<SummaryFigures>) -> Floors {
    var trades: [Double] = []
    var calmars: [Double] = []
    var profits: [Double] = []
    for figures in history {
      guard let valid = figures.valid else { continue }
      trades.append(valid.trades)
      calmars.append(valid.calmar)
      profits.append(valid.profitTotal)
    }
    var floors = Floors(
      trades: baseTrades, calmar: baseCalmar, profitTotal: baseProfitTotal, entries: trades.count)
    guard !trades.isEmpty, trades.count >= leastEntries else { return floors }
    trades.sort()
    calmars.sort()
    profits.sort()
    let spread = percentile(0.75, of: calmars) - percentile(0.25, of: calmars)
    floors.trades = max(baseTrades, percentile(0.50, of: trades))
    floors.calmar = max(baseCalmar, percentile(0.50, of: calmars) + 0.10 * spread)
    floors.profitTotal = max(baseProfitTotal, percentile(0.40, of: profits))
    return floors
  }
}

/// The value below which a share of the values lies, interpolated between neighbours.
///
///     position = (n − 1) × share
///
/// - Parameters:
///   - share: 0 to 1.
///   - sorted: Ascending, finite, at least one.
///
/// Source: trading-system.md, section 5.2; R. J. Hyndman, Y. Fan, *Sample Quantiles in Statistical
/// Packages* (1996), type 7.
func percentile(_ share: Double, of sorted: [Double]) -> Double {
  let position = Double(sorted.count - 1) * share
  let below = Int(position)
  guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
  return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
}
