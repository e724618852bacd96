import Configuration
import Events
import Market
import PaperRun
import Testing

/// Each limit of size and count, alone, with the number that just passes.
@Suite struct `An increase is refused for` {
  private static let pairs: [(name: String, bid: Int64, ask: Int64)] = [
    ("EUR_USD", 1_100_000, 1_100_020), ("GBP_USD", 1_300_000, 1_300_020),
  ]

  @Test func `an instrument that is only heard`() throws {
    let run = try PaperRun.open(Self.pairs, traded: ["EUR_USD"])
    #expect(try run.order("GBP_USD", 1).blockers == [.notTraded])
  }

  @Test func `an instrument that an operator disabled`() throws {
    let run = try PaperRun.open()
    try run.disable("EUR_USD")
    #expect(try run.order("EUR_USD", 1).blockers == [.disabled])
  }

  @Test func `a position that the venue has otherwise`() throws {
    let run = try PaperRun.open()
    try run.observe("EUR_USD", 7)
    #expect(run.units("EUR_USD") == 7)
    #expect(try run.order("EUR_USD", 1).blockers == [.reduceOnly])
    try run.observe("EUR_USD", 0)
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `its number of units`() throws {
    let run = try PaperRun.open { $0.pmMaxNetUnits = Units(1_500) }
    try run.order("EUR_USD", 1_000)
    #expect(try run.order("EUR_USD", 501).blockers == [.units])
    try run.pass(seconds: 1)
    let facts = try run.order("EUR_USD", 501)
    #expect(facts.blockers == [.units])
    #expect(facts.compactMap(\.refused).first?.unitsLimit == Units(500))
    #expect(try run.order("EUR_USD", 500).blockers == [])
  }

  @Test func `the size that RISK_MAX_POSITION_SIZE lowers`() throws {
    let run = try PaperRun.open { $0.riskMaxPositionSize = Units(900) }
    #expect(try run.order("EUR_USD", 901).blockers == [.units])
    #expect(try run.order("EUR_USD", -901).blockers == [.units])
    #expect(try run.order("EUR_USD", -900).blockers == [])
  }

  @Test func `the margin that one instrument may use`() throws {
    // Budget 3,000, a third of it 1,000; at 0.02 × 1.10001 a unit that is 45,454.
    let run = try PaperRun.open { $0.riskMaxLossAtStopShare = nil }
    let facts = try run.order("EUR_USD", 45_455)
    #expect(facts.blockers == [.cap])
    #expect(facts.compactMap(\.refused).first?.unitsLimit == Units(45_454))
    #expect(try run.order("EUR_USD", 45_454).blockers == [])
  }

  @Test func `the margin that is left before the gate`() throws {
    // 0.05 × 10,000 = 500, at 0.0220002 a unit 22,727.07.
    let run = try PaperRun.open {
      $0.riskMaxLossAtStopShare = nil
      $0.marginHysteresisHigh = 0.05
      $0.marginHysteresisLow = 0.04
    }
    #expect(try run.order("EUR_USD", 22_728).blockers == [.headroom])
    #expect(try run.order("EUR_USD", 22_727).blockers == [])
  }

  @Test func `the margin that orders under way will use`() throws {
    let run = try PaperRun.open(Self.pairs) {
      $0.riskMaxLossAtStopShare = nil
      $0.marginHysteresisHigh = 0.05
      $0.marginHysteresisLow = 0.04
    }
    try run.order("EUR_USD", 15_000)
    #expect(try run.order("EUR_USD", 8_000).blockers == [.headroom])
    #expect(try run.order("GBP_USD", 7_000).blockers == [.headroom])
    #expect(try run.order("GBP_USD", 6_000).blockers == [])
  }

  @Test func `the loss at its stop`() throws {
    // 100 ÷ (1.10001 × 0.015) = 6,060.5.
    let run = try PaperRun.open()
    #expect(try run.order("EUR_USD", 6_061).blockers == [.risk])
    #expect(try run.order("EUR_USD", 6_060).blockers == [])
    #expect(try run.order("EUR_USD", 1).blockers == [.risk])
  }

  @Test func `too many positions`() throws {
    let run = try PaperRun.open(Self.pairs) { $0.riskMaxTotalPositions = 1 }
    try run.order("EUR_USD", 1_000)
    #expect(try run.order("GBP_USD", 1).blockers == [.tooManyPositions])
    try run.pass(seconds: 1)
    #expect(try run.order("GBP_USD", 1).blockers == [.tooManyPositions])
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `too many lots, those under way counted`() throws {
    let run = try PaperRun.open { $0.pmMaxOpenLots = 2 }
    try run.order("EUR_USD", 1)
    try run.order("EUR_USD", 1)
    #expect(try run.order("EUR_USD", 1).blockers == [.lotsFull])
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 2)
    #expect(try run.order("EUR_USD", 1).blockers == [.lotsFull])
    try run.close("EUR_USD", 1)
    try run.pass(seconds: 1)
    #expect(try run.order("EUR_USD", 1).blockers == [])
  }

  @Test func `more lots than a lower limit of a later opening`() throws {
    let run = try PaperRun.open()
    try run.order("EUR_USD", 1)
    try run.pass(seconds: 1)
    try run.open(2, PaperRun.settings(["EUR_USD"]) { $0.pmMaxOpenLots = 1 })
    try run.quote("EUR_USD", 1_100_000, 1_100_020)
    #expect(try run.order("EUR_USD", 1).blockers == [.lotsFull])
  }

  @Test func `a cross whose conversion nobody quotes`() throws {
    let run = try PaperRun.open(
      [("EUR_JPY", 163_000_000, 163_010_000), ("EUR_USD", 1_100_000, 1_100_020)],
      traded: ["EUR_JPY"])
    #expect(try run.order("EUR_JPY", 1).blockers == [.conversion])
  }

  @Test func `a cross whose conversion is old`() throws {
    let run = try PaperRun.open(
      [("EUR_JPY", 163_000_000, 163_010_000), ("USD_JPY", 150_900_000, 150_910_000)],
      traded: ["EUR_JPY"])
    #expect(try run.order("EUR_JPY", 10).blockers == [])
    try run.pass(seconds: 200)
    try run.quote("EUR_JPY", 163_000_000, 163_010_000)
    try run.pass(seconds: 101)
    #expect(try run.order("EUR_JPY", 10).blockers == [.conversion])
    // The close takes the newest mid of any age, and records it.
    try run.close("EUR_JPY")
    let fill = try #require(try run.pass(seconds: 1).fills.first)
    #expect(fill.units == Units(-10))
    #expect(fill.conversion == Price(micros: 150_905_000))
    #expect(fill.conversionDivides == true)
  }

  @Test(
    arguments: [
      (1_000, 1_100_010, nil), (1_000, 1_083_500, nil), (1_000, 1_095_001, nil),
      (1_000, nil, 1_100_020), (-1_000, 1_100_010, nil), (-1_000, 1_116_520, nil),
      (-1_000, nil, 1_100_000), (1_000, nil, 1_110_005),
    ] as [(Int64, Int64?, Int64?)])
  func `a bracket that can not be`(units: Int64, stop: Int64?, take: Int64?) throws {
    // On the wrong side, further than the disaster stop, or with too many decimals.
    let run = try PaperRun.open()
    #expect(try run.order("EUR_USD", units, stop: stop, take: take).blockers == [.bracket])
  }
}
