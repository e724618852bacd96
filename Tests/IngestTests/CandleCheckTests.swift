import Events
import Ingest
import Market
import Testing

/// A candle behind the accepted one that opened at 600 s, and why it is refused.
struct CandleCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let reason: CandleFault?
  let body: EventBody

  init(
    _ testDescription: String, _ reason: CandleFault?, _ instrument: UInt16 = 0,
    at openAt: Int64 = 660,
    _ change: (inout CandleReceived) -> Void = { _ in }
  ) {
    self.testDescription = testDescription
    self.reason = reason
    self.body = .candle(instrument, openAt: .seconds(openAt), change)
  }

  private static let limit = Price(micros: 1 << 31)

  static let single: [CandleCase] = [
    CandleCase("not listed", .unknownInstrument, 3),
    CandleCase("open no number", .badNumber) { $0.open = nil },
    CandleCase("high no number", .badNumber) { $0.high = nil },
    CandleCase("low no number", .badNumber) { $0.low = nil },
    CandleCase("close no number", .badNumber) { $0.close = nil },
    CandleCase("five decimals for three digits", .badNumber, 1) {
      $0.close = Price(micros: 1_100_050)
    },
    CandleCase("open zero", .badPrice) { $0.open = Price(micros: 0) },
    CandleCase("high below zero", .badPrice) { $0.high = Price(micros: -1) },
    CandleCase("low zero", .badPrice) { $0.low = Price(micros: 0) },
    CandleCase("close zero", .badPrice) { $0.close = Price(micros: 0) },
    CandleCase("high at 2^31 deci-points", .badPrice) { $0.high = limit },
    CandleCase("at it with three digits", .badPrice, 1) {
      $0.high = Price(micros: 214_748_364_800)
    },
    CandleCase("high below open", .badOhlc) { $0.high = Price(micros: 1_100_499) },
    CandleCase("high below close", .badOhlc) { $0.close = Price(micros: 1_100_901) },
    CandleCase("low above open", .badOhlc) { $0.low = Price(micros: 1_100_001) },
    CandleCase("low above close", .badOhlc) { $0.close = Price(micros: 1_099_099) },
    CandleCase("volume below zero", .badVolume) { $0.volume = -1 },
    CandleCase("a nanosecond off the grid", .misaligned) { $0.openAt.nanoseconds += 1 },
    CandleCase("half a bar off the grid", .misaligned, at: 690),
    CandleCase("off its own grid", .misaligned) { $0.barSeconds = 3_600 },
    CandleCase("a bar of no length", .misaligned) { $0.barSeconds = 0 },
    CandleCase("a bar above a week", .misaligned, at: 0) { $0.barSeconds = 604_801 },
    CandleCase("the bar before", .stale, at: 540),
    CandleCase("the same again", .duplicate, at: 600),
    CandleCase("another open", .revision, at: 600) { $0.open = Price(micros: 1_100_001) },
    CandleCase("another high", .revision, at: 600) { $0.high = Price(micros: 1_100_901) },
    CandleCase("another low", .revision, at: 600) { $0.low = Price(micros: 1_099_101) },
    CandleCase("another close", .revision, at: 600) { $0.close = Price(micros: 1_100_501) },
    CandleCase("another volume", .revision, at: 600) { $0.volume = 8 },
  ]

  /// Each has every fault from its reason on that can stand beside it.
  static let several: [CandleCase] = [
    CandleCase("everything", .unknownInstrument, 3, at: 541) {
      ($0.open, $0.high, $0.volume) = (nil, Price(micros: 0), -1)
    },
    CandleCase("from the number on", .badNumber, at: 541) {
      ($0.open, $0.high, $0.volume) = (nil, Price(micros: 0), -1)
    },
    CandleCase("from the price on", .badPrice, at: 541) {
      ($0.high, $0.volume) = (Price(micros: 0), -1)
    },
    CandleCase("from the order of prices on", .badOhlc, at: 541) {
      ($0.high, $0.volume) = (Price(micros: 1), -1)
    },
    CandleCase("from the volume on", .badVolume, at: 541) { $0.volume = -1 },
    CandleCase("from the grid on", .misaligned, at: 541) { $0.close = Price(micros: 1_100_501) },
    CandleCase("from the age on", .stale, at: 540) { $0.close = Price(micros: 1_100_501) },
  ]

  static let fine: [CandleCase] = [
    CandleCase("the next bar", nil),
    CandleCase("a bar much later", nil, at: 600_000),
    CandleCase("no volume", nil) { $0.volume = nil },
    CandleCase("all prices one", nil) {
      let one = Price(micros: 1)
      ($0.open, $0.high, $0.low, $0.close) = (one, one, one, one)
    },
    CandleCase("just below 2^31 deci-points", nil) { $0.high = Price(micros: (1 << 31) - 1) },
    CandleCase("four decimals of three digits", nil, 1) { $0.close = Price(micros: 1_100_100) },
    CandleCase("a bar of a week", nil, at: 604_800) { $0.barSeconds = 604_800 },
    CandleCase("a side of its own", nil) { $0.side = .bid },
  ]
}

