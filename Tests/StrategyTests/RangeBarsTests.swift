import Market
import Strategy
import Testing

@Suite struct `Bars of the average true range` {
  private static let minute = 60 * nanosecondsPerSecond

  private func price(_ micros: Int64) -> Price { Price(micros: micros) }

  /// Minute candles: their number, high, low and close.
  private func record(
    _ candles: [(Int64, Int64, Int64, Int64)], _ bars: inout RangeBars,
    _ range: inout AverageTrueRange
  ) {
    for (number, high, low, close) in candles {
      bars.record(
        openAt: Timestamp(nanoseconds: number * Self.minute), barSeconds: 60, high: price(high),
        low: price(low), close: price(close), into: &range)
    }
  }

  @Test func `are the candles themselves where the length is the run's or less`() {
    for asked: Int64 in [1, 60] {
      var bars = RangeBars(seconds: asked, run: 60)
      var range = AverageTrueRange(length: 2)
      var plain = AverageTrueRange(length: 2)
      #expect(bars.seconds == 60)
      let candles: [(Int64, Int64, Int64, Int64)] = [
        (1, 110, 100, 105), (2, 120, 104, 118), (9, 119, 90, 95),
      ]
      record(candles, &bars, &range)
      for candle in candles {
        plain.record(high: price(candle.1), low: price(candle.2), close: price(candle.3))
      }
      #expect(range == plain && bars.open == nil)
    }
  }

  @Test func `take highest, lowest and last of five minutes, and count at the fifth`() {
    var bars = RangeBars(seconds: 300, run: 60)
    var range = AverageTrueRange(length: 1)
    record([(0, 110, 100, 105), (1, 130, 104, 118), (2, 119, 90, 95)], &bars, &range)
    #expect(!range.hasCandle)
    record([(3, 100, 95, 99), (4, 101, 98, 100)], &bars, &range)
    #expect(range.hasCandle && range.previousClose == price(100) && bars.open == nil)
    record([(5, 140, 100, 120), (9, 125, 80, 110)], &bars, &range)
    // 140 − 80 is wider than either from the close before.
    #expect(range.value == 0.000_060)
  }

  @Test
  func `count as they are when the last candle is missing, with that of the later bar behind`() {
    var bars = RangeBars(seconds: 300, run: 60)
    var range = AverageTrueRange(length: 1)
    record([(1, 110, 100, 105)], &bars, &range)
    // The only candle of its bar is its last one: two bars are over at once.
    record([(14, 120, 90, 100)], &bars, &range)
    #expect(bars.open == nil)
    #expect(range.value == 0.000_030)
  }

  @Test func `with one invalid price are unknown as a whole`() {
    var bars = RangeBars(seconds: 300, run: 60)
    var range = AverageTrueRange(length: 1)
    record([(4, 110, 100, 105)], &bars, &range)
    for number: Int64 in 5...9 {
      bars.record(
        openAt: Timestamp(nanoseconds: number * Self.minute), barSeconds: 60, high: price(110),
        low: number == 6 ? nil : price(100), close: price(105), into: &range)
    }
    #expect(range.value == nil && range.previousClose == nil)
  }

  @Test func `pass over a candle of an earlier bar`() {
    var bars = RangeBars(seconds: 300, run: 60)
    var range = AverageTrueRange(length: 1)
    record([(6, 110, 100, 105)], &bars, &range)
    let before = bars
    record([(3, 500, 10, 50)], &bars, &range)
    #expect(bars == before && !range.hasCandle)
  }

  @Test func `go on from a snapshot`() {
    var bars = RangeBars(seconds: 300, run: 60)
    var range = AverageTrueRange(length: 1)
    record([(4, 110, 100, 105), (5, 120, 100, 110), (6, 130, 110, 120)], &bars, &range)
    var other = RangeBars(seconds: 300, run: 60, open: bars.open)
    var otherRange = range
    record([(9, 125, 90, 115)], &bars, &range)
    record([(9, 125, 90, 115)], &other, &otherRange)
    #expect(bars == other && range == otherRange)
  }
}
