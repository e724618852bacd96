import Events
import Ingest
import Kernel
import Market
import Testing

@Suite struct `A quote merged from several` {
  private let merged = EventBody.merged(
    bid: 1_100_000, ask: 1_100_020, first: 1_100_030, low: 1_099_970, high: 1_100_090, count: 5)

  @Test func `is all of them to its candle`() throws {
    var node = try TestNode()
    try node.apply(merged, at: .seconds(65))
    let open = node.openCandle()
    let candle = try #require(open)
    #expect(candle.open.micros == 1_100_030 && candle.close.micros == 1_100_010)
    #expect(candle.high.micros == 1_100_090 && candle.low.micros == 1_099_970)
    #expect(candle.volume == 5)
  }

  @Test func `widens a candle that is open, and keeps its first price`() throws {
    var node = try TestNode()
    try node.apply(.tick(0, 1_100_000, 1_100_000), at: .seconds(61))
    try node.apply(merged, at: .seconds(65))
    try node.apply(.tick(0, 1_100_050, 1_100_050), at: .seconds(70))
    let open = node.openCandle()
    let candle = try #require(open)
    #expect(candle.open.micros == 1_100_000 && candle.close.micros == 1_100_050)
    #expect(candle.high.micros == 1_100_090 && candle.low.micros == 1_099_970)
    #expect(candle.volume == 7)
  }

  @Test func `is one input and one accepted quote`() throws {
    var node = try TestNode()
    #expect(try node.apply(merged, at: .seconds(65)).isEmpty)
    #expect(node.counts()?.accepted == 1)
  }

  @Test func `shows the tick register its first and its last mid`() throws {
    var node = try TestNode()
    try node.apply(.tick(0, 1_100_000, 1_100_000), at: .seconds(61))
    try node.apply(merged, at: .seconds(65))
    // From 1.100000 up to 1.100030, then down to 1.100010.
    #expect(node.kernel()?.tickPin.bits == 0b10)
    #expect(node.kernel()?.tickPin.fill == 2)
  }

  @Test func `closes the candle before it`() throws {
    var node = try TestNode()
    try node.apply(.tick(), at: .seconds(59))
    let words = try node.apply(merged, at: .seconds(61))
    #expect(words.candles.map(\.volume) == [1])
    #expect(node.openCandle()?.volume == 5)
  }

  @Test func `is refused as any other`() throws {
    var node = try TestNode()
    let crossed = EventBody.merged(
      bid: 1_100_020, ask: 1_100_000, first: 1_100_030, low: 1_099_970, high: 1_100_090, count: 5)
    try node.apply(crossed, at: .seconds(65))
    #expect(node.refusal == "crossed")
    #expect(node.openCandle() == nil)
  }
}
