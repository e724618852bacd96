import Configuration
import Market
import Risk
import Strategy

/// What the settings say to the portfolio.
struct PortfolioRules: Sendable {
  var account: Currency
  /// Names that may be traded, in the order that breaks ties.
  var traded: [String]
  var spreadLimits: [Double]
  var marginRates: [Double]
  var guards: GuardLimits
  var readiness: ReadinessLimits
  var brackets: BracketLimits
  var loss: LossLimits
  var margin: MarginLimits
  var budget: BudgetLimits
  var valueAtRisk: ValueAtRiskLimits
  var positions: PositionLimit
  var calendar: SessionCalendar
  var mostNetUnits: Int64
  var mostLots: Int
  var lossAtStopShare: Double?
  var lowestMarginRate: Double
  var slippageBasisPoints: Double
  var rangeLength: Int
  var mode: Strategy.TradingMode
  var isReadOnly: Bool
  var isLiveEnabled: Bool
  var isForced: Bool
  var lossesInARow: Int64
  var strategy: StrategyRules

  init(_ settings: TradingSettings, isFromFiles: Bool) {
    let bar = settings.candleGranularity
    strategy = StrategyRules(settings)
    account = Currency(code: settings.accountCurrency.rawValue) ?? .usd
    traded = settings.instruments.map(\.name)
    spreadLimits = settings.maxSpreadBasisPointsPairs.map { $0 ?? settings.maxSpreadBasisPoints }
    marginRates = settings.paperMarginRatePairs.map { $0 ?? settings.paperMarginRate }
    guards = GuardLimits(bar: bar)
    guards.leastCoherence = settings.guardMinCoherence
    guards.leastStability = settings.guardMinStability
    guards.mostRupture = settings.guardMaxRupture
    guards.mostEntropy = settings.guardMaxEntropy
    guards.mostHazard = settings.guardMaxHazard
    guards.oldestNanoseconds = Freshness.limit(seconds: settings.freshMaxSignalAgeSeconds, bar: bar)
    readiness = ReadinessLimits(bar: bar)
    readiness.signalNanoseconds = guards.oldestNanoseconds
    readiness.gatesNanoseconds = Self.ageOfGates(settings)
    readiness.enforcesGate = settings.evalEnforce
    readiness.quote.streamNanoseconds = settings.quoteMaxAgeSeconds * nanosecondsPerSecond
    brackets = BracketLimits()
    brackets.mode =
      BracketMode.allCases.first { $0.name == settings.bracketMode.rawValue } ?? .disaster
    let unit = ProfitUnit.allCases.first { $0.name == settings.exitPnlUnit.rawValue }
    brackets.disasterPartsPerMillion = BracketLimits.disasterPartsPerMillion(
      stopLoss: settings.exitPnlStopLoss, unit: unit ?? .percentOfNotional)
    brackets.stopPips = settings.autoSlPips
    brackets.rangeMultiple = settings.autoTpAtrFactor
    brackets.rewardRatio = settings.autoTpRewardToRisk
    rangeLength = Int(settings.autoTpAtrCandles)
    loss = LossLimits()
    loss.dailyLoss = settings.riskMaxDailyLossShare
    loss.drawdown = settings.riskMaxDrawdownShare
    loss.marginCritical = settings.marginKill
    margin = MarginLimits()
    margin.high = settings.marginHysteresisHigh
    margin.low = settings.marginHysteresisLow
    margin.critical = settings.marginKill
    budget = BudgetLimits()
    budget.targetShare = settings.riskAllocTargetShare
    budget.topK = settings.allocTopK
    budget.perInstrumentShare = settings.pmMaxPerPositionShare
    valueAtRisk = ValueAtRiskLimits()
    valueAtRisk.z = settings.varZ
    valueAtRisk.horizonMinutes = Double(settings.varHorizonMinutes)
    valueAtRisk.maxShare = settings.varMaxShare
    positions = PositionLimit()
    positions.most = settings.riskMaxTotalPositions
    // house-rules: allow swallowed-error: settings were checked; older ones keep standard hours
    calendar = (try? SessionCalendar(settings.sessionSettings)) ?? .standard
    let most = settings.pmMaxNetUnits
    mostNetUnits = min(most, settings.riskMaxPositionSize ?? most).count
    mostLots = Int(settings.pmMaxOpenLots)
    lossAtStopShare = settings.riskMaxLossAtStopShare
    lowestMarginRate = settings.exposureScale
    slippageBasisPoints = settings.maxSlippageBasisPoints
    // Every run with the paper venue is a paper run to the rules; backtest is a label of the run.
    mode =
      switch settings.mode {
      case .practice: .practice
      case .live: .live
      case .replay, .backtest, .paper: .paper
      }
    isReadOnly = settings.readOnly
    isLiveEnabled = settings.liveTradingEnabled
    isForced = settings.killSwitchForce
    lossesInARow = settings.riskConsecutiveLosses
    quoteOrigin = isFromFiles ? .file : .stream
  }

  let quoteOrigin: QuoteOrigin

  /// How old gates may be: at least three rounds.
  private static func ageOfGates(_ settings: TradingSettings) -> Int64 {
    let bar = settings.candleGranularity
    let round = max(settings.evalIntervalSeconds * nanosecondsPerSecond, bar.nanoseconds)
    return max(settings.gatesMaxAgeSeconds * nanosecondsPerSecond, 3 * round)
  }

  /// Those of the default settings.
  static let standard = PortfolioRules(TradingSettings(), isFromFiles: true)

  /// The place of an instrument in the order that breaks ties; nil when it is not traded.
  func place(of name: String) -> Int? { traded.firstIndex(of: name) }
}
