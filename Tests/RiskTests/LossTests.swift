import Risk
import Testing

@Suite struct `Loss limits` {
  @Test(arguments: [nil, .nan, .infinity] as [Double?])
  func `skip a row whose number is unknown`(bad: Double?) {
    let limits = LossLimits()
    #expect(limits.reached(nav: bad, dayStart: 10, peak: 10, usedShare: 0.1).isEmpty)
    #expect(
      limits.reached(nav: 1, dayStart: bad, peak: 10, usedShare: bad) == [.drawdown])
    #expect(
      limits.reached(nav: 1, dayStart: 10, peak: bad, usedShare: 0.9)
        == [.dailyLoss, .marginCritical])
  }

  @Test func `take references of 0 or less for unknown`() {
    #expect(LossLimits().reached(nav: 0, dayStart: 0, peak: -1, usedShare: 0).isEmpty)
  }

  @Test func `count an open loss`() {
    // The balance is untouched; NAV is what has fallen.
    let account = AccountView(
      balanceMicros: 10_000_000_000, navMicros: 9_700_000_000, marginUsedMicros: 0,
      marginAvailableMicros: 1)
    let reached = LossLimits().reached(
      nav: account.nav, dayStart: 10_000, peak: 10_000, usedShare: account.usedShare)
    #expect(reached == [.dailyLoss])
  }
}

@Suite struct `The references of losses` {
  private func references(_ navs: [(Int64?, day: Int64)]) -> LossReferences {
    var references = LossReferences()
    for (nav, day) in navs { references.observe(navMicros: nav, tradingDay: day) }
    return references
  }

  @Test func `are the day's first NAV and the highest`() {
    let seen = references([(100, 1), (120, 1), (90, 1), (95, 2), (80, 2)])
    #expect(seen.tradingDay == 2 && seen.dayStartMicros == 95 && seen.peakMicros == 120)
    #expect(seen.dayStart == 0.000_095 && seen.peak == 0.000_12)
  }

  @Test func `are unknown before a NAV is`() {
    #expect(LossReferences().dayStart == nil && LossReferences().peak == nil)
    let blind = references([(100, 1), (nil, 2)])
    #expect(blind.dayStartMicros == nil && blind.peakMicros == 100)
    #expect(references([(100, 1), (nil, 2), (70, 2)]).dayStartMicros == 70)
  }

  @Test func `do not go back to an older day`() {
    let seen = references([(100, 2), (150, 1)])
    #expect(seen.tradingDay == 2 && seen.dayStartMicros == 100 && seen.peakMicros == 150)
    // Nor does an older day fill in a start that is not known yet.
    #expect(references([(nil, 2), (150, 1)]).dayStartMicros == nil)
  }

  @Test func `shift with deposits and withdrawals`() {
    var seen = references([(10_000, 1), (9_800, 1)])
    seen.shift(byMicros: -5_000)
    #expect(seen.dayStartMicros == 5_000 && seen.peakMicros == 5_000)
    seen.shift(byMicros: 1_000)
    #expect(seen.dayStartMicros == 6_000 && seen.peakMicros == 6_000)
    seen.shift(byMicros: .max)
    #expect(seen.peakMicros == .max)
    var empty = LossReferences()
    empty.shift(byMicros: 5)
    #expect(empty == LossReferences())
  }

  @Test func `start the highest NAV anew at the operator's release`() {
    var seen = references([(10_000, 1), (8_900, 1)])
    let limits = LossLimits()
    func reached(_ nav: Double) -> KillCauses {
      limits.reached(nav: nav, dayStart: nil, peak: seen.peak, usedShare: nil)
    }
    #expect(reached(0.0089) == [.drawdown])
    seen.restartPeak(atMicros: 8_900)
    #expect(seen.peakMicros == 8_900)
    #expect(reached(0.0089).isEmpty)
    #expect(reached(0.00801) == [.drawdown])
    seen.observe(navMicros: 9_000, tradingDay: 1)
    #expect(seen.peakMicros == 9_000)
  }
}

@Suite struct `A losing streak` {
  @Test func `of five trades warns once`() {
    var streak = LosingStreak()
    let warnings = (0..<7).map { _ in streak.record(profitMicros: -1) }
    #expect(warnings == [false, false, false, false, true, false, false])
  }

  @Test func `ends with a trade that loses nothing`() {
    var streak = LosingStreak()
    for _ in 0..<4 { streak.record(profitMicros: -1) }
    streak.record(profitMicros: 0)
    #expect(streak.losses == 0)
    let isWarning = streak.record(profitMicros: -1)
    #expect(!isWarning)
  }
}
