import Configuration
import Events
import Market
import PaperRun
import Testing

/// Reductions and closes are always allowed (trading-system.md, 10.6).
@Suite struct `A reduction passes` {
  /// A long of 1,000 behind open gates, then one gate is shut.
  private static func held(
    _ change: (inout TradingSettings) -> Void = { _ in }, then shut: (PaperRun) throws -> Void
  ) throws -> PaperRun {
    let run = try PaperRun.open(PaperRun.usual, change)
    try run.order("EUR_USD", 1_000)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 1_000)
    try shut(run)
    return run
  }

  /// An increase is refused, a reduction and the close go through.
  private static func check(_ run: PaperRun, _ blocker: OrderBlocker) throws {
    #expect(try run.order("EUR_USD", 1).blockers.contains(blocker))
    #expect(try run.order("EUR_USD", -300).requests.first?.intent == .reduce)
    #expect(try run.close("EUR_USD", 300).requests.first?.intent == .reduce)
    try run.pass(seconds: 1)
    if run.units("EUR_USD") == 1_000 {
      // They wait for a quote.
      try run.quote("EUR_USD", 1_100_000, 1_100_020)
    }
    #expect(run.units("EUR_USD") == 400)
    #expect(try run.close("EUR_USD").requests.first?.intent == .close)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `an engaged kill switch`() throws {
    try Self.check(try Self.held { try $0.engage() }, .killSwitch)
  }

  @Test func `read-only`() throws {
    try Self.check(try Self.held { try $0.readOnly(true) }, .mode)
  }

  @Test func `a disabled instrument`() throws {
    try Self.check(try Self.held { try $0.disable("EUR_USD") }, .disabled)
  }

  @Test func `a wide spread`() throws {
    try Self.check(
      try Self.held { try $0.quote("EUR_USD", 1_100_000, 1_110_000) }, .spread)
  }

  @Test func `an old quote, and waits for the next`() throws {
    try Self.check(try Self.held { try $0.pass(seconds: 301) }, .quote)
  }

  @Test func `an old signal`() throws {
    try Self.check(
      try Self.held {
        try $0.pass(seconds: 361)
        try $0.quote("EUR_USD", 1_100_000, 1_100_020)
      }, .signal)
  }

  @Test func `the end of the session, and its hours`() throws {
    let evening = PaperRun.wednesday.adding(nanoseconds: 4_500 * nanosecondsPerSecond)
    for (name, minutes) in [("near", 235), ("over", 241)] as [(String, Int64)] {
      let run = try PaperRun.open(
        [("EUR_GBP", 850_000, 850_020), ("GBP_USD", 1_300_000, 1_300_020)], at: evening,
        PaperRun.keepsPositions)
      try run.order("EUR_GBP", 1_000)
      try run.pass(seconds: 1)
      // London shuts at 17:00.
      try run.pass(to: PaperRun.wednesday.adding(nanoseconds: minutes * 60 * nanosecondsPerSecond))
      try run.quote("EUR_GBP", 850_000, 850_020)
      #expect(
        try run.order("EUR_GBP", 1).blockers.contains(name == "near" ? .nearClose : .session))
      #expect(try run.close("EUR_GBP").requests.count == 1)
      try run.pass(seconds: 1)
      #expect(run.units("EUR_GBP") == 0)
    }
  }

  @Test func `the market's rest, and waits for its opening`() throws {
    let run = try Self.held(PaperRun.keepsPositions) {
      try $0.pass(to: PaperRun.wednesday.adding(nanoseconds: 535 * 60 * nanosecondsPerSecond))
      try $0.quote("EUR_USD", 1_100_000, 1_100_020)
    }
    #expect(try run.order("EUR_USD", 1).blockers.contains(.market))
    try run.close("EUR_USD")
    #expect(try run.pass(seconds: 1).kinds.contains(.orderAccepted))
    try run.pass(seconds: 600)
    try run.quote("EUR_USD", 1_099_000, 1_099_020)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `a shut margin gate`() throws {
    let run = try Self.held(
      {
        $0.marginHysteresisHigh = 0.0023
        $0.marginHysteresisLow = 0.001
      },
      then: {
        try $0.quote("EUR_USD", 1_160_000, 1_160_020)
        try $0.pass(seconds: 15)
      })
    try Self.check(run, .margin)
  }

  @Test func `loss limits and value at risk`() throws {
    let run = try Self.held(
      { $0.riskMaxDailyLossShare = 0.0001 },
      then: {
        try $0.quote("EUR_USD", 1_098_900, 1_098_920)
        try $0.pass(seconds: 15)
      })
    try Self.check(run, .dailyLoss)
  }

  @Test func `a position that the venue has otherwise, up to the venue's number`() throws {
    let run = try Self.held { try $0.observe("EUR_USD", 1_200) }
    #expect(run.units("EUR_USD") == 1_200)
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    #expect(try run.order("EUR_USD", -200).requests.count == 1)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 1_000)
    #expect(try run.order("EUR_USD", -1_001).blockers == [.sideChange])
  }

  @Test func `a full close, while an order's outcome is unknown`() throws {
    let run = try PaperRun.open {
      $0.paperFaults = [PaperFaultRate(fault: .lostBefore, perMille: 500)]
    }
    // Some order is lost, some is not: go on until there is a position and then an unknown order.
    var tries = 0
    while run.units("EUR_USD") == 0, tries < 20 {
      tries += 1
      try run.order("EUR_USD", 1_000)
      try run.pass(seconds: 700)
      try run.warm(minutes: 1, [("EUR_USD", 1_100_000, 1_100_020)])
      if run.isKilled { try run.release() }
    }
    var closes = 0
    while run.units("EUR_USD") != 0 {
      let facts = try run.close("EUR_USD")
      #expect(facts.requests.first?.intent == .close, "close \(closes)")
      closes += 1
      if facts.kinds.contains(.orderOutcomeUnknown) {
        #expect(try run.close("EUR_USD", 1).blockers == [.orderOpen])
        #expect(try run.order("EUR_USD", 1).blockers.contains(.reduceOnly))
      }
      try run.pass(seconds: 1)
      guard closes < 50 else { break }
    }
    #expect(run.units("EUR_USD") == 0)
  }
}
