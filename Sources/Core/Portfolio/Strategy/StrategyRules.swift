import Configuration
import Market
import Risk
import Strategy

/// What the settings say to the strategy: entries, exits, steps and rounds.
struct StrategyRules: Sendable {
  var direction: DirectionLimits
  var exits: ExitLimits
  var cooldown: EntryCooldown
  var pulse: PulseLimits
  var steps: StepLimits
  var pause: IncreasePause
  /// `PORTFOLIO_RECONCILE_SEC`, at least one bar.
  var roundSeconds: Int64
  /// The parameters in force, as trading-system.md 13.1 writes them.
  var parameterKey: String

  init(_ settings: TradingSettings) {
    let bar = settings.candleGranularity
    direction = DirectionLimits(bar: bar)
    direction.look = Int(settings.directionLookback)
    direction.thresholdBasisPoints = settings.directionThresholdBasisPoints
    direction.leastCoherence = settings.coherenceGate
    direction.coherenceLookback = Int(settings.directionCoherenceLookback)
    direction.leastCoherenceDelta = settings.directionMinCoherenceDelta
    direction.widestGapNanoseconds = Freshness.limit(
      seconds: settings.directionMaxGapSeconds, bar: bar)
    cooldown = EntryCooldown()
    cooldown.entryNanoseconds = settings.entryCooldownSeconds * nanosecondsPerSecond
    cooldown.exitNanoseconds = settings.exitCooldownSeconds * nanosecondsPerSecond
    exits = ExitLimits(bar: bar)
    exits.leavesBeforeClose = settings.exitBeforeCloseEnabled
    exits.nearCloseNanoseconds = Freshness.nearClose(
      minutes: settings.sessionExitMinutes, bar: bar)
    exits.watchesProfit = settings.exitPnlEnabled
    exits.takeProfit = settings.exitPnlTakeProfit
    exits.stopLoss = settings.exitPnlStopLoss
    exits.profitUnit =
      ProfitUnit.allCases.first { $0.name == settings.exitPnlUnit.rawValue } ?? .percentOfNotional
    exits.watchesSlope = settings.exitSlopeEnabled
    exits.slopeBasisPoints = settings.exitSlopeBasisPoints
    exits.slopeLook = Int(settings.exitSlopeLookback ?? settings.directionLookback)
    exits.cooldown = cooldown
    exits.quote.streamNanoseconds = settings.quoteMaxAgeSeconds * nanosecondsPerSecond
    pulse = PulseLimits()
    pulse.isEnabled = settings.pulseEnabled
    pulse.intervalNanoseconds = settings.pulseIntervalSeconds * nanosecondsPerSecond
    pulse.budgetShare = settings.pulseBudgetShare
    pulse.mostOpen = Int(settings.pulseMaxOpen)
    pulse.mostPerDay = Int(settings.pulseMaxPerDay)
    steps = StepLimits()
    steps.rampShare = settings.pmRampStepShare
    steps.deadBandShare = settings.portfolioRebalanceThreshold
    steps.maxNetUnits = settings.pmMaxNetUnits.count
    steps.maxPositionSize = settings.riskMaxPositionSize?.count
    pause = IncreasePause()
    pause.seconds = settings.portfolioReconcileSeconds
    roundSeconds = max(
      settings.portfolioReconcileSeconds, bar == .m1 ? 1 : bar.nanoseconds / nanosecondsPerSecond)
    parameterKey =
      ParameterSet(
        leastCoherence: settings.coherenceGate, look: direction.look,
        thresholdBasisPoints: settings.directionThresholdBasisPoints,
        entryCooldownSeconds: settings.entryCooldownSeconds,
        exitCooldownSeconds: settings.exitCooldownSeconds)?.key ?? ""
  }

  /// An empty window for these rules.
  var window: DirectionWindow { direction.window(exitLook: exits.slopeLook) }
}
