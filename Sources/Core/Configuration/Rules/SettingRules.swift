/// What settings ask of one another (trading-system.md, section 19; design.md, section 10).
enum SettingRules {
  /// A rule that does not hold, and the settings it speaks of.
  struct Broken {
    let names: [String]
    let problem: SettingProblem

    /// - Parameter names: The one to change first.
    init(_ names: [String], _ settings: TradingSettings, _ message: String) {
      self.names = names
      guard let place = SettingTable.all.place(of: names[0]) else {
        preconditionFailure("there is no setting \(names[0])")
      }
      problem = SettingProblem(
        .rule, SettingTable.all.rows[place], value: settings.text(at: place), message: message)
    }
  }

  /// In the order of the sections.
  static func broken(by settings: TradingSettings, kernel: String) -> [Broken] {
    [
      marketRest(settings), enforcement(settings), history(settings), weights(settings),
      guardKernel(settings, kernel), exitBeforeClose(settings), disasterStop(settings),
      ramp(settings), lossAtStop(settings), marginLevels(settings),
    ].compactMap { $0 }
  }

  private static func marketRest(_ settings: TradingSettings) -> Broken? {
    guard settings.marketCloseLocal > settings.marketOpenLocal else { return nil }
    return Broken(
      ["MARKET_CLOSE_LOCAL", "MARKET_OPEN_LOCAL"], settings,
      "the market would close at \(settings.marketCloseLocal.text) after it opens at "
        + "\(settings.marketOpenLocal.text), but it rests each evening from the close to the open. Set "
        + "MARKET_CLOSE_LOCAL at or before MARKET_OPEN_LOCAL.")
  }

  private static func enforcement(_ settings: TradingSettings) -> Broken? {
    guard !settings.evalEnforce, settings.mode.usesBroker else { return nil }
    return Broken(
      ["EVAL_ENFORCE", "MODE"], settings,
      "the evaluator's gate cannot be advisory in MODE=\(settings.mode.rawValue). Set EVAL_ENFORCE=1, "
        + "or choose paper or backtest.")
  }

  private static func history(_ settings: TradingSettings) -> Broken? {
    guard settings.evalHistoryMin > settings.evalHistoryMax else { return nil }
    return Broken(
      ["EVAL_HISTORY_MIN", "EVAL_HISTORY_MAX"], settings,
      "floors would adapt from \(settings.evalHistoryMin) summaries, but only "
        + "\(settings.evalHistoryMax) are kept. Set EVAL_HISTORY_MIN at or below EVAL_HISTORY_MAX.")
  }

  private static func guardKernel(_ settings: TradingSettings, _ kernel: String) -> Broken? {
    guard settings.guardKernel != kernel else { return nil }
    return Broken(
      ["GUARD_KERNEL"], settings,
      "the guards were chosen for the metrics of \(settings.guardKernel), but this program computes "
        + "\(kernel), where the same numbers mean something else. Choose the guards for \(kernel), then "
        + "set GUARD_KERNEL=\(kernel).")
  }

  private static func exitBeforeClose(_ settings: TradingSettings) -> Broken? {
    guard !settings.exitBeforeCloseEnabled, settings.mode == .live else { return nil }
    return Broken(
      ["EXIT_BEFORE_CLOSE_ENABLED", "MODE"], settings,
      "positions must be closed before their session ends in MODE=live. Set "
        + "EXIT_BEFORE_CLOSE_ENABLED=1.")
  }
}

extension ModeSetting {
  /// Whether orders go to a broker's host.
  var usesBroker: Bool { self == .practice || self == .live }
}
