import Allocator
import Market
import TestSupport
import Testing

@Suite struct `The allocator of the vectors` {
  /// Universe order (trading-system.md, section 1).
  private let universe = Instrument.defaultOrder

  @Test func `publishes and holds what is written there`() throws {
    let file = try Vectors.read("trading/allocator.json")
    let limits = try limits(file["config"])
    var count = 0
    try Vectors.forEachCase(in: "trading/allocator.json") { vector, _ in
      count += 1
      let name = Comment(rawValue: "\(try vector["name"].text()), case \(count)")
      let input = vector["input"]
      let now = try input["now"].instant()
      let round = limits.round(
        over: try universe.map { try contender($0, of: input) },
        RoundInputs(
          gatesAt: try input["blob"]["ts"].instantOrNil(),
          weightsAt: try input["prior"]["ts"].instantOrNil(),
          hasPublished: try input["ever_published"].flag()), at: now)
      try check(round, against: vector["expect"], name)
    }
  }

  private func check(
    _ round: AllocationRound, against expect: VectorValue, _ name: Comment
  ) throws {
    switch round.outcome {
    case .hold(let reason, let isReduceOnly):
      try expect.members(of: "action", "reason", "reduce_only")
      #expect(try expect["action"].text() == "hold", name)
      #expect(try expect["reason"].text() == reason.name, name)
      #expect(try expect["reduce_only"].flag() == isReduceOnly, name)
    case .publish(let mode, let reason, let shares):
      try expect.members(of: "action", "mode", "reason", "selected", "filled", "weights_ppm")
      #expect(try expect["action"].text() == "publish", name)
      #expect(try expect["mode"].text() == mode.name, name)
      #expect(try expect["reason"].text() == reason.name, name)
      let selected = try expect["selected"].list().map { try $0.text() }
      #expect(shares.map { universe[$0.instrument] } == selected, name)
      let filled = try expect["filled"].list().map { try $0.text() }
      #expect(shares.filter(\.isFilled).map { universe[$0.instrument] } == filled, name)
      for share in shares {
        let weight = try expect["weights_ppm"][universe[share.instrument]].integer()
        #expect(share.weight.micros == weight, name)
      }
      #expect(shares.map(\.weight.micros).reduce(0, +) == 1_000_000, name)
    }
  }

  private func limits(_ config: VectorValue) throws -> AllocatorLimits {
    try config.members(
      of: "w_c", "w_s", "w_r", "w_h", "w_hazard", "top_k", "switch_margin", "blob_max_age_sec",
      "blob_max_future_sec", "hold_max_sec", "signal_max_age_sec")
    var limits = AllocatorLimits()
    limits.weights.coherence = try config["w_c"].number()
    limits.weights.stability = try config["w_s"].number()
    limits.weights.rupture = try config["w_r"].number()
    limits.weights.entropy = try config["w_h"].number()
    limits.weights.hazard = try config["w_hazard"].number()
    limits.topK = Int(try config["top_k"].integer())
    limits.switchMargin = try config["switch_margin"].number()
    limits.oldestGatesNanoseconds =
      try config["blob_max_age_sec"].integer() * nanosecondsPerSecond
    limits.longestHoldNanoseconds = try config["hold_max_sec"].integer() * nanosecondsPerSecond
    limits.oldestMetricsNanoseconds =
      try config["signal_max_age_sec"].integer() * nanosecondsPerSecond
    #expect(try config["blob_max_future_sec"].integer() == 5)
    return limits
  }

  private func contender(_ instrument: String, of input: VectorValue) throws -> Contender {
    let value = try input["instruments"][instrument].members(
      of: "metrics", "metrics_ts", "open", "near_close")
    var metrics: ScoreMetrics?
    if let asOf = try value["metrics_ts"].instantOrNil(), !value["metrics"].isNull {
      let read = try value["metrics"].members(
        of: "coherence", "stability", "rupture", "entropy")
      metrics = ScoreMetrics(
        asOf: asOf, coherence: try read["coherence"].double(),
        stability: try read["stability"].double(), rupture: try read["rupture"].double(),
        entropy: try read["entropy"].double(), hazard: nil)
    }
    let blob = input["blob"]
    let prior = input["prior"]["selected"]
    return Contender(
      metrics: metrics, isOpen: try value["open"].flag(),
      isNearClose: try value["near_close"].flag(),
      isGateOpen: blob.isNull ? false : try blob["gates"][instrument].flag(),
      isInCooldown: blob.isNull ? false : try blob["cooldowns"][instrument].flag(),
      isIncumbent: prior.isNull ? false : try prior.list().contains(.text(instrument)))
  }
}
