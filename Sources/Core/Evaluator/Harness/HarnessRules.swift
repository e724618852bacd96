public import Market
public import Strategy

/// Everything that a harness is told once.
///
/// Source: trading-system.md, section 12.
public struct HarnessRules: Equatable, Sendable {
  public let parameters: ParameterSet
  public let bar: Granularity
  /// Says when an instrument is open and near its close; made for the same bar.
  public var calendar: SessionCalendar
  public var home: TradingSessions
  public var guards: GuardLimits
  public var direction: DirectionLimits
  public var cooldown: EntryCooldown
  public var exits: ExitLimits
  public var costs = TradingCosts()
  /// How far away the broker's stop lies, in millionths of the entry price.
  public var disasterPartsPerMillion: Double

  /// The rules for one set of parameters; the rest are the defaults for `kernel.v1`.
  public init(
    parameters: ParameterSet, bar: Granularity = .m1, calendar: SessionCalendar = .standard,
    home: TradingSessions
  ) {
    self.parameters = parameters
    self.bar = bar
    self.calendar = calendar
    self.home = home
    guards = GuardLimits(bar: bar)
    direction = DirectionLimits(bar: bar)
    direction.look = parameters.look
    direction.thresholdBasisPoints = parameters.thresholdBasisPoints
    direction.leastCoherence = parameters.leastCoherence
    cooldown = EntryCooldown()
    cooldown.entryNanoseconds = parameters.entryCooldownSeconds * nanosecondsPerSecond
    cooldown.exitNanoseconds = parameters.exitCooldownSeconds * nanosecondsPerSecond
    exits = ExitLimits(bar: bar)
    exits.slopeLook = parameters.look
    exits.cooldown = cooldown
    disasterPartsPerMillion = BracketLimits.disasterPartsPerMillion(
      stopLoss: exits.stopLoss, unit: exits.profitUnit)
  }

  /// The exits less those that need a price: the harness has its own prices, which are not rounded.
  var slopeExit: ExitLimits {
    var limits = exits
    limits.leavesBeforeClose = false
    limits.watchesProfit = false
    return limits
  }
}
