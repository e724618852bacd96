extension SettingRules {
  /// The four shares sum to 1 ± 1e-9 (section 6.1).
  static func weights(_ settings: TradingSettings) -> Broken? {
    let sum =
      settings.allocScoreWeightCoherence + settings.allocScoreWeightStability
      + settings.allocScoreWeightRupture + settings.allocScoreWeightEntropy
    guard abs(sum - 1) > 1e-9 else { return nil }
    return Broken(
      [
        "ALLOC_SCORE_WEIGHT_COHERENCE", "ALLOC_SCORE_WEIGHT_STABILITY",
        "ALLOC_SCORE_WEIGHT_RUPTURE", "ALLOC_SCORE_WEIGHT_ENTROPY",
      ], settings,
      "the four ALLOC_SCORE_WEIGHT_ shares of coherence, stability, rupture and entropy sum to \(sum) "
        + "instead of 1. Give all four so that they do.")
  }

  /// The disaster stop lies 1.2 × |EXIT_PNL_SL| per cent away, which must leave a price above 0
  /// (section 9.3).
  static func disasterStop(_ settings: TradingSettings) -> Broken? {
    guard settings.exitPnlUnit == .pctNotional, -settings.exitPnlStopLoss * 1.2 >= 100 else {
      return nil
    }
    return Broken(
      ["EXIT_PNL_SL", "EXIT_PNL_UNIT"], settings,
      "the broker-side stop lies 1.2 times as far, and would be at or below a price of 0. Set "
        + "EXIT_PNL_SL above -83.3.")
  }

  /// A step after the first adds to a position; one whose margin is within the dead band is not made
  /// (section 10.5).
  ///
  ///     step = PM_RAMP_STEP_PCT × min(1 ÷ ALLOC_TOP_K, PM_MAX_PER_POS_PCT)      of the budget
  ///
  /// Whole units make a step a little smaller than that, so one equal to the dead band is refused too.
  static func ramp(_ settings: TradingSettings) -> Broken? {
    let share = settings.pmRampStepShare
    let cap = min(1 / Double(settings.allocTopK), settings.pmMaxPerPositionShare)
    let band = settings.portfolioRebalanceThreshold
    // A ramp of 1 has one step, and with 0 nothing is ever bought: both as asked for.
    guard share > 0, share < 1, cap > 0, band > 0, share * cap <= band + 1e-9 else { return nil }
    return Broken(
      [
        "PM_RAMP_STEP_PCT", "ALLOC_TOP_K", "PM_MAX_PER_POS_PCT", "PORTFOLIO_REBALANCE_THRESHOLD",
      ], settings,
      "a step of the ramp would be \(share * cap) of the budget (PM_RAMP_STEP_PCT × the smaller of "
        + "1 ÷ ALLOC_TOP_K and PM_MAX_PER_POS_PCT), but steps up to PORTFOLIO_REBALANCE_THRESHOLD=\(band) "
        + "are not made: a position would stop after its first step. Raise PM_RAMP_STEP_PCT or lower "
        + "PORTFOLIO_REBALANCE_THRESHOLD.")
  }

  static func lossAtStop(_ settings: TradingSettings) -> Broken? {
    guard settings.riskMaxLossAtStopShare == nil, settings.mode.usesBroker else { return nil }
    return Broken(
      ["RISK_MAX_LOSS_AT_STOP_PCT", "MODE"], settings,
      "there is no default in MODE=\(settings.mode.rawValue). Set how much of NAV one stopped position "
        + "may lose; 0.01 is recommended.")
  }

  static func marginLevels(_ settings: TradingSettings) -> Broken? {
    guard settings.marginHysteresisLow > settings.marginHysteresisHigh else { return nil }
    return Broken(
      ["MARGIN_HYST_LOW", "MARGIN_HYST_HIGH"], settings,
      "the gate would open below \(settings.marginHysteresisLow) and shut from "
        + "\(settings.marginHysteresisHigh). Set MARGIN_HYST_LOW at or below MARGIN_HYST_HIGH.")
  }
}
