import Allocator
import Market
import Numerics
import Testing

private let now = Timestamp(nanoseconds: 1_800_000_000 * nanosecondsPerSecond)

private func ago(_ seconds: Int64) -> Timestamp {
  now.adding(nanoseconds: -seconds * nanosecondsPerSecond)
}

private func contender(
  _ c: Double?, _ s: Double?, _ r: Double?, _ h: Double?, gate: Bool = true,
  age: Int64 = 30, open: Bool = true, near: Bool = false, disabled: Bool = false,
  cooldown: Bool = false, incumbent: Bool = false
) -> Contender {
  Contender(
    metrics: ScoreMetrics(
      asOf: ago(age), coherence: c, stability: s, rupture: r, entropy: h, hazard: nil),
    isOpen: open, isNearClose: near, isDisabled: disabled, isGateOpen: gate,
    isInCooldown: cooldown, isIncumbent: incumbent)
}

private let fresh = RoundInputs(gatesAt: ago(20), weightsAt: ago(60), hasPublished: true)

@Suite struct `A round` {
  @Test func `is the example of section 6.3`() {
    let round = AllocatorLimits().round(
      over: [
        contender(0.70, 0.60, 0.10, 0.30), contender(0.55, 0.90, 0.05, 0.20, gate: false),
        contender(0.60, 0.80, 0.20, 0.40, gate: false), contender(0.80, 0.20, 0.40, 0.60),
      ], fresh, at: now)
    guard case .publish(.normal, .ok, let shares) = round.outcome else {
      Issue.record("\(round.outcome)")
      return
    }
    #expect(shares.map(\.instrument) == [0, 3, 1])
    #expect(shares.map(\.weight.micros) == [349_324, 309_963, 340_713])
    #expect(shares.map(\.isFilled) == [false, false, true])
    #expect(round.standings == [.selected, .filled, .unranked, .selected])
  }

  @Test func `scores the example of section 6.1 with 0.71`() throws {
    let metrics = try #require(contender(0.70, 0.60, 0.10, 0.30).metrics)
    let score = try #require(AllocatorLimits().score(of: metrics, at: now))
    #expect(abs(score.value - 0.71) < 1e-9)
  }

  @Test func `gives every instrument its standing`() {
    let round = AllocatorLimits().round(
      over: [
        contender(0.5, 0.5, 0.5, 0.5), contender(0.5, 0.5, 0.5, 0.5, gate: false),
        contender(0.9, 0.5, 0.5, 0.5, open: false), contender(0.9, 0.5, 0.5, 0.5, near: true),
        contender(nil, 0.5, 0.5, 0.5), contender(0.9, 0.5, .nan, 0.5),
        contender(0.9, 0.5, 0.5, 0.5, age: 301), contender(0.9, 0.5, 0.5, 0.5, age: -6),
        contender(0.9, 0.5, 0.5, 0.5, cooldown: true),
        contender(0.9, 0.5, 0.5, 0.5, disabled: true), contender(0.4, 0.5, 0.5, 0.5, gate: false),
        contender(0.3, 0.5, 0.5, 0.5, gate: false),
      ], fresh, at: now)
    #expect(
      round.standings.map(\.name) == [
        "selected", "filled", "closed", "near_close", "no_score", "no_score", "no_score",
        "no_score", "cooldown", "disabled", "filled", "unranked",
      ])
  }

  @Test func `keeps an incumbent within the margin, and breaks ties by coherence, rupture, order`()
  {
    var limits = AllocatorLimits()
    limits.topK = 1
    func first(_ contenders: [Contender]) -> Int? {
      guard
        case .publish(_, _, let shares) = limits.round(over: contenders, fresh, at: now).outcome
      else { return nil }
      return shares.first?.instrument
    }
    #expect(limits.switchMargin == 0.10)
    // 0.06 behind, with 0.10 on top.
    #expect(
      first([contender(0.6, 0.5, 0.5, 0.5), contender(0.5, 0.5, 0.5, 0.5, incumbent: true)]) == 1)
    limits.switchMargin = 0.02
    #expect(
      first([contender(0.6, 0.5, 0.5, 0.5), contender(0.5, 0.5, 0.5, 0.5, incumbent: true)]) == 0)
    // 0.6 × 0.1 = 0.2 × 0.3.
    #expect(first([contender(0.5, 0.8, 0.5, 0.5), contender(0.6, 0.5, 0.5, 0.5)]) == 1)
    // 0.15 × 0.1 = 0.05 × 0.3.
    #expect(first([contender(0.5, 0.5, 0.5, 0.2), contender(0.5, 0.5, 0.4, 0.5)]) == 1)
    #expect(first([contender(0.5, 0.5, 0.5, 0.5), contender(0.5, 0.5, 0.5, 0.5)]) == 0)
  }

  @Test func `subtracts hazard when it has a weight, and then needs it`() throws {
    var limits = AllocatorLimits()
    limits.weights.hazard = 0.5
    var metrics = try #require(contender(0.70, 0.60, 0.10, 0.30).metrics)
    #expect(limits.score(of: metrics, at: now) == nil)
    metrics.hazard = 0.2
    let score = try #require(limits.score(of: metrics, at: now))
    #expect(abs(score.value - 0.61) < 1e-9)
    metrics.hazard = 1
    limits.weights.hazard = 1
    #expect(limits.score(of: metrics, at: now)?.value == 0)
  }
}

