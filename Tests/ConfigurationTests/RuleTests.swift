import Configuration
import Testing

@Suite struct `Settings that do not go together` {
  private func broken(_ pairs: (String, String)...) -> [String] {
    SchemaRows.problems(of: pairs.map { GivenSetting(name: $0.0, value: .text($0.1), layer: .set) })
      .filter { $0.kind == .rule }.map(\.name)
  }

  @Test func `are a lower margin level above the upper one`() {
    #expect(broken(("MARGIN_HYST_LOW", "0.31")) == ["MARGIN_HYST_LOW"])
    #expect(broken(("MARGIN_HYST_LOW", "0.30")) == [])
  }

  @Test func `are shares that do not sum to 1`() {
    #expect(broken(("ALLOC_SCORE_WEIGHT_COHERENCE", "0.5")) == ["ALLOC_SCORE_WEIGHT_COHERENCE"])
    #expect(
      broken(("ALLOC_SCORE_WEIGHT_COHERENCE", "0.5"), ("ALLOC_SCORE_WEIGHT_STABILITY", "0.3")) == []
    )
    #expect(broken(("ALLOC_SCORE_WEIGHT_COHERENCE", "0.6000000009")) == [])
    #expect(broken(("ALLOC_SCORE_WEIGHT_COHERENCE", "0.600000002")).count == 1)
    #expect(broken(("ALLOC_SCORE_WEIGHT_HAZARD", "0.5")) == [])
  }

  /// The step is 0.25 × the smaller of 1 ÷ 3 and 0.34 of the budget: 0.0833.
  @Test func `are a ramp and a dead band that stops it after one step`() {
    #expect(broken(("PORTFOLIO_REBALANCE_THRESHOLD", "0.09")) == ["PM_RAMP_STEP_PCT"])
    #expect(broken(("PORTFOLIO_REBALANCE_THRESHOLD", "0.08")) == [])
    #expect(broken(("PM_RAMP_STEP_PCT", "0.06")) == ["PM_RAMP_STEP_PCT"])
    #expect(broken(("PM_RAMP_STEP_PCT", "0.07")) == [])
    #expect(broken(("PM_MAX_PER_POS_PCT", "0.08")) == ["PM_RAMP_STEP_PCT"])
    #expect(broken(("ALLOC_TOP_K", "8"), ("PORTFOLIO_REBALANCE_THRESHOLD", "0.03125")).count == 1)
    #expect(broken(("ALLOC_TOP_K", "8"), ("PORTFOLIO_REBALANCE_THRESHOLD", "0.031")) == [])
  }

  @Test func `are a ramp of one step, or none at all, and any dead band`() {
    #expect(broken(("PM_RAMP_STEP_PCT", "1"), ("PORTFOLIO_REBALANCE_THRESHOLD", "0.9")) == [])
    #expect(broken(("PM_RAMP_STEP_PCT", "0")) == [])
    #expect(broken(("PM_RAMP_STEP_PCT", "0.001"), ("PORTFOLIO_REBALANCE_THRESHOLD", "0")) == [])
  }

  @Test func `are guards of another kernel`() {
    #expect(broken(("GUARD_KERNEL", "compat")) == ["GUARD_KERNEL"])
    #expect(
      throws: SettingProblems.self,
      performing: { try SettingsResolution.resolve([], kernel: "kernel.v2") })
  }

  @Test func `are live and positions held over the close`() {
    let live = ("MODE", "live")
    let loss = ("RISK_MAX_LOSS_AT_STOP_PCT", "0.01")
    #expect(broken(live, loss, ("EXIT_BEFORE_CLOSE_ENABLED", "0")) == ["EXIT_BEFORE_CLOSE_ENABLED"])
    #expect(broken(live, loss) == [])
    #expect(broken(("EXIT_BEFORE_CLOSE_ENABLED", "0")) == [])
  }

  @Test(arguments: ["practice", "live"])
  func `are a broker and no loss at the stop`(mode: String) {
    #expect(broken(("MODE", mode)) == ["RISK_MAX_LOSS_AT_STOP_PCT"])
  }

  @Test(arguments: [
    ("practice", true), ("live", true), ("paper", false), ("backtest", false), ("replay", false),
  ])
  func `are a broker and an advisory gate`(mode: String, isRefused: Bool) {
    let names = broken(
      ("MODE", mode), ("RISK_MAX_LOSS_AT_STOP_PCT", "0.01"), ("EVAL_ENFORCE", "0"))
    #expect(names == (isRefused ? ["EVAL_ENFORCE"] : []))
  }

  @Test func `are a market that closes after it opens`() {
    #expect(broken(("MARKET_CLOSE_LOCAL", "17:06")) == ["MARKET_CLOSE_LOCAL"])
    #expect(broken(("MARKET_CLOSE_LOCAL", "17:05")) == [])
  }

  @Test func `are more summaries to begin with than are kept`() {
    #expect(broken(("EVAL_HISTORY_MAX", "7")) == ["EVAL_HISTORY_MIN"])
    #expect(broken(("EVAL_HISTORY_MAX", "8")) == [])
  }

  @Test func `are a loss whose disaster stop leaves no price`() {
    #expect(broken(("EXIT_PNL_SL", "-84")) == ["EXIT_PNL_SL"])
    #expect(broken(("EXIT_PNL_SL", "-83")) == [])
    #expect(broken(("EXIT_PNL_SL", "-84"), ("EXIT_PNL_UNIT", "account_ccy")) == [])
  }

  @Test func `are not asked about while one of them is wrong itself`() {
    let problems = SchemaRows.problems(("MARGIN_HYST_HIGH", "7"), ("MARGIN_HYST_LOW", "0.5"))
    #expect(problems.map(\.name) == ["MARGIN_HYST_HIGH"])
  }
}
