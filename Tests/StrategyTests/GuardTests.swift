import Market
import Strategy
import Testing

@Suite struct `Guards` {
  private let good = MetricSnapshot(
    asOf: noon, isReady: true, coherence: 0.20, stability: 0.45, rupture: 0.30, entropy: 0.990,
    hazard: nil)

  /// The `kernel.v1` column of section 7.
  @Test func `start with the limits of kernel v1, where exactly on each passes`() {
    let limits = GuardLimits()
    #expect(limits.leastCoherence == 0.20)
    #expect(limits.leastStability == 0.45)
    #expect(limits.mostRupture == 0.30)
    #expect(limits.mostEntropy == 0.990)
    #expect(limits.mostHazard == nil)
    #expect(limits.oldestNanoseconds == 300 * nanosecondsPerSecond)
    #expect(limits.report(on: good, at: noon).passes)
  }

  /// The example of section 7, with the reference column.
  @Test func `refuse a coherence just under the gate of the reference profile`() {
    var limits = GuardLimits()
    limits.leastCoherence = 0.55
    limits.leastStability = 0.40
    limits.mostRupture = 0.60
    limits.mostEntropy = 0.70
    var snapshot = MetricSnapshot(
      asOf: noon, isReady: true, coherence: 0.5499, stability: 0.40, rupture: 0.60, entropy: 0.70,
      hazard: nil)
    #expect(limits.report(on: snapshot, at: noon) == [.coherenceLow])
    snapshot.coherence = 0.55
    #expect(limits.report(on: snapshot, at: noon).passes)
  }

  @Test func `take a snapshot that is not ready for missing, and say nothing else`() {
    var cold = good
    cold.isReady = false
    cold.coherence = nil
    #expect(GuardLimits().report(on: cold, at: noon.adding(seconds: 900)) == [.metricsMissing])
  }

  @Test func `tell every reason at once, in the order of the checks`() {
    var limits = GuardLimits()
    limits.mostHazard = 0.5
    let bad = MetricSnapshot(
      asOf: noon, isReady: true, coherence: 0.1, stability: nil, rupture: .nan, entropy: 0.995,
      hazard: .infinity)
    #expect(
      limits.report(on: bad, at: noon.adding(seconds: 301)).names == [
        "signal_stale", "coherence_low", "stability_missing", "rupture_invalid", "entropy_high",
        "hazard_invalid",
      ])
  }

  @Test func `read millionths as the decimals they are`() {
    let exact = MetricSnapshot(
      asOf: noon, isReady: true, coherence: Ratio(micros: 200_000),
      stability: Ratio(micros: 450_000), rupture: Ratio(micros: 300_000),
      entropy: Ratio(micros: 990_000), hazard: nil)
    #expect(exact == good)
    let short = MetricSnapshot(
      asOf: noon, isReady: true, coherence: Ratio(micros: 199_999),
      stability: Ratio(micros: 449_999), rupture: nil, entropy: Ratio(micros: 990_001),
      hazard: Ratio(micros: 1))
    #expect(
      GuardLimits().report(on: short, at: noon)
        == [.coherenceLow, .stabilityLow, .ruptureMissing, .entropyHigh])
  }

  @Test func `count five bars as fresh where bars are longer than a minute`() {
    let limits = GuardLimits(bar: .m15)
    #expect(limits.report(on: good, at: noon.adding(seconds: 4_500)).passes)
    #expect(limits.report(on: good, at: noon.adding(seconds: 4_500.001)) == [.signalStale])
  }
}
