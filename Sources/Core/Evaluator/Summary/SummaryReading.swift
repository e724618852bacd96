public import Market

/// Three numbers of a summary, as they were written; nil is missing.
public struct SummaryFigures: Equatable, Sendable, BitwiseCopyable {
  public var trades: Double?
  public var calmar: Double?
  public var profitTotal: Double?

  public init(trades: Double?, calmar: Double?, profitTotal: Double?) {
    self.trades = trades
    self.calmar = calmar
    self.profitTotal = profitTotal
  }

  /// The three numbers; nil when one is missing or not finite.
  var valid: (trades: Double, calmar: Double, profitTotal: Double)? {
    guard let trades, let calmar, let profitTotal, trades.isFinite, calmar.isFinite,
      profitTotal.isFinite
    else { return nil }
    return (trades, calmar, profitTotal)
  }
}

/// Why there is no summary, in the order of the checks.
public enum SummaryAbsence: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case parametersMissing = 0
  /// The shadow has not run over the whole window yet: the gate is shut and nothing is counted.
  case notCaughtUp = 1
  /// Too few of the instrument's own session minutes have a candle, or there are none.
  case coverageLow = 2
  case tooManyTrades = 3

  public var name: String {
    switch self {
    case .parametersMissing: "parameters_missing"
    case .notCaughtUp: "not_caught_up"
    case .coverageLow: "coverage_low"
    case .tooManyTrades: "too_many_trades"
    }
  }
}

/// A summary, or why there is none.
///
/// Source: trading-system.md, section 5.1; design.md, section 10.
public enum SummaryReading: Equatable, Sendable, BitwiseCopyable {
  case known(SummaryFigures)
  case missing(SummaryAbsence)

  /// - Parameters:
  ///   - coverage: Of the same thirty days.
  ///   - leastCoverage: `EVAL_MIN_COVERAGE`, 0 to 1.
  public init(
    of window: TradeWindow, hasParameters: Bool, hasCaughtUp: Bool, coverage: CandleCoverage,
    leastCoverage: Double = 0.90
  ) {
    if !hasParameters {
      self = .missing(.parametersMissing)
    } else if !hasCaughtUp {
      self = .missing(.notCaughtUp)
    } else if !Tolerance.isAtLeast(coverage.share ?? -1, leastCoverage) {
      self = .missing(.coverageLow)
    } else if let summary = window.summary {
      self = .known(summary.figures)
    } else {
      self = .missing(.tooManyTrades)
    }
  }
}
