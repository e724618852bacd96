import Configuration
import Testing

@Suite struct `A change while a run goes on` {
  private func refusal(_ name: String, _ text: String) -> SettingProblem? {
    do {
      _ = try TradingSettings().changing(name, to: .text(text))
      return nil
    } catch { return error.list.first }
  }

  @Test func `is taken where the table says so`() throws {
    let settings = TradingSettings()
    #expect(try settings.changing("ALLOC_TOP_K", to: .json(.number("2"))).allocTopK == 2)
    #expect(try settings.changing("PULSE_ENABLED", to: .text("0")).pulseEnabled == false)
    #expect(
      try settings.changing("RISK_ALLOC_TARGET_PCT", to: .text("0.2")).riskAllocTargetShare == 0.2)
  }

  @Test(arguments: [
    ("GUARD_MIN_COHERENCE", "0.21", "0.19"), ("GUARD_MIN_STABILITY", "0.5", "0.4"),
    ("GUARD_MAX_RUPTURE", "0.29", "0.31"), ("GUARD_MAX_ENTROPY", "0.98", "0.995"),
    ("RISK_ALLOC_TARGET_PCT", "0.29", "0.31"),
  ])
  func `goes only in the safe direction`(name: String, safe: String, loose: String) {
    #expect(refusal(name, safe) == nil)
    #expect(refusal(name, loose)?.kind == .runtime)
  }

  @Test func `may set a limit that was off, and not take it away`() throws {
    let limited = try TradingSettings().changing("GUARD_MAX_HAZARD", to: .text("0.7"))
    #expect(limited.guardMaxHazard == 0.7)
    #expect(throws: SettingProblems.self) {
      try limited.changing("GUARD_MAX_HAZARD", to: .text("off"))
    }
  }

  @Test func `of any other setting is refused, unless it changes nothing`() {
    let changeable = [
      "ALLOC_TOP_K", "GUARD_MIN_COHERENCE", "GUARD_MIN_STABILITY", "GUARD_MAX_RUPTURE",
      "GUARD_MAX_ENTROPY", "GUARD_MAX_HAZARD", "PULSE_ENABLED", "RISK_ALLOC_TARGET_PCT",
    ]
    #expect(SettingTable.all.rows.filter { $0.runtimeRule != .none }.map(\.name) == changeable)
    #expect(refusal("MAX_SPREAD_BPS", "2")?.kind == .runtime)
    #expect(refusal("MAX_SPREAD_BPS", "3") == nil)
  }

  @Test func `is checked like any other value`() {
    #expect(refusal("ALLOC_TOP_K", "9")?.kind == .outOfRange)
    #expect(refusal("NO_SUCH", "9")?.kind == .unknownName)
    #expect(refusal("OANDA_API_KEY", "9")?.kind == .secret)
  }
}
