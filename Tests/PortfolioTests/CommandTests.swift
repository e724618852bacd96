import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

/// What an operator's command comes to.
@Suite struct `A command` {
  private static func bought(_ units: Int64 = 1_000) throws -> PaperRun {
    let run = try PaperRun.open()
    try run.order("EUR_USD", units)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == units)
    return run
  }

  @Test func `to buy from flat is an increase with a stop, a bound and the facts behind it`() throws
  {
    let run = try PaperRun.open()
    let facts = try run.order("EUR_USD", 1_000)
    #expect(facts.kinds == [.operatorOrderRequested, .orderRequested, .orderSubmitted])
    let request = try #require(facts.requests.first)
    #expect(request.order == 1)
    #expect(request.intent == .increase)
    #expect(request.units == Units(1_000))
    #expect(!request.reduceOnly)
    // 1.5 % below the ask of 1.10002, and 5 basis points above it, towards the quote.
    #expect(request.stop == Price(micros: 1_083_510))
    #expect(request.take == nil)
    #expect(request.bound == Price(micros: 1_100_570))
    #expect(try run.pass(seconds: 1).fills.map(\.units) == [Units(1_000)])
  }

  @Test func `to buy more adds a lot`() throws {
    let run = try Self.bought()
    let facts = try run.order("EUR_USD", 500)
    #expect(facts.requests.first?.intent == .increase)
    #expect(try run.pass(seconds: 1).only(.lotOpened).map { $0.text("lot") } == ["2"])
    #expect(run.units("EUR_USD") == 1_500)
  }

  @Test func `to sell part of a long is a reduction without stop or bound`() throws {
    let run = try Self.bought()
    let request = try #require(try run.order("EUR_USD", -400).requests.first)
    #expect(request.intent == .reduce)
    #expect(request.reduceOnly)
    #expect(request.stop == nil && request.take == nil && request.bound == nil)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 600)
  }

  @Test func `to sell all of a long closes it`() throws {
    let run = try Self.bought()
    #expect(try run.order("EUR_USD", -1_000).requests.first?.intent == .close)
    #expect(try run.pass(seconds: 1).only(.lotClosed).count == 1)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `to sell more than a long holds is refused`() throws {
    let run = try Self.bought()
    #expect(try run.order("EUR_USD", -1_001).blockers == [.sideChange])
  }

  @Test func `to buy back a short works the same way round`() throws {
    let run = try Self.bought(-1_000)
    #expect(try run.order("EUR_USD", 1_001).blockers == [.sideChange])
    #expect(try run.order("EUR_USD", 400).requests.first?.intent == .reduce)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == -600)
  }

  @Test func `against what is being closed already is refused, not an increase`() throws {
    // If the close were canceled or late, an increase would turn the position over.
    let run = try Self.bought()
    try run.close("EUR_USD")
    #expect(try run.order("EUR_USD", -2_000).blockers == [.sideChange])
    #expect(try run.order("EUR_USD", -1).blockers == [.sideChange])
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `against an increase under way is refused`() throws {
    let run = try PaperRun.open()
    try run.order("EUR_USD", 1_000)
    #expect(try run.order("EUR_USD", -2_000).blockers == [.sideChange])
    #expect(try run.order("EUR_USD", -500).blockers == [.sideChange])
  }

  @Test func `to close takes all, a part, and no more`() throws {
    let run = try Self.bought()
    #expect(try run.close("EUR_USD", 400).requests.first?.units == Units(-400))
    try run.pass(seconds: 1)
    #expect(try run.close("EUR_USD", 601).blockers == [.units])
    #expect(try run.close("EUR_USD", 0).blockers == [.units])
    #expect(try run.close("EUR_USD", .min).blockers == [.units])
    let request = try #require(try run.close("EUR_USD").requests.first)
    #expect(request.units == Units(-600))
    #expect(request.intent == .close)
    #expect(request.reduceOnly)
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `to close what is not there is refused`() throws {
    let run = try PaperRun.open()
    #expect(try run.close("EUR_USD").blockers == [.noPosition])
    try run.order("EUR_USD", 1_000)
    try run.pass(seconds: 1)
    try run.close("EUR_USD")
    #expect(try run.close("EUR_USD").blockers == [.noPosition])
  }

  @Test func `of any size is answered`() throws {
    let run = try PaperRun.open()
    for units in [Int64.max, .min, .max - 1, .min + 1, 1 << 40] {
      #expect(try run.order("EUR_USD", units).blockers.contains(.units))
    }
    try run.order("EUR_USD", 1_000)
    try run.pass(seconds: 1)
    for units in [Int64.max, Int64.max - 1_000] {
      #expect(try run.order("EUR_USD", units).blockers.contains(.units))
      #expect(try run.close("EUR_USD", units).blockers == [.units])
    }
    #expect(try run.order("EUR_USD", .min).blockers == [.sideChange])
  }

  @Test func `to flatten engages the kill switch and closes every position`() throws {
    let run = try PaperRun.open([
      ("EUR_USD", 1_100_000, 1_100_020), ("GBP_USD", 1_300_000, 1_300_020),
      ("USD_CHF", 900_000, 900_020),
    ])
    try run.order("EUR_USD", 1_000)
    try run.order("GBP_USD", -2_000)
    try run.pass(seconds: 1)
    let facts = try run.flatten()
    #expect(run.isKilled)
    #expect(facts.requests.map(\.units) == [Units(-1_000), Units(2_000)])
    #expect(facts.requests.map(\.order) == [3, 4])
    #expect(facts.requests.allSatisfy { $0.reason == .flatten && $0.reduceOnly })
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
    #expect(run.units("GBP_USD") == 0)
  }

  @Test func `engages the kill switch and releases it`() throws {
    let run = try PaperRun.open()
    #expect(!run.isKilled)
    let engaged = try #require(try run.engage().only(.killSwitchEngaged).first)
    #expect(engaged.text("owner") == "ann")
    #expect(engaged.text("reason") == "test")
    #expect(engaged.text("causes") == "[\"operator\"]")
    #expect(run.isKilled)
    #expect(try run.release().kinds.last == .killSwitchReleased)
    #expect(!run.isKilled)
  }

  @Test(arguments: ["", "   "])
  func `to release the kill switch without a reason is refused`(reason: String) throws {
    let run = try PaperRun.open()
    try run.engage()
    #expect(try run.release(reason: reason).kinds.last == .killSwitchReleaseRefused)
    #expect(run.isKilled)
  }

  @Test func `to release a forced kill switch is refused with the cause`() throws {
    let run = try PaperRun.open { $0.killSwitchForce = true }
    let refusal = try #require(try run.release().only(.killSwitchReleaseRefused).first)
    #expect(refusal.text("causes") == "[\"forced\"]")
    #expect(run.isKilled)
  }

  @Test func `disables an instrument and enables it`() throws {
    let run = try PaperRun.open()
    #expect(try run.disable("EUR_USD").kinds.last == .instrumentDisabled)
    #expect(try run.order("EUR_USD", 1_000).blockers == [.disabled])
    #expect(try run.enable("EUR_USD").kinds.last == .instrumentEnabled)
    #expect(try run.order("EUR_USD", 1_000).requests.count == 1)
  }

  @Test func `makes the node read-only and lets it trade again`() throws {
    let run = try PaperRun.open()
    #expect(try run.readOnly(true).kinds.last == .modeChanged)
    #expect(try run.order("EUR_USD", 1_000).blockers == [.mode])
    try run.readOnly(false)
    #expect(try run.order("EUR_USD", 1_000).requests.count == 1)
  }

  @Test func `takes a stop and a take of its own`() throws {
    let run = try PaperRun.open()
    let request = try #require(
      try run.order("EUR_USD", 1_000, stop: 1_095_000, take: 1_110_000).requests.first)
    #expect(request.stop == Price(micros: 1_095_000))
    #expect(request.take == Price(micros: 1_110_000))
    try run.pass(seconds: 1)
    try run.quote("EUR_USD", 1_095_000, 1_095_020)
    #expect(run.units("EUR_USD") == 0)
  }

  @Test func `before any settings is answered with nothing`() throws {
    var engine = TurnEngine(Reducers())
    var tape = TurnTape()
    let none = Text(offset: 0, count: 0)
    try engine.run(
      Input(
        time: .zero, occurredAt: .zero, source: 1, position: 1,
        body: .operatorOrderRequested(
          OperatorOrderRequested(
            owner: none, reason: none, instrument: InstrumentID(0), units: Units(1)))),
      into: &tape)
    #expect(try tape.facts().kinds == [.operatorOrderRequested])
  }
}
