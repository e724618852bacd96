import Market
import Strategy
import TestSupport
import Testing

@Suite struct `Guards of the vectors` {
  @Test func `give the reasons written there, in their order`() throws {
    try Vectors.forEachCase(in: "trading/guards.json") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = vector["input"]
      let limits = try limits(input["config"], over: config)
      let now = try #require(try input["now"].instant(), name)
      let report = limits.report(on: try snapshot(input["snapshot"]), at: now)
      #expect(report.passes == (try vector["expect"]["pass"].flag()), name)
      #expect(report.names == (try vector["expect"]["reasons"].list().map { try $0.text() }), name)
    }
  }

  private func limits(_ own: VectorValue, over config: VectorValue) throws -> GuardLimits {
    let names = try config.members(
      of: "min_coherence", "min_stability", "max_rupture", "max_entropy", "max_hazard",
      "max_age_sec", "max_future_sec")
    var limits = GuardLimits()
    func number(_ name: String) throws -> Double { try own.setting(name, over: names).number() }
    limits.leastCoherence = try number("min_coherence")
    limits.leastStability = try number("min_stability")
    limits.mostRupture = try number("max_rupture")
    limits.mostEntropy = try number("max_entropy")
    limits.mostHazard = try own.setting("max_hazard", over: names).double()
    limits.oldestNanoseconds =
      try own.setting("max_age_sec", over: names).integer() * nanosecondsPerSecond
    let ahead = try own.setting("max_future_sec", over: names).integer()
    #expect(Freshness.mostAheadNanoseconds == ahead * nanosecondsPerSecond)
    return limits
  }

  private func snapshot(_ value: VectorValue) throws -> MetricSnapshot? {
    guard let asOf = try value["t_ms"].instant() else { return nil }
    return MetricSnapshot(
      asOf: asOf, isReady: true, coherence: try value["coherence"].double(),
      stability: try value["stability"].double(), rupture: try value["rupture"].double(),
      entropy: try value["entropy"].double(), hazard: try value["hazard"].double())
  }
}