@Suite struct `A candle` {
  /// A instrument at which each listed instrument has an accepted candle that opened at 600 s.
  private func node() throws -> TestNode {
    var node = try TestNode()
    for instrument in 0..<3 as Range<UInt16> {
      let words = try node.apply(.candle(instrument, openAt: .seconds(600)), at: .seconds(660))
      #expect(words.map(\.body.kind) == [.metricsComputed])
    }
    return node
  }

  private func refusal(of candle: CandleCase) throws -> String? {
    var node = try node()
    try node.apply(candle.body, at: .seconds(720))
    return node.refusal
  }

  @Test(arguments: CandleCase.single)
  func `is refused by name`(candle: CandleCase) throws {
    #expect(try refusal(of: candle) == candle.reason?.name)
  }

  @Test(arguments: CandleCase.several)
  func `with several faults is refused for the first of them`(candle: CandleCase) throws {
    #expect(try refusal(of: candle) == candle.reason?.name)
  }

  @Test(arguments: CandleCase.fine)
  func `is accepted when nothing is wrong`(candle: CandleCase) throws {
    #expect(try refusal(of: candle) == nil)
  }

  @Test(arguments: CandleCase.single)
  func `that is refused changes nothing but its count`(candle: CandleCase) throws {
    var node = try node()
    let kernel = node.kernel()
    let instrument = try #require(candle.body.instrument)
    var expected = node.counts(instrument.number)
    expected?.rejected += 1
    let words = try node.apply(candle.body, at: .seconds(720))
    #expect(words.map(\.body.kind) == [.candleRejected])
    #expect(words.first?.body.instrument == instrument)
    #expect(node.counts(instrument.number) == expected)
    #expect(node.kernel() == kernel)
    // The one it stands against is still the accepted one.
    try node.apply(.candle(openAt: .seconds(600)), at: .seconds(720))
    #expect(node.refusal == "duplicate")
  }

  @Test func `without volume is the same as one with none`() throws {
    var node = try TestNode()
    try node.apply(.candle(openAt: .seconds(600)) { $0.volume = nil }, at: .seconds(660))
    try node.apply(.candle(openAt: .seconds(600)) { $0.volume = 0 }, at: .seconds(660))
    #expect(node.refusal == "duplicate")
  }

  @Test func `is measured in the turn that brings it, with its own times`() throws {
    var node = try TestNode()
    let words = try node.apply(.candle(1, openAt: .seconds(660)), at: .seconds(725))
    let metrics = try #require(words.metrics.first)
    #expect(words.count == 1 && words[0].at == .seconds(725))
    #expect(metrics.instrument == InstrumentID(1))
    #expect(metrics.openAt == .seconds(660) && metrics.asOf == .seconds(720))
    #expect(metrics.price.micros == 1_100_500)
    #expect(metrics.step == .first)
  }

  @Test func `from outside neither opens nor closes one built from quotes`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(605))
    let open = node.openCandle()
    try node.apply(.candle(openAt: .seconds(660)), at: .seconds(610))
    #expect(node.openCandle() == open && open != nil)
  }
}
