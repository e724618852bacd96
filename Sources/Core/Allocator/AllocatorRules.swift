import Configuration
import Evaluator
import Market
import Strategy

/// What the settings say to evaluator and allocator.
struct AllocatorRules: Sendable {
  let settings: TradingSettings
  /// Names that may be traded, in the order that breaks ties.
  let traded: [String]
  let bar: Granularity
  let calendar: SessionCalendar
  /// nil: none are set.
  let parameters: ParameterSet?
  var limits: AllocatorLimits
  var floors = FloorLimits()
  let historyCapacity: Int
  /// A part of one.
  let leastCoverage: Double
  /// In ns, at least one bar each.
  let evaluationInterval: Int64
  let allocationInterval: Int64
  let summaryInterval: Int64
  /// Whether the evaluator's gate binds. False on paper only: whoever starts a run refuses it elsewhere.
  let isEnforced: Bool

  init(_ settings: TradingSettings, bar: Granularity) {
    self.settings = settings
    self.bar = bar
    traded = settings.instruments.map(\.name)
    var hours = settings.sessionSettings
    hours.barSeconds = bar.seconds
    // house-rules: allow swallowed-error: settings were checked; older ones keep standard hours
    calendar = (try? SessionCalendar(hours)) ?? .standard
    parameters = ParameterSet(settings)
    func interval(_ seconds: Int64) -> Int64 {
      max(seconds, bar.seconds) * nanosecondsPerSecond
    }
    evaluationInterval = interval(settings.evalIntervalSeconds)
    allocationInterval = interval(settings.allocIntervalSeconds)
    summaryInterval = interval(3_600)
    limits = AllocatorLimits(bar: bar)
    limits.weights.coherence = settings.allocScoreWeightCoherence
    limits.weights.stability = settings.allocScoreWeightStability
    limits.weights.rupture = settings.allocScoreWeightRupture
    limits.weights.entropy = settings.allocScoreWeightEntropy
    limits.weights.hazard = settings.allocScoreWeightHazard
    limits.topK = Int(settings.allocTopK)
    limits.switchMargin = settings.allocSwitchMargin
    limits.oldestGatesNanoseconds = max(
      settings.gatesMaxAgeSeconds * nanosecondsPerSecond, 3 * evaluationInterval)
    limits.longestHoldNanoseconds = max(
      settings.allocHoldMaxSeconds * nanosecondsPerSecond, 15 * allocationInterval)
    floors.baseTrades = Double(settings.evalMinTrades)
    floors.baseCalmar = settings.evalCalmarMin
    floors.baseProfitTotal = settings.evalPnlMin
    floors.leastEntries = Int(settings.evalHistoryMin)
    historyCapacity = min(max(Int(settings.evalHistoryMax), 1), SummaryHistory.mostEntries)
    leastCoverage = settings.evalMinCoverage
    let usesVenueOfPaper: Bool =
      switch settings.mode {
      case .practice, .live: false
      case .replay, .backtest, .paper: true
      }
    isEnforced = settings.evalEnforce || !usesVenueOfPaper
  }

  /// Those of the default settings.
  static let standard = AllocatorRules(TradingSettings(), bar: .m1)

  /// The hysteresis buffer of the instrument at a place of `traded`.
  func buffer(at place: Int) -> Double {
    let own = place < settings.hysteresisPairs.count ? settings.hysteresisPairs[place] : nil
    return HysteresisBuffer.buffer(own: own, orElse: settings.hysteresisDefault)
  }

  /// A shadow of an instrument that has seen nothing; nil without parameters.
  func shadow(of home: TradingSessions) -> Shadow? {
    guard let parameters else { return nil }
    return Shadow(
      rules: HarnessRules(
        settings, parameters: parameters, bar: bar, calendar: calendar, home: home),
      floors: floors, historyCapacity: historyCapacity)
  }

  /// The state machine of an instrument's gate.
  func machine(_ state: EligibilityState) -> EligibilityMachine {
    var machine = EligibilityMachine(state: state)
    machine.evaluationsInARow = Int(settings.requiredConsecutive)
    machine.mostMisses = Int(settings.evalCooldownMisses)
    machine.cooldownNanoseconds = settings.evalCooldownSeconds * nanosecondsPerSecond
    return machine
  }
}
