import Market
import TestSupport
import Testing

@Suite struct `A candle from outside` {
  @Test func `is accepted or refused as in the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "candle") { vector, _ in
      let input = vector["input"]
      let candle = CandleCheck(
        openAt: instant(milliseconds: try input["t"].integer()),
        isComplete: try input["complete"].flag(), open: try optionalNumber(input["o"]),
        high: try optionalNumber(input["h"]), low: try optionalNumber(input["l"]),
        close: try optionalNumber(input["c"]), volume: try optionalNumber(input["v"]))
      let refusal = candle.refusal(granularity: .m1)
      #expect(
        (refusal?.name ?? "ok") == (try vector["expect"].text()), "\(vector["name"])")
    }
  }

  private let sound = CandleCheck(
    openAt: Timestamp(nanoseconds: 1_800_000_000 * nanosecondsPerSecond), isComplete: true,
    open: 1.1, high: 1.2, low: 1.0, close: 1.1, volume: 3)

  @Test func `is refused for the first of several reasons`() {
    var candle = sound
    #expect(candle.refusal(granularity: .h1) == nil)
    candle.openAt = candle.openAt.adding(nanoseconds: 1)
    #expect(candle.refusal(granularity: .h1) == .misaligned)
    candle.volume = -0.5
    #expect(candle.refusal(granularity: .h1) == .badVolume)
    candle.high = 1.05
    #expect(candle.refusal(granularity: .h1) == .badOhlc)
    candle.low = 0
    #expect(candle.refusal(granularity: .h1) == .badPrice)
    candle.close = .infinity
    #expect(candle.refusal(granularity: .h1) == .badNumber)
    candle.isComplete = false
    #expect(candle.refusal(granularity: .h1) == .incomplete)
  }

  @Test func `begins on a whole multiple of its own length`() {
    var candle = sound
    candle.openAt = candle.openAt.adding(minutes: 5)
    #expect(candle.refusal(granularity: .m5) == nil)
    #expect(candle.refusal(granularity: .m15) == .misaligned)
  }
}
