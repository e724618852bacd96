import Events
import Market

extension MetricsComputed {
  /// The recorded form of what a candle came to.
  init(
    of result: CandleResult, day: DayCounters, candle: CandlePrices, instrument: InstrumentID
  ) {
    let window = result.window
    let bar = candle.barSeconds &* nanosecondsPerSecond
    self.init(
      instrument: instrument, kernel: .kernelV1, openAt: candle.openAt,
      asOf: candle.openAt.adding(nanoseconds: bar), step: result.step, symbol: result.symbol,
      price: candle.close, pairs: UInt8(window.counts.pairs), ready: window.ready,
      bias: window.bias, coherence: window.coherence, stability: window.stability,
      entropy: window.entropy, rupture: window.rupture, ruptureDefined: window.ruptureDefined,
      evidenceQ32: window.evidenceQ32, runAge: UInt8(window.runAge),
      nullCount: UInt8(window.counts.nullCount), flipCount: UInt8(window.counts.flipCount),
      overlapCount: UInt8(window.counts.overlapCount), lambdaHazard: result.hazard,
      sigmaEff: result.sigmaPpb, daySigmaEff: day.sigmaPpb, dayLambda: day.lambda,
      state: result.state, generation: result.generation,
      band: result.band, triadCoherence: result.triad.coherence,
      triadStability: result.triad.stability, triadEntropy: result.triad.entropy, pin: result.pin,
      undo: result.undo?.byte, cleared: result.clearedPin)
  }
}
