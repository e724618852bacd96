import Configuration
import Events
import Market
import PaperRun
import Testing

/// Limits of loss and margin engage the kill switch, with their numbers (trading-system.md, 11.5).
@Suite struct `A loss limit` {
  private static let fivePM = PaperRun.wednesday.adding(
    nanoseconds: 9 * 3_600 * nanosecondsPerSecond)

  /// A long of 5,000 EUR_USD bought at 1.10000, then the price falls to a bid.
  private static func fall(
    to bid: Int64, _ change: (inout TradingSettings) -> Void
  ) throws -> PaperRun {
    let run = try PaperRun.open([("EUR_USD", 1_100_000, 1_100_000)]) {
      PaperRun.keepsPositions(&$0)
      change(&$0)
    }
    try run.order("EUR_USD", 5_000)
    try run.pass(seconds: 1)
    try run.quote("EUR_USD", bid, bid)
    try run.pass(seconds: 15)
    return run
  }

  @Test func `of the day engages exactly at the limit, by NAV and not by the balance`() throws {
    // 5,000 × 0.006 = 30 of 10,000. The loss is open: the balance did not move.
    let before = try Self.fall(to: 1_094_010) { $0.riskMaxDailyLossShare = 0.003 }
    #expect(!before.isKilled)
    let run = try Self.fall(to: 1_094_000) { $0.riskMaxDailyLossShare = 0.003 }
    #expect(run.isKilled)
    let facts = try run.facts()
    let reached = try #require(facts.only(.lossLimitReached).last)
    #expect(reached.text("limit") == "daily_loss")
    #expect(reached.text("value") == "0.003")
    #expect(reached.text("limit_value") == "0.003")
    #expect(reached.text("reference") == "10000.000000")
    let engaged = try #require(facts.only(.killSwitchEngaged).last)
    #expect(engaged.text("causes") == "[\"daily_loss\"]")
    #expect(engaged.text("owner") == "node")
    #expect(engaged.text("reason") == "daily_loss")
    #expect(facts.only(.accountObserved).last?.text("balance") == "10000.000000")
  }

  @Test func `of the day refuses its release on that trading day and grants it on the next`() throws
  {
    let run = try Self.fall(to: 1_094_000) { $0.riskMaxDailyLossShare = 0.003 }
    let refusal = try #require(try run.release().only(.killSwitchReleaseRefused).first)
    #expect(refusal.text("causes") == "[\"daily_loss\"]")
    // Even when the loss is gone.
    try run.quote("EUR_USD", 1_100_000, 1_100_000)
    try run.pass(seconds: 15)
    #expect(try run.release().kinds.last == .killSwitchReleaseRefused)
    try run.pass(to: Self.fivePM.adding(nanoseconds: -nanosecondsPerSecond))
    #expect(try run.release().kinds.last == .killSwitchReleaseRefused)
    try run.pass(to: Self.fivePM)
    #expect(try run.release().kinds.last == .killSwitchReleased)
    #expect(!run.isKilled)
  }

  @Test func `of the day is measured anew from the next trading day's first report`() throws {
    let run = try Self.fall(to: 1_094_000) { $0.riskMaxDailyLossShare = 0.003 }
    try run.pass(to: Self.fivePM)
    try run.release()
    // 29.9 below the new start of 9,970 is not yet 0.3 %; 29.95 is.
    try run.pass(seconds: 600)
    try run.quote("EUR_USD", 1_088_030, 1_088_030)
    try run.pass(seconds: 15)
    #expect(!run.isKilled)
    try run.quote("EUR_USD", 1_088_010, 1_088_010)
    try run.pass(seconds: 15)
    #expect(run.isKilled)
    #expect(
      try run.facts().only(.lossLimitReached).last?.text("reference") == "9970.000000")
  }

  @Test func `of the highest NAV engages, and its release starts the peak anew and says so`() throws
  {
    let run = try Self.fall(to: 1_094_000) { $0.riskMaxDrawdownShare = 0.003 }
    #expect(
      try run.facts().only(.killSwitchEngaged).last?.text("causes") == "[\"drawdown\"]")
    let released = try #require(try run.release().only(.killSwitchReleased).first)
    #expect(released.text("new_peak") == "9970.000000")
    #expect(!run.isKilled)
    // It counts from 9,970 now: 29.9 more do not engage, 29.95 do.
    try run.quote("EUR_USD", 1_088_030, 1_088_030)
    try run.pass(seconds: 15)
    #expect(!run.isKilled)
    try run.quote("EUR_USD", 1_088_010, 1_088_010)
    try run.pass(seconds: 15)
    #expect(run.isKilled)
  }

  @Test func `of the highest NAV counts a profit that was never booked`() throws {
    let run = try Self.fall(to: 1_106_000) { $0.riskMaxDrawdownShare = 0.003 }
    try run.quote("EUR_USD", 1_099_980, 1_099_980)
    try run.pass(seconds: 15)
    // 30.1 below 10,030.
    #expect(run.isKilled)
  }

  @Test func `of used margin engages, and holds until the margin is free`() throws {
    // 5,000 × 1.1 × 0.02 = 110 of 10,000.
    let run = try Self.fall(to: 1_100_000) {
      $0.marginKill = 0.01
      $0.marginHysteresisHigh = 0.3
    }
    let engaged = try #require(try run.facts().only(.killSwitchEngaged).last)
    #expect(engaged.text("causes") == "[\"margin_critical\"]")
    let reached = try #require(try run.facts().only(.lossLimitReached).last)
    #expect(reached.text("value") == "0.011")
    #expect(reached.text("limit_value") == "0.01")
    #expect(try run.release().kinds.last == .killSwitchReleaseRefused)
    try run.close("EUR_USD")
    try run.pass(seconds: 1)
    #expect(try run.release().kinds.last == .killSwitchReleased)
  }

  @Test func `and another at once are engaged together and both recorded`() throws {
    let run = try Self.fall(to: 1_094_000) {
      $0.riskMaxDailyLossShare = 0.003
      $0.riskMaxDrawdownShare = 0.003
    }
    let facts = try run.facts()
    #expect(facts.only(.lossLimitReached).map { $0.text("limit") } == ["daily_loss", "drawdown"])
    #expect(
      facts.only(.killSwitchEngaged).map { $0.text("causes") } == [
        "[\"daily_loss\",\"drawdown\"]"
      ])
  }

  @Test func `closes nothing by itself`() throws {
    let run = try Self.fall(to: 1_094_000) { $0.riskMaxDailyLossShare = 0.003 }
    #expect(try run.pass(seconds: 60).requests.isEmpty)
    #expect(run.units("EUR_USD") == 5_000)
  }

  @Test func `is never an operator's: five losses in a row only warn`() throws {
    let run = try PaperRun.open { $0.riskConsecutiveLosses = 5 }
    for _ in 0..<5 {
      try run.order("EUR_USD", 100)
      try run.pass(seconds: 1)
      try run.close("EUR_USD")
      try run.pass(seconds: 1)
    }
    #expect(try run.facts().only(.lossStreakWarned).count == 1)
    #expect(!run.isKilled)
  }
}
