import Configuration
import Events
import Market
import PaperRun
import Strategy
import Testing

/// One check for each row of `OriginalsRow`.
enum OriginalsChecks {
  static func held(
    _ units: Int64 = 1_000, _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws -> PaperRun {
    let run = try PaperRun.open(PaperRun.usual, change)
    try run.order("EUR_USD", units)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == units)
    return run
  }

  static func kill() throws {
    let run = try PaperRun.open()
    try run.engage()
    // What can not be read is recorded and changes nothing.
    #expect(try run.pass(seconds: 0).kinds == [.commandUnreadable])
    #expect(run.isKilled)
    #expect(try run.release(reason: "").kinds.last == .killSwitchReleaseRefused)
    #expect(run.isKilled)
  }

  static func blockedCloses() throws {
    let run = try held()
    try run.engage()
    #expect(try run.close("EUR_USD", 500).requests.count == 1)
    #expect(try run.close("EUR_USD").requests.count == 1)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
  }

  static func missingMetrics() throws {
    let now = PaperRun.wednesday
    func report(_ coherence: Double?, _ stability: Double?, _ entropy: Double?) -> GuardReport {
      GuardLimits().report(
        on: MetricSnapshot(
          asOf: now, isReady: true, coherence: coherence, stability: stability, rupture: 0,
          entropy: entropy, hazard: nil), at: now)
    }
    #expect(report(1, 1, 0).passes)
    for value in [nil, Double.nan, .infinity, -.infinity, -0.001, 1.001] {
      #expect(!report(value, 1, 0).passes)
      #expect(!report(1, value, 0).passes)
      #expect(!report(1, 1, value).passes)
    }
    let run = try PaperRun(["EUR_USD"])
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    try run.release()
    #expect(try run.order("EUR_USD", 1).blockers.contains(.guards))
  }

  static func multipliedMargin() throws {
    let run = try PaperRun.open(
      [("EUR_JPY", 163_000_000, 163_000_000), ("USD_JPY", 150_900_000, 150_900_000)],
      traded: ["EUR_JPY"]
    ) {
      $0.paperMarginRatePairs = [0.04]
      $0.riskMaxLossAtStopShare = nil
    }
    // 1,000 ÷ 0.043207 is 23,144; multiplied it would be 491.9 a unit, and 2 units.
    #expect(try run.order("EUR_JPY", 23_145).blockers == [.cap])
    #expect(try run.order("EUR_JPY", 23_144).blockers == [])
    let account = try #require(try run.pass(seconds: 1).only(.accountObserved).last)
    // 0.04 × 163.0 ÷ 150.9 × 23,144.
    #expect(account.text("margin_used") == "999.992600")
  }

  static func oneUnit() throws {
    let run = try PaperRun.open { $0.paperBalance = Money(micros: 100_000) }
    let facts = try run.order("EUR_USD", 1)
    #expect(facts.blockers == [.cap, .risk])
    #expect(facts.compactMap(\.refused).first?.unitsLimit == Units(0))
  }

  /// Hours after Wednesday 2026-01-14, 13:00 UTC, and whether an entry may be made then.
  static func weekday() throws {
    let hours: [(Int64, [OrderBlocker])] = [
      (3 * 24, [.market, .session]), (4 * 24, [.market, .session]), (5 * 24, []),
      (2 * 24 + 10, [.market, .session]), (8 * 7 * 24, []),
    ]
    for (hours, blockers) in hours {
      let start = PaperRun.wednesday.adding(nanoseconds: hours * 3_600 * nanosecondsPerSecond)
      #expect(try PaperRun.open(at: start).order("EUR_USD", 1).blockers == blockers, "\(hours)")
    }
    // Wednesday 2026-07-15, 20:20 and 21:20 UTC with the warming: in summer the market rests at 20:55.
    for (hour, blockers) in [(19, []), (21, [OrderBlocker.session])] {
      let start = Timestamp(
        nanoseconds: (1_784_073_600 + Int64(hour) * 3_600) * nanosecondsPerSecond)
      #expect(try PaperRun.open(at: start).order("EUR_USD", 1).blockers == blockers)
    }
  }

  static func bookedCancel() throws {
    for fault in [PaperFault.cancel, .reject] {
      let run = try PaperRun.open {
        $0.paperFaults = [PaperFaultRate(fault: fault, perMille: 1_000)]
      }
      try run.order("EUR_USD", 1_000)
      try run.pass(seconds: 60)
      #expect(try run.facts().fills.isEmpty)
      #expect(run.units("EUR_USD") == 0)
      #expect(try run.facts().only(.lotOpened).isEmpty)
    }
  }

