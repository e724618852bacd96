import Configuration
import Evaluator
import Market
import Strategy

extension ParameterSet {
  /// The parameters in force; nil when the settings hold none that are valid.
  init?(_ settings: TradingSettings) {
    self.init(
      leastCoherence: settings.coherenceGate, look: Int(settings.directionLookback),
      thresholdBasisPoints: settings.directionThresholdBasisPoints,
      entryCooldownSeconds: settings.entryCooldownSeconds,
      exitCooldownSeconds: settings.exitCooldownSeconds)
  }
}

extension HarnessRules {
  /// The rules that the settings give the harness, so that it decides as the engine does.
  ///
  /// - Parameter parameters: From the same settings.
  init(
    _ settings: TradingSettings, parameters: ParameterSet, bar: Granularity,
    calendar: SessionCalendar, home: TradingSessions
  ) {
    self.init(parameters: parameters, bar: bar, calendar: calendar, home: home)
    guards.leastCoherence = settings.guardMinCoherence
    guards.leastStability = settings.guardMinStability
    guards.mostRupture = settings.guardMaxRupture
    guards.mostEntropy = settings.guardMaxEntropy
    guards.mostHazard = settings.guardMaxHazard
    guards.oldestNanoseconds = Freshness.limit(seconds: settings.freshMaxSignalAgeSeconds, bar: bar)
    direction.coherenceLookback = Int(settings.directionCoherenceLookback)
    direction.leastCoherenceDelta = settings.directionMinCoherenceDelta
    direction.widestGapNanoseconds = Freshness.limit(
      seconds: settings.directionMaxGapSeconds, bar: bar)
    exits.leavesBeforeClose = settings.exitBeforeCloseEnabled
    exits.nearCloseNanoseconds = Freshness.nearClose(minutes: settings.sessionExitMinutes, bar: bar)
    exits.watchesProfit = settings.exitPnlEnabled
    exits.takeProfit = settings.exitPnlTakeProfit
    exits.stopLoss = settings.exitPnlStopLoss
    exits.profitUnit =
      ProfitUnit.allCases.first { $0.name == settings.exitPnlUnit.rawValue } ?? .percentOfNotional
    exits.watchesSlope = settings.exitSlopeEnabled
    exits.slopeBasisPoints = settings.exitSlopeBasisPoints
    exits.slopeLook = settings.exitSlopeLookback.map { Int($0) } ?? parameters.look
    disasterPartsPerMillion = BracketLimits.disasterPartsPerMillion(
      stopLoss: exits.stopLoss, unit: exits.profitUnit)
  }
}
