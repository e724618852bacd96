import Events
import Market
import Numerics

extension SignalComputed {
  /// The signal of a candle's metrics.
  init(of metrics: MetricsComputed, signature: Text, repetition: Repetition) {
    self.init(
      instrument: metrics.instrument, kernel: metrics.kernel, asOf: metrics.asOf,
      price: metrics.price, coherence: metrics.coherence, stability: metrics.stability,
      entropy: metrics.entropy, rupture: metrics.rupture, bias: metrics.bias,
      evidenceMbits: roundedDivision(metrics.evidenceQ32 * 1_000, by: 1 << 32),
      state: metrics.state, band: metrics.band, generation: metrics.generation,
      pin: metrics.pin.bits, pinPrev: metrics.pin.previous, pairs: metrics.pairs,
      overlapCount: metrics.overlapCount, flipCount: metrics.flipCount, runAge: metrics.runAge,
      lambdaHazard: metrics.lambdaHazard, sigmaEff: metrics.sigmaEff, signature: signature,
      count1h: repetition.countHour, echoCount: repetition.echoCount,
      firstSeen: repetition.firstSeen)
  }
}

extension MetricsComputed {
  /// Whether the numbers that the manifold reckons with lie where the kernel puts them.
  ///
  /// Always so in what our kernel emits; a journal from elsewhere may hold anything.
  var areInRange: Bool {
    let share = Ratio(micros: 0)...Ratio(micros: 1_000_000)
    let bar = 1...(604_800 * nanosecondsPerSecond)
    return bar.contains(barNanoseconds) && barNanoseconds % nanosecondsPerSecond == 0
      && share.contains(coherence) && share.contains(stability) && share.contains(entropy)
      && (0...(64 << 32)).contains(evidenceQ32)
  }
}