  static func shortUnits() throws {
    let run = try held(-1_000)
    try run.order("EUR_USD", -500)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == -1_500)
    try run.observe("EUR_USD", -1_500)
    #expect(try run.facts().only(.reconcileMismatched).isEmpty)
    #expect(try run.close("EUR_USD").requests.first?.units == Units(1_500))
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
  }

  static func bothSides() throws {
    let run = try PaperRun.open([
      ("EUR_USD", 1_100_000, 1_100_020), ("GBP_USD", 1_300_000, 1_300_020),
    ])
    try run.order("EUR_USD", -1_000)
    try run.pass(seconds: 1)
    // Only the side that exists is named.
    #expect(try run.flatten().requests.map(\.units) == [Units(1_000)])
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
    #expect(try run.close("GBP_USD").blockers == [.noPosition])
  }

  static func yenDecimals() throws {
    let run = try PaperRun.open([("USD_JPY", 150_003_000, 150_012_000)])
    let request = try #require(try run.order("USD_JPY", 100).requests.first)
    #expect(request.stop == Price(micros: 147_761_000))
    #expect((request.bound?.micros ?? 1) % 1_000 == 0)
    let short = try PaperRun.open([("USD_JPY", 150_003_000, 150_012_000)])
    let stop = try #require(try short.order("USD_JPY", -100).requests.first?.stop)
    #expect(stop.micros % 1_000 == 0 && stop.micros > 150_012_000)
    #expect(try run.order("USD_JPY", 100, stop: 149_000_010).blockers == [.bracket])
    for fill in try run.pass(seconds: 1).fills { #expect(fill.price.micros % 1_000 == 0) }
  }

  static func firstCandle() throws {
    let run = try PaperRun.open()
    try run.pass(seconds: 301)
    // The newest candle that is whole ended a minute after its only quote; the next is not used.
    let refusal = try #require(try run.order("EUR_USD", 1).compactMap(\.refused).first)
    #expect(refusal.signalAgeMs == 241_000)
  }

  static func localZone() throws {
    // The trading day begins at 17:00 New York: 22:00 UTC in winter, 21:00 in summer.
    for (start, end) in [(1_768_395_600, 1_768_428_000), (1_784_120_400, 1_784_149_200)]
      as [(Int64, Int64)]
    {
      let run = try PaperRun(["EUR_USD"], at: Timestamp(nanoseconds: start * nanosecondsPerSecond))
      try run.quote("EUR_USD", 1_100_000, 1_100_020)
      let facts = try run.pass(to: Timestamp(nanoseconds: (end + 1) * nanosecondsPerSecond))
      #expect(
        facts.only(.accountObserved).map(\.at) == [
          Timestamp(nanoseconds: end * nanosecondsPerSecond)
        ])
    }
  }

  static func balanceAsNAV() throws {
    let run = try held { $0.riskMaxDailyLossShare = 0.001 }
    try run.quote("EUR_USD", 1_090_000, 1_090_020)
    let account = try #require(try run.pass(seconds: 15).only(.accountObserved).last)
    #expect(account.text("balance") == "10000.000000")
    #expect(account.text("nav") == "9989.980000")
    #expect(run.isKilled)
  }

  static func emptyPositions() throws {
    // Nothing is heard of an order for ever: it stays unknown, and the position stays.
    let run = try held()
    try run.open(
      2,
      PaperRun.settings(["EUR_USD"]) {
        $0.paperFaults = [PaperFaultRate(fault: .dropReply, perMille: 1_000)]
      })
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    try run.close("EUR_USD")
    #expect(run.units("EUR_USD") == 1_000)
    // A reading that disagrees makes the instrument reduce-only and closes nothing.
    let other = try held()
    let facts = try other.observe("EUR_USD", 0)
    #expect(facts.kinds.last == .reconcileMismatched)
    #expect(facts.requests.isEmpty)
    #expect(try other.order("EUR_USD", 1).blockers == [.reduceOnly])
    #expect(try other.observe("EUR_USD", 1_000).kinds.last == .reconcileMatched)
    #expect(try other.order("EUR_USD", 1).blockers == [])
  }

  static func deployReleases() throws {
    let run = try PaperRun.open()
    try run.engage()
    for opening in [Int64(2), 3] {
      try run.open(opening, PaperRun.settings(["EUR_USD"]))
      try run.quote("EUR_USD", 1_100_000, 1_100_020)
      #expect(run.isKilled)
      #expect(try run.order("EUR_USD", 1).blockers == [.killSwitch])
    }
  }

  static func onlyMargin() throws {
    // 45,454 units would fit the margin; their stop would cost 7.5 % of NAV.
    let run = try PaperRun.open()
    #expect(try run.order("EUR_USD", 45_000).blockers == [.risk])
    let moving = try PaperRun.open {
      $0.riskMaxLossAtStopShare = nil
      $0.varMaxShare = 0.0001
    }
    #expect(try moving.order("EUR_USD", 45_000).blockers == [.var])
  }
}
