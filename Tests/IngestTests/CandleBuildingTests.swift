import Events
import Ingest
import Kernel
import Market
import Testing

@Suite struct `A candle built from quotes` {
  /// Applies quotes of equal bid and ask, in points, at so many milliseconds.
  private func words(
    _ quotes: [(Int64, Int64)], in node: inout TestNode
  ) throws -> [Word] {
    try quotes.flatMap { milliseconds, price in
      try node.apply(.points(price, price), at: .milliseconds(milliseconds))
    }
  }

  @Test func `has the first, highest, lowest and last mid of its quotes, and their number`() throws
  {
    var node = try TestNode()
    let words = try words(
      [(60_000, 110_000), (70_000, 110_007), (80_000, 109_990), (119_999, 110_003), (120_000, 5)],
      in: &node)
    let candle = try #require(words.candles.first)
    #expect(words.candles.count == 1)
    #expect(candle.openAt == .seconds(60) && candle.barSeconds == 60 && candle.side == .mid)
    #expect(candle.open.micros == 1_100_000 && candle.close.micros == 1_100_030)
    #expect(candle.high.micros == 1_100_070 && candle.low.micros == 1_099_900)
    #expect(candle.volume == 4)
  }

  @Test func `holds the quotes from its first nanosecond to its last`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(60))
    try node.apply(.tick(), at: Timestamp(nanoseconds: 119_999_999_999))
    #expect(node.openCandle()?.volume == 2)
    try node.apply(.tick(), at: .seconds(120))
    #expect(node.openCandle()?.openAt == .seconds(120))
  }

  @Test func `closes at the first quote of a later bucket, because of it`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(65))
    let words = try node.apply(.tick(), at: .milliseconds(121_999))
    #expect(words.map(\.body.kind) == [.candleClosed, .metricsComputed])
    #expect(words.map(\.at) == [.milliseconds(121_999), .milliseconds(121_999)])
    // Four events of the node, the first quote, then this one.
    #expect(words.map(\.cause) == [6, 7])
    #expect(node.openCandle()?.volume == 1)
  }

  @Test func `closes two seconds after its end when no quote comes before`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(65))
    let words = try node.apply(.tick(), at: .seconds(122))
    #expect(words.map(\.body.kind) == [.candleClosed, .metricsComputed])
    #expect(words.map(\.at) == [.seconds(122), .seconds(122)])
    #expect(words.map(\.cause) == [0, 6])
  }

  @Test func `closes by time when others' quotes go on`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(65))
    #expect(try node.apply(.tick(2), at: .milliseconds(121_999)).isEmpty)
    let words = try node.apply(.tick(2), at: .seconds(150))
    #expect(words.candles.map(\.instrument.number) == [0])
    #expect(words.first?.at == .seconds(122))
  }

  @Test func `closes once`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(65))
    try node.apply(.tick(), at: .seconds(121))
    #expect(try node.apply(.tick(2), at: .seconds(150)).isEmpty)
  }

  @Test func `does not close at the end of a feed`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(65))
    #expect(node.words.isEmpty)
    #expect(node.openCandle()?.volume == 1)
  }

  @Test func `is not made of minutes without quotes`() throws {
    var node = try TestNode()
    let words = try words([(0, 110_000), (600_000, 110_000), (660_000, 110_000)], in: &node)
    #expect(words.candles.map(\.openAt) == [.seconds(0), .seconds(600)])
    #expect(words.metrics.map(\.step) == [.first, .seam])
  }

  @Test func `takes no quote once it is closed, and counts it late`() throws {
    var node = try TestNode()
    try node.apply(.points(110_000, 110_000), at: .seconds(65))
    let words = try node.apply(
      .points(110_009, 110_009), at: .seconds(122), stamp: .milliseconds(119_000))
    #expect(words.candles.map(\.volume) == [1])
    #expect(words.candles.first?.high.micros == 1_100_000)
    #expect(node.refusal == nil)
    #expect(node.openCandle() == nil)
    #expect(node.counts()?.accepted == 2 && node.counts()?.late == 1)
    // A quote it is all the same: the kernel's register has moved.
    #expect(node.kernel()?.tickPin.fill == 1)
    try node.apply(.points(110_000, 110_000), at: .seconds(123))
    #expect(node.openCandle()?.volume == 1)
    #expect(node.counts()?.late == 1)
  }

  @Test func `that opens behind its time closes a second later`() throws {
    var node = try TestNode()
    // Stamped a minute ago: the candle's end and the two seconds are long over.
    try node.apply(.tick(), at: .seconds(300), stamp: .seconds(235))
    #expect(try node.apply(.tick(2), at: .milliseconds(300_999)).isEmpty)
    let words = try node.apply(.tick(2), at: .seconds(301))
    #expect(words.candles.map(\.openAt) == [.seconds(180)])
    #expect(words.first?.at == .seconds(301))
  }

  @Test(arguments: [(1, 7), (300, 300), (3_600, 0), (86_400, 0)] as [(Int64, Int64)])
  func `is as long as the opening says`(barSeconds: Int64, openAt: Int64) throws {
    var node = try TestNode(barSeconds: barSeconds)
    let quote: Int64 = barSeconds == 1 ? 7 : 420
    try node.apply(.tick(), at: .seconds(quote))
    let open = node.openCandle()
    let candle = try #require(open)
    #expect(candle.openAt == .seconds(openAt) && candle.barSeconds == barSeconds)
    let end = openAt + barSeconds
    #expect(try node.apply(.tick(2), at: .milliseconds(end * 1_000 + 1_999)).candles.isEmpty)
    let words = try node.apply(.tick(2), at: .seconds(end + 2))
    #expect(words.candles.first { $0.instrument.number == 0 } == candle)
    #expect(words.metrics.first?.asOf == .seconds(end))
  }

  @Test func `is measured by the kernel as it was closed`() throws {
    var node = try TestNode()
    var words: [Word] = []
    for minute in 0..<40 as Range<Int64> {
      words += try node.apply(
        .points(110_000 + minute, 110_000 + minute), at: .seconds(minute * 60))
    }
    #expect(words.candles.count == 39 && words.metrics.count == 39)
    #expect(words.metrics.map(\.price) == words.candles.map(\.close))
    #expect(words.metrics.map(\.openAt) == words.candles.map(\.openAt))
    #expect(words.metrics.last?.pin.fill == 38)
    #expect(words.metrics.last?.coherence.micros == 1_000_000)
  }
}
