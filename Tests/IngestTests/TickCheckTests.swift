import Events
import Ingest
import Kernel
import Market
import Testing

/// A quote behind an accepted one of each instrument at 100 s, and why it is refused.
struct QuoteCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let reason: TickFault?
  let body: EventBody
  let stamp: Timestamp

  init(
    _ testDescription: String, _ reason: TickFault?, _ body: EventBody,
    at stamp: Timestamp = .seconds(101)
  ) {
    self.testDescription = testDescription
    self.reason = reason
    self.body = body
    self.stamp = stamp
  }

  static let single: [QuoteCase] = [
    QuoteCase("not listed", .unknownInstrument, .tick(3)),
    QuoteCase("last number there is", .unknownInstrument, .tick(65_535)),
    QuoteCase("bid no number", .badNumber, .tick(0, nil)),
    QuoteCase("ask no number", .badNumber, .tick(0, 1_100_000, nil)),
    QuoteCase("neither a number", .badNumber, .tick(0, nil, nil)),
    QuoteCase("bid of six decimals", .badNumber, .tick(0, 1_100_001)),
    QuoteCase("ask of six decimals", .badNumber, .tick(0, 1_100_000, 1_100_015)),
    QuoteCase("four decimals for three digits", .badNumber, .tick(1, 150_000_500, 150_001_000)),
    QuoteCase("bid zero", .badPrice, .tick(0, 0)),
    QuoteCase("bid below zero", .badPrice, .tick(0, -10)),
    QuoteCase("both zero", .badPrice, .tick(0, 0, 0)),
    QuoteCase("ask at 2^31 deci-points", .badPrice, .tick(0, 1_100_000, 2_147_483_650)),
    QuoteCase("both at it", .badPrice, .tick(0, 2_147_483_650, 2_147_483_650)),
    QuoteCase("at it with three digits", .badPrice, .tick(1, 150_000_000, 214_748_365_000)),
    QuoteCase("far above it", .badPrice, .tick(0, 1_100_000, .max / 10 * 10)),
    QuoteCase("one point crossed", .crossed, .tick(0, 1_100_020, 1_100_010)),
    QuoteCase(
      "a nanosecond early", .outOfOrder, .tick(), at: Timestamp(nanoseconds: 99_999_999_999)),
  ]

  static let several: [QuoteCase] = [
    QuoteCase("everything", .unknownInstrument, .tick(3, nil, 0), at: .seconds(1)),
    QuoteCase("all but the instrument", .badNumber, .tick(0, 1_100_001, 0), at: .seconds(1)),
    QuoteCase("decimals below zero", .badNumber, .tick(0, -1, -5), at: .seconds(1)),
    QuoteCase("price, crossed, early", .badPrice, .tick(0, 1_100_000, 0), at: .seconds(1)),
    QuoteCase("crossed, early", .crossed, .tick(0, 1_100_020, 1_100_010), at: .seconds(1)),
    QuoteCase("early", .outOfOrder, .tick(), at: .seconds(1)),
  ]

  static let fine: [QuoteCase] = [
    QuoteCase("of the same stamp", nil, .tick(), at: .seconds(100)),
    QuoteCase("without a spread", nil, .tick(0, 1_100_000, 1_100_000)),
    QuoteCase("of one point", nil, .tick(0, 10, 10)),
    QuoteCase("just below 2^31 deci-points", nil, .tick(0, 10, 2_147_483_640)),
    QuoteCase("of three digits", nil, .tick(1, 150_001_000, 150_002_000)),
    QuoteCase("just below it, of three digits", nil, .tick(1, 1_000, 214_748_364_000)),
    QuoteCase("long after", nil, .tick(), at: Timestamp(nanoseconds: (1 << 62) - 1)),
  ]
}

@Suite struct `A quote` {
  /// A instrument at which each listed instrument has an accepted quote of 100 s.
  private func node() throws -> TestNode {
    var node = try TestNode()
    for instrument in 0..<3 as Range<UInt16> {
      let price: Int64 = instrument == 1 ? 150_000_000 : 1_100_000
      #expect(try node.apply(.tick(instrument, price, price), at: .seconds(100)).isEmpty)
    }
    return node
  }

  private func refusal(of quote: QuoteCase) throws -> String? {
    var node = try node()
    try node.apply(quote.body, at: .seconds(100), stamp: quote.stamp)
    return node.refusal
  }

  @Test(arguments: QuoteCase.single)
  func `is refused by name`(quote: QuoteCase) throws {
    #expect(try refusal(of: quote) == quote.reason?.name)
  }

