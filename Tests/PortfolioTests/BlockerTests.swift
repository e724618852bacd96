import Configuration
import Events
import Market
import PaperRun
import Testing

/// Each thing that stands in the way of an increase, as alone as it can be.
@Suite struct `An increase is blocked by` {
  private static let units: Int64 = 1_000

  private static func blockers(
    at start: Timestamp = PaperRun.wednesday, _ name: String = "EUR_USD"
  ) throws -> [OrderBlocker] {
    let run = try PaperRun.open(at: start)
    return try run.order(name, units).blockers
  }

  private static func hours(_ hours: Int64, minutes: Int64 = 0) -> Timestamp {
    PaperRun.wednesday.adding(nanoseconds: (hours * 60 + minutes) * 60 * nanosecondsPerSecond)
  }

  @Test func `nothing while every gate is open`() throws {
    #expect(try Self.blockers() == [])
  }

  @Test func `the kill switch`() throws {
    let run = try PaperRun.open()
    try run.engage()
    #expect(try run.order("EUR_USD", Self.units).blockers == [.killSwitch])
  }

  @Test func `the kill switch of a first boot`() throws {
    let run = try PaperRun(["EUR_USD"])
    try run.warm([("EUR_USD", 1_100_000, 1_100_020)])
    #expect(try run.order("EUR_USD", Self.units).blockers == [.killSwitch])
  }

  @Test func `the mode: read-only`() throws {
    let run = try PaperRun.open { $0.readOnly = true }
    #expect(try run.order("EUR_USD", Self.units).blockers == [.mode])
  }

  @Test func `the broker, that is the feed, and the account, before the first quote`() throws {
    let run = try PaperRun(["EUR_USD"])
    #expect(
      try run.order("EUR_USD", Self.units).blockers == [
        .killSwitch, .broker, .account, .quote, .spread, .signal, .guards, .margin, .var,
        .dailyLoss, .conversion, .bracket,
      ])
  }

  @Test func `the broker of an instrument without a quote, whose account is known`() throws {
    let run = try PaperRun.open(traded: ["EUR_USD", "GBP_USD"])
    #expect(
      try run.order("GBP_USD", Self.units).blockers == [
        .broker, .quote, .spread, .signal, .guards, .var, .conversion, .bracket,
      ])
  }

  @Test func `the market, which shuts every session with it`() throws {
    let run = try PaperRun.open(at: Self.hours(8, minutes: 14))
    try run.pass(to: Self.hours(8, minutes: 55))
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(try run.order("EUR_USD", Self.units).blockers == [.market, .session])
  }

  @Test func `the session`() throws {
    // 05:40 UTC: London opens at 08:00.
    #expect(try Self.blockers(at: Self.hours(-8)) == [.session])
  }

  @Test func `the end of the session`() throws {
    // 21:50 UTC, five minutes before the market rests.
    #expect(try Self.blockers(at: Self.hours(8, minutes: 10)) == [.nearClose])
    #expect(try Self.blockers(at: Self.hours(8, minutes: 9)) == [])
  }

  @Test func `an old quote`() throws {
    let run = try PaperRun.open()
    try run.pass(seconds: 300)
    #expect(try run.order("EUR_USD", 1).blockers == [])
    try run.pass(milliseconds: 1)
    #expect(try run.order("EUR_USD", Self.units).blockers == [.quote])
  }

  @Test func `a wide spread`() throws {
    let run = try PaperRun.open()
    try run.quote("EUR_USD", 1_100_000, 1_100_330)
    #expect(try run.order("EUR_USD", 1).blockers == [])
    try run.quote("EUR_USD", 1_100_000, 1_100_340)
    let facts = try run.order("EUR_USD", Self.units)
    #expect(facts.blockers == [.spread])
    #expect(facts.compactMap(\.refused).first?.spreadLimitBps == 3)
  }

  @Test func `an old signal, which the guards see too`() throws {
    let run = try PaperRun.open()
    try run.pass(seconds: 361)
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    let facts = try run.order("EUR_USD", Self.units)
    #expect(facts.blockers == [.signal, .guards])
    #expect(facts.first { $0.kind == .orderRefused }?.text("guards") == "[\"signal_stale\"]")
  }

  @Test func `metrics that are not there, or not ready`() throws {
    for minutes in [Int64(1), 20] {
      let run = try PaperRun(["EUR_USD"]) { $0.varMaxShare = 1 }
      try run.warm(minutes: minutes, [("EUR_USD", 1_100_000, 1_100_020)])
      try run.release()
      let facts = try run.order("EUR_USD", Self.units)
      // Without thirty returns nobody knows how far the price moves.
      #expect(facts.blockers == [.signal, .guards, .var])
      #expect(facts.first { $0.kind == .orderRefused }?.text("guards") == "[\"metrics_missing\"]")
    }
  }

  @Test func `a guard`() throws {
    let run = try PaperRun.open { $0.guardMinCoherence = 1 }
    let facts = try run.order("EUR_USD", Self.units)
    #expect(facts.blockers == [.guards])
    #expect(facts.first { $0.kind == .orderRefused }?.text("guards") == "[\"coherence_low\"]")
  }

  @Test func `the margin gate`() throws {
    let run = try PaperRun.open { $0.riskMaxLossAtStopShare = nil }
    // 9,000 × 0.022 = 198 of 10,000; the levels become 1.5 and 1 %.
    try run.order("EUR_USD", 9_000)
    try run.pass(seconds: 1)
    try run.open(
      2,
      PaperRun.settings(["EUR_USD"]) {
        $0.riskMaxLossAtStopShare = nil
        $0.marginHysteresisHigh = 0.015
        $0.marginHysteresisLow = 0.01
      })
    try run.quote("EUR_USD", 1_100_010, 1_100_030)
    try run.pass(seconds: 15)
    #expect(try run.facts().only(.marginGateChanged).last?.text("blocked") == "true")
    // 6,500 use 1.43 %, between the levels: it stays shut.
    try run.close("EUR_USD", 2_500)
    try run.pass(seconds: 1)
    #expect(try run.order("EUR_USD", 1).blockers == [.margin])
    try run.close("EUR_USD", 2_500)
    try run.pass(seconds: 1)
    #expect(try run.facts().only(.marginGateChanged).last?.text("blocked") == "false")
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `the value at risk`() throws {
    let run = try PaperRun.open { $0.varMaxShare = 0.000001 }
    let facts = try run.order("EUR_USD", Self.units)
    #expect(facts.blockers == [.var])
    #expect(facts.compactMap(\.refused).first?.valueAtRiskLimit == Money(micros: 10_000))
  }

  @Test func `the daily loss, with the kill switch that it engages`() throws {
    let run = try PaperRun.open { $0.riskMaxDailyLossShare = 0.0001 }
    try run.order("EUR_USD", 1_000)
    try run.pass(seconds: 1)
    try run.quote("EUR_USD", 1_098_900, 1_098_920)
    try run.pass(seconds: 15)
    #expect(try run.order("EUR_USD", 1).blockers == [.killSwitch, .dailyLoss])
  }
}
