import Market
import Strategy
import TestSupport
import Testing

@Suite struct `Directions of the vectors` {
  @Test func `have the side, reason and numbers written there`() throws {
    try Vectors.forEachCase(in: "trading/direction.json") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = vector["input"]
      let limits = try limits(input["config"], over: config)
      var window = limits.window()
      for candle in try input["candles"].list() {
        window.record(close: try candle[1].price(), at: try #require(try candle[0].instant()))
      }
      for coherence in try input["coherence"].list() {
        window.record(coherence: try coherence.ratio())
      }
      let verdict = limits.verdict(on: window)
      let expect = vector["expect"]
      #expect(verdict.side == (try expect["side"].stance()), name)
      #expect(verdict.reason.name == (try expect["reason"].text()), name)
      #expect(isClose(verdict.slopeBasisPoints, try expect["slope_bps"].double()), name)
      #expect(isClose(verdict.coherenceDelta, try expect["delta_c"].double()), name)
      #expect(isClose(verdict.confidence, try expect["confidence"].number()), name)
    }
  }

  private func limits(_ own: VectorValue, over config: VectorValue) throws -> DirectionLimits {
    let names = try config.members(
      of: "look", "thr_bps", "c_min", "coh_lookback", "min_coh_delta", "max_gap_sec")
    var limits = DirectionLimits()
    limits.look = Int(try own.setting("look", over: names).integer())
    limits.thresholdBasisPoints = try own.setting("thr_bps", over: names).number()
    limits.leastCoherence = try own.setting("c_min", over: names).number()
    limits.coherenceLookback = Int(try own.setting("coh_lookback", over: names).integer())
    limits.leastCoherenceDelta = try own.setting("min_coh_delta", over: names).number()
    limits.widestGapNanoseconds =
      try own.setting("max_gap_sec", over: names).integer() * nanosecondsPerSecond
    return limits
  }
}