  @Test(arguments: QuoteCase.several)
  func `with several faults is refused for the first of them`(quote: QuoteCase) throws {
    #expect(try refusal(of: quote) == quote.reason?.name)
  }

  @Test(arguments: QuoteCase.fine)
  func `is accepted when nothing is wrong`(quote: QuoteCase) throws {
    #expect(try refusal(of: quote) == nil)
  }

  @Test(arguments: QuoteCase.single)
  func `that is refused changes nothing but its count`(quote: QuoteCase) throws {
    var node = try node()
    let (candle, kernel) = (node.openCandle(), node.kernel())
    let instrument = try #require(quote.body.instrument)
    var expected = node.counts(instrument.number)
    expected?.rejected += 1
    let words = try node.apply(quote.body, at: .seconds(100), stamp: quote.stamp)
    #expect(words.map(\.body.kind) == [.tickRejected])
    #expect(words.first?.body.instrument == instrument)
    #expect(node.counts(instrument.number) == expected)
    #expect(node.openCandle() == candle)
    #expect(node.kernel() == kernel)
  }

  @Test func `is early or not against the last accepted one, not the last one seen`() throws {
    var node = try node()
    try node.apply(.tick(0, 0), at: .seconds(100), stamp: .seconds(150))
    #expect(node.refusal == "bad_price")
    try node.apply(.tick(), at: .seconds(100), stamp: .seconds(120))
    #expect(node.refusal == nil)
  }

  @Test func `is early or not by its stamp, not by its arrival`() throws {
    var node = try node()
    try node.apply(.tick(), at: .seconds(200), stamp: .seconds(99))
    #expect(node.refusal == "out_of_order")
    try node.apply(.tick(), at: .seconds(200), stamp: .seconds(100))
    #expect(node.refusal == nil)
  }

  @Test func `is early or not within its instrument`() throws {
    var node = try node()
    try node.apply(.tick(), at: .seconds(500))
    try node.apply(.tick(2), at: .seconds(500), stamp: .seconds(101))
    #expect(node.refusal == nil)
  }

  @Test(
    arguments: [
      (0, 1_176_990, 1_177_080, 1_177_035), (0, 1_176_990, 1_177_090, 1_177_040),
      (1, 150_001_000, 150_002_000, 150_001_500), (1, 150_001_000, 150_003_000, 150_002_000),
    ] as [(UInt16, Int64, Int64, Int64)])
  func `has a mid on the half point`(
    instrument: UInt16, bid: Int64, ask: Int64, mid: Int64
  ) throws {
    var node = try TestNode()
    try node.apply(.tick(instrument, bid, ask), at: .seconds(5))
    let open = node.openCandle(instrument)
    let candle = try #require(open)
    #expect(candle.open.micros == mid && candle.close.micros == mid)
  }

  @Test func `moves the register of its instrument by its mid in deci-points`() throws {
    var node = try TestNode()
    // Up, down, and a move of bid and ask that leaves the mid.
    for (bid, ask) in [
      (117_699, 117_709), (117_700, 117_709), (117_699, 117_709), (117_698, 117_710),
    ]
      as [(Int64, Int64)]
    {
      try node.apply(.points(bid, ask), at: .seconds(5))
    }
    #expect(node.kernel()?.tickPin.fill == 2)
    #expect(node.kernel()?.tickPin.bits == 0b10)
  }

  @Test func `moves the register by its stamp, however late it arrives`() throws {
    var node = try TestNode()
    // More than 300 s apart would be a seam, which leaves the next move unlinked.
    for (price, arrival, stamp) in [(1, 10, 10), (2, 20, 20), (3, 800, 30)]
      as [(Int64, Int64, Int64)]
    {
      try node.apply(
        .points(110_000 + price, 110_000 + price), at: .seconds(arrival), stamp: .seconds(stamp))
    }
    #expect(node.kernel()?.tickPin.link == 0b01)
    #expect(node.kernel()?.tickPin.fill == 2)
  }

  @Test func `row that is none is counted apart`() throws {
    var node = try TestNode()
    let row = RowRejected(
      instrument: InstrumentID(2), line: 3, reason: .tooLong, head: Text(offset: 0, count: 0))
    #expect(try node.apply(.rowRejected(row), at: .seconds(1)).isEmpty)
    #expect(node.counts(2)?.rowsRejected == 1 && node.counts(2)?.rejected == 0)
    #expect(node.counts(0)?.rowsRejected == 0)
    #expect(node.counts(3) == nil)
  }
}
