import Configuration
import Events
import Market
import PaperRun
import Testing

/// What each fault of `PAPER_FAULTS` does at 1,000 per mille, and what the portfolio makes of it.
@Suite struct `The fault` {
  /// A run that holds so many units and from now on meets one fault with every order.
  private static func run(_ fault: PaperFault, holding units: Int64 = 0) throws -> PaperRun {
    let run = try PaperRun.open()
    if units != 0 {
      try run.order("EUR_USD", units)
      try run.pass(seconds: 1)
    }
    try run.open(
      2,
      PaperRun.settings(["EUR_USD"]) {
        PaperRun.keepsPositions(&$0)
        $0.paperFaults = [PaperFaultRate(fault: fault, perMille: 1_000)]
      })
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    return run
  }

  private static func injected(_ facts: [Fact]) -> [String?] {
    facts.only(.faultInjected).map { $0.text("fault") }
  }

  @Test func `drop_reply executes an order whose outcome is unknown until it is looked up`() throws
  {
    let run = try Self.run(.dropReply)
    let facts = try run.order("EUR_USD", 1_000)
    #expect(
      facts.kinds == [
        .operatorOrderRequested, .orderRequested, .orderSubmitted, .faultInjected,
        .orderOutcomeUnknown,
      ])
    #expect(run.units("EUR_USD") == 0)
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    // Whatever the price is by then, it traded at the ask of the moment.
    try run.quote("EUR_USD", 1_101_000, 1_101_020)
    let found = try run.pass(seconds: 1)
    #expect(found.kinds.starts(with: [.orderLookupRequested, .orderLookedUp, .orderFilled]))
    #expect(found.fills.map(\.price) == [Price(micros: 1_100_020)])
    #expect(run.units("EUR_USD") == 1_000)
    #expect(try run.pass(seconds: 60).fills.isEmpty)
    #expect(try run.facts().fills.count == 1)
  }

  @Test func `drop_reply executes nothing that would not have been filled`() throws {
    let run = try Self.run(.dropReply, holding: 1_000)
    // The market rests.
    try run.pass(to: PaperRun.wednesday.adding(nanoseconds: 536 * 60 * nanosecondsPerSecond))
    #expect(try run.close("EUR_USD").kinds.contains(.orderOutcomeUnknown))
    let facts = try run.pass(seconds: 60)
    #expect(facts.fills.isEmpty)
    #expect(facts.only(.orderOutcomeResolved).count == 1)
    #expect(run.units("EUR_USD") == 1_000)
  }

  @Test func `lost_before leaves an order that is not found after 30 s and two readings`() throws {
    let run = try Self.run(.lostBefore)
    #expect(try run.order("EUR_USD", 1_000).kinds.contains(.orderOutcomeUnknown))
    let early = try run.pass(milliseconds: 30_999)
    #expect(early.only(.orderLookupRequested).map { $0.text("attempt") } == ["1", "2"])
    #expect(early.only(.orderLookedUp).map { $0.text("found") } == ["false", "false"])
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    #expect(try run.pass(milliseconds: 1).kinds.first == .orderOutcomeResolved)
    #expect(run.units("EUR_USD") == 0)
    #expect(try run.order("EUR_USD", 1).blockers == [])
    #expect(try run.facts().fills.isEmpty)
  }

  @Test func `lost_before settles every order that is unknown, one after the other`() throws {
    let run = try Self.run(.lostBefore, holding: 1_000)
    try run.close("EUR_USD")
    try run.pass(milliseconds: 500)
    #expect(try run.close("EUR_USD").kinds.contains(.orderOutcomeUnknown))
    let facts = try run.pass(seconds: 120)
    #expect(facts.only(.orderOutcomeResolved).map { $0.text("order") } == ["2", "3"])
    #expect(run.units("EUR_USD") == 1_000)
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `lost_before stops a part of a reduction, never a full close`() throws {
    let run = try Self.run(.lostBefore, holding: 1_000)
    try run.close("EUR_USD")
    #expect(try run.close("EUR_USD", 10).blockers == [.orderOpen])
    #expect(try run.order("EUR_USD", -10).blockers.isEmpty == false)
    #expect(try run.close("EUR_USD").requests.first?.intent == .close)
  }

  @Test func `reject leaves no position and nothing open`() throws {
    let run = try Self.run(.reject)
    let facts = try run.order("EUR_USD", 1_000)
    #expect(Self.injected(facts) == ["reject"])
    #expect(facts.kinds.last == .orderRejected)
    #expect(run.units("EUR_USD") == 0)
    #expect(try run.order("EUR_USD", 1_000).requests.count == 1)
    #expect(try run.pass(seconds: 60).fills.isEmpty)
  }

  @Test func `cancel leaves no position: it is no fill`() throws {
    let run = try Self.run(.cancel, holding: 1_000)
    let facts = try run.close("EUR_USD")
    #expect(Self.injected(facts) == ["cancel"])
    #expect(facts.kinds.last == .orderCanceled)
    #expect(run.units("EUR_USD") == 1_000)
    #expect(try run.close("EUR_USD").requests.count == 1)
    #expect(try run.pass(seconds: 60).fills.isEmpty)
  }

  @Test func `delay answers after four times the latency`() throws {
    let run = try Self.run(.delay)
    #expect(Self.injected(try run.order("EUR_USD", 1_000)) == ["delay"])
    #expect(try run.pass(milliseconds: 999).fills.isEmpty)
    #expect(try run.pass(milliseconds: 1).fills.count == 1)
  }

  @Test func `duplicate changes a position once`() throws {
    let run = try Self.run(.duplicate)
    #expect(Self.injected(try run.order("EUR_USD", 1_000)) == ["duplicate"])
    let facts = try run.pass(seconds: 1)
    #expect(facts.fills.count == 1)
    #expect(facts.only(.orderLookedUp).count == 1)
    #expect(facts.only(.orderIrregularityFound).isEmpty)
    #expect(run.units("EUR_USD") == 1_000)
  }

  @Test func `partial fills half of a reduction when it is due, and the rest behind it`() throws {
    let run = try Self.run(.partial, holding: 1_001)
    let facts = try run.order("EUR_USD", -901)
    #expect(Self.injected(facts) == ["partial"])
    #expect(facts.fills.isEmpty)
    #expect(try run.pass(milliseconds: 249).fills.isEmpty)
    let fills = try run.pass(milliseconds: 1).fills
    #expect(fills.map(\.units) == [Units(-450), Units(-451)])
    #expect(fills.map(\.remaining) == [Units(-451), nil])
    #expect(run.units("EUR_USD") == 100)
  }

  @Test func `partial leaves an entry whole`() throws {
    let run = try Self.run(.partial)
    #expect(Self.injected(try run.order("EUR_USD", 1_000)) == [])
    #expect(try run.pass(seconds: 1).fills.map(\.units) == [Units(1_000)])
  }

  @Test func `halt cancels an increase and makes a reduction wait a minute`() throws {
    let run = try Self.run(.halt, holding: 1_000)
    #expect(Self.injected(try run.order("EUR_USD", 1_000)) == ["halt"])
    try run.close("EUR_USD")
    let facts = try run.pass(milliseconds: 250)
    #expect(facts.only(.orderCanceled).map { $0.text("reason") } == ["MARKET_HALTED"])
    #expect(facts.only(.orderAccepted).count == 1)
    try run.pass(milliseconds: 59_749)
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(run.units("EUR_USD") == 1_000)
    try run.pass(milliseconds: 1)
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `halt holds protective prices too`() throws {
    let run = try Self.run(.halt, holding: 1_000)
    try run.order("EUR_USD", 1)
    try run.quote("EUR_USD", 1_080_000, 1_080_020)
    #expect(run.units("EUR_USD") == 1_000)
    try run.pass(seconds: 60)
    try run.quote("EUR_USD", 1_081_000, 1_081_020)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `manual_trade is adopted: not enlarged until it is flat`() throws {
    let run = try Self.run(.manualTrade)
    let facts = try run.order("EUR_USD", 1_000)
    #expect(Self.injected(facts) == ["manual_trade"])
    #expect(facts.fills.map(\.order) == [nil])
    #expect(facts.fills.map(\.units) == [Units(1)])
    #expect(run.units("EUR_USD") == 1)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 1_001)
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    // The close meets it as well: somebody buys one more, before it is due.
    try run.close("EUR_USD")
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 1)
    try run.open(3, PaperRun.settings(["EUR_USD"]))
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    try run.close("EUR_USD")
    try run.pass(seconds: 1)
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `manual_trade books both fills on one balance when nothing rests`() throws {
    let run = try PaperRun.open { $0.paperLatencyMilliseconds = 0 }
    try run.order("EUR_USD", -1_000)
    try run.open(
      2,
      PaperRun.settings(["EUR_USD"]) {
        $0.paperLatencyMilliseconds = 0
        $0.paperFaults = [PaperFaultRate(fault: .manualTrade, perMille: 1_000)]
      })
    try run.quote("EUR_USD", 1_101_000, 1_101_000)
    let fills = try run.close("EUR_USD", 500).fills
    #expect(fills.map(\.units) == [Units(1), Units(500)])
    // Sold at 1.10000: 0.001 and 0.5 are lost.
    #expect(
      fills.map(\.balance) == [Money(micros: 9_999_999_000), Money(micros: 9_999_499_000)])
  }

  @Test func `that leaves three orders unknown in ten minutes engages the kill switch`() throws {
    let run = try Self.run(.lostBefore)
    for order in 1...3 {
      #expect(!run.isKilled)
      #expect(try run.order("EUR_USD", 1).kinds.contains(.orderOutcomeUnknown), "order \(order)")
      guard order < 3 else { break }
      try run.warm(minutes: 5, [("EUR_USD", 1_100_000, 1_100_020)])
    }
    #expect(run.isKilled)
    let engaged = try #require(try run.facts().only(.killSwitchEngaged).last)
    #expect(engaged.text("causes") == "[\"unknown_orders\"]")
    #expect(engaged.text("owner") == "node")
    let refusal = try #require(try run.release().only(.killSwitchReleaseRefused).first)
    #expect(refusal.text("causes") == "[\"unknown_orders\"]")
  }

  @Test func `that leaves three orders unknown in longer than ten minutes does not`() throws {
    let run = try Self.run(.lostBefore)
    for _ in 1...5 {
      #expect(try run.order("EUR_USD", 1).kinds.contains(.orderOutcomeUnknown))
      try run.warm(minutes: 5, [("EUR_USD", 1_100_000, 1_100_020)])
      try run.pass(milliseconds: 1)
    }
    #expect(!run.isKilled)
  }
}