@Suite struct `A hold` {
  private let open = [contender(0.5, 0.5, 0.5, 0.5)]
  private let closed = [contender(0.5, 0.5, 0.5, 0.5, open: false)]

  @Test func `becomes reduce-only after 900 s, at once without weights`() {
    func hold(_ weightsAt: Timestamp?) -> AllocationOutcome {
      AllocatorLimits().round(
        over: open, RoundInputs(gatesAt: nil, weightsAt: weightsAt, hasPublished: true), at: now
      ).outcome
    }
    #expect(hold(ago(900)) == .hold(reason: .blobMissing, isReduceOnly: false))
    #expect(
      hold(ago(900).adding(nanoseconds: -1)) == .hold(reason: .blobMissing, isReduceOnly: true))
    #expect(hold(nil) == .hold(reason: .blobMissing, isReduceOnly: true))
  }

  @Test func `names gates that are too old or ahead`() {
    func reason(_ gatesAt: Timestamp) -> String {
      switch AllocatorLimits().round(
        over: open, RoundInputs(gatesAt: gatesAt, weightsAt: ago(1), hasPublished: true), at: now
      ).outcome {
      case .hold(let reason, _), .publish(_, let reason, _): reason.name
      }
    }
    #expect(reason(ago(180)) == "open_lt_k")
    #expect(reason(ago(180).adding(nanoseconds: -1)) == "blob_stale")
    #expect(reason(ago(-5)) == "open_lt_k")
    #expect(reason(ago(-5).adding(nanoseconds: 1)) == "blob_future")
  }

  @Test func `follows when nothing is open, on first boot with the reason of the gates`() {
    let limits = AllocatorLimits()
    #expect(
      limits.round(over: closed, fresh, at: now).outcome
        == .hold(reason: .noneOpen, isReduceOnly: false))
    let first = RoundInputs(gatesAt: ago(20), weightsAt: nil, hasPublished: false)
    #expect(
      limits.round(over: closed, first, at: now).outcome
        == .hold(reason: .noneOpen, isReduceOnly: true))
    let blind = RoundInputs(gatesAt: nil, weightsAt: nil, hasPublished: false)
    #expect(
      limits.round(over: closed, blind, at: now).outcome
        == .hold(reason: .blobMissing, isReduceOnly: true))
  }
}

@Suite struct `A soft fallback` {
  @Test func `fills the best that are open, the unscored after them`() {
    let round = AllocatorLimits().round(
      over: [
        contender(nil, 0.5, 0.5, 0.5), contender(0.4, 0.5, 0.5, 0.5),
        contender(0.9, 0.5, 0.5, 0.5, disabled: true), contender(nil, 0.5, 0.5, 0.5),
        contender(0.8, 0.5, 0.5, 0.5),
      ], RoundInputs(gatesAt: nil, weightsAt: nil, hasPublished: false), at: now)
    guard case .publish(.softFallback, .blobMissing, let shares) = round.outcome else {
      Issue.record("\(round.outcome)")
      return
    }
    #expect(shares.map(\.instrument) == [4, 1, 0])
    #expect(shares.map(\.weight.micros) == [333_334, 333_333, 333_333])
    #expect(shares.allSatisfy { $0.isFilled })
    #expect(round.standings == [.filled, .filled, .disabled, .unranked, .filled])
  }
}

@Suite struct `Weights sum to one million` {
  @Test(arguments: UInt64(1)...8)
  func `over random rounds with ties and missing metrics`(seed: UInt64) {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var published = 0
    for _ in 0..<2_000 {
      var limits = AllocatorLimits()
      limits.topK = 1 + Int(random.next(below: 8))
      let steps = [1, 3, 100, 1_000_000][Int(random.next(below: 4))] as UInt64
      func metric() -> Double? {
        random.next(below: 20) == 0 ? nil : Double(random.next(below: steps + 1)) / Double(steps)
      }
      let universe = (0..<Int(1 + random.next(below: 28))).map { _ in
        contender(
          metric(), metric(), metric(), metric(), gate: random.next(below: 2) == 0,
          open: random.next(below: 4) > 0, near: random.next(below: 8) == 0,
          disabled: random.next(below: 8) == 0, cooldown: random.next(below: 4) == 0,
          incumbent: random.next(below: 3) == 0)
      }
      let inputs = RoundInputs(
        gatesAt: random.next(below: 4) == 0 ? nil : ago(10), weightsAt: nil,
        hasPublished: random.next(below: 2) == 0)
      let round = limits.round(over: universe, inputs, at: now)
      guard case .publish(_, _, let shares) = round.outcome else { continue }
      published += 1
      #expect(shares.map(\.weight.micros).reduce(0, +) == 1_000_000, "seed \(seed)")
      #expect(shares.count <= limits.topK && !shares.isEmpty)
      #expect(shares.allSatisfy { $0.weight.micros >= 0 })
      for share in shares {
        #expect(round.standings[share.instrument] == (share.isFilled ? .filled : .selected))
      }
    }
    #expect(published > 500)
  }

  @Test func `and the largest remainders get what is missing, the earlier first`() {
    #expect(Weights.weights(of: [1, 1, 1]).map(\.micros) == [333_334, 333_333, 333_333])
    #expect(Weights.weights(of: [0, 0, 0]).map(\.micros) == [333_334, 333_333, 333_333])
    // 1/7 and 6/7: 142,857.14 and 857,142.86.
    #expect(Weights.weights(of: [1, 6]).map(\.micros) == [142_857, 857_143])
    #expect(Weights.weights(of: []).isEmpty)
  }
}
