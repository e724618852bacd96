import Kernel
import Market
import TestSupport

/// A candle as the vector files hold it: open_ms, o, h, l, c, v.
struct CandleInput: Sendable {
  var openMilliseconds: Int64
  var open: Int64
  var high: Int64
  var low: Int64
  var close: Int64
  var volume: Int64

  static let minute: Int64 = 60_000

  init(openMilliseconds: Int64, open: Int64, high: Int64, low: Int64, close: Int64, volume: Int64) {
    self.openMilliseconds = openMilliseconds
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// A missing volume is 0.
  init(_ row: VectorValue) throws {
    self.init(
      openMilliseconds: try row[0].integer(), open: try row[1].integer(),
      high: try row[2].integer(), low: try row[3].integer(), close: try row[4].integer(),
      volume: row[5].isNull ? 0 : try row[5].integer())
  }

  /// The candle of a market in which every price x is `constant` - x.
  func mirrored(around constant: Int64) -> CandleInput {
    CandleInput(
      openMilliseconds: openMilliseconds, open: constant - open, high: constant - low,
      low: constant - high, close: constant - close, volume: volume)
  }
}

extension InstrumentKernel {
  /// Applies a minute candle, and its own answer as the actor would.
  mutating func apply(_ candle: CandleInput) -> CandleResult {
    let result = self.candle(
      openAt: Timestamp(nanoseconds: candle.openMilliseconds * nanosecondsPerMillisecond),
      open: candle.open, high: candle.high, low: candle.low, close: candle.close,
      volume: candle.volume, barNanoseconds: CandleInput.minute * nanosecondsPerMillisecond)
    adopt(state: result.state, generation: result.generation)
    return result
  }
}
