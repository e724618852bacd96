import Market
import Strategy
import Testing

@Suite struct `The coherence status` {
  private func status(
    _ coherence: Double?, isReady: Bool = true, delta: Double? = 0, age: Double = 60
  ) -> CoherenceStatus {
    CoherenceStatus(
      of: MetricSnapshot(
        asOf: noon.adding(seconds: -age), isReady: isReady, coherence: coherence, stability: nil,
        rupture: nil, entropy: nil, hazard: nil),
      delta: delta, limits: DirectionLimits(), at: noon)
  }

  @Test func `is the first that applies`() {
    let limits = DirectionLimits()
    #expect(CoherenceStatus(of: nil, delta: nil, limits: limits, at: noon) == .missing)
    #expect(status(0.5, isReady: false) == .missing)
    #expect(status(nil, age: 900) == .missing)
    #expect(status(.nan, age: 300.001) == .stale)
    #expect(status(.nan, age: 300) == .invalid)
    #expect(status(1.01) == .invalid)
    #expect(status(0.5, age: -5.001) == .invalid)
    #expect(status(0.1999, delta: -0.5) == .belowGate)
    #expect(status(0.20, delta: -0.0201) == .falling)
    #expect(status(0.20, delta: -0.02) == .ok)
    #expect(status(0.20, delta: nil) == .ok)
  }

  @Test func `has the names of the route`() {
    #expect(
      CoherenceStatus.allCases.map(\.name) == [
        "missing", "stale", "invalid", "below_gate", "falling", "ok",
      ])
  }
}
