import Evaluator
import Market
import Strategy
import TestSupport
import Testing

@Suite struct `The evaluator of the vectors` {
  @Test func `sums up the trades of a span`() throws {
    try Vectors.forEachCase(in: "trading/evaluator.json", kind: "summary") { vector, _ in
      let name = Comment(rawValue: try vector["name"].text())
      let start = try vector["input"]["start"].instant()
      let end = try vector["input"]["end"].instant()
      let trades = try vector["input"]["trades"].list().map { trade in
        StrictTrade(
          entryAt: try trade["entry_ms"].instant(), exitAt: try trade["exit_ms"].instant(),
          profitFraction: try trade["pnl_frac"].number())
      }
      let summary = Summary(of: trades, from: start, to: end)
      let expect = try vector["expect"].members(
        of: "trades", "win_rate", "pnl_total", "max_drawdown", "calmar")
      #expect(summary.trades == Int(try expect["trades"].integer()), name)
      #expect(isClose(summary.winRate, try expect["win_rate"].number()), name)
      #expect(isClose(summary.profitTotal, try expect["pnl_total"].number()), name)
      #expect(isClose(summary.maxDrawdown, try expect["max_drawdown"].number()), name)
      #expect(isClose(summary.calmar, try expect["calmar"].number()), name)
    }
  }

  @Test func `takes floors from a history`() throws {
    try Vectors.forEachCase(in: "trading/evaluator.json", kind: "floors") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let history = try vector["input"]["history"].list().map { try $0.figures() }
      let floors = try limits(config).floors(over: history)
      let expect = vector["expect"]
      #expect(isClose(floors.trades, try expect["min_trades"].number()), name)
      #expect(isClose(floors.calmar, try expect["calmar_min"].number()), name)
      #expect(isClose(floors.profitTotal, try expect["pnl_min"].number()), name)
      #expect(floors.entries == Int(try expect["n"].integer()), name)
    }
  }

  @Test func `gives each instrument its buffer`() throws {
    try Vectors.forEachCase(in: "trading/evaluator.json", kind: "buffer") { vector, config in
      let input = vector["input"]
      let pairs = input["pairs"].isNull ? config["pair_buffers"] : input["pairs"]
      let buffer = HysteresisBuffer.buffer(
        own: try pairs[try input["instrument"].text()].double(),
        orElse: try #require(try input["default"].double()))
      #expect(isClose(buffer, try vector["expect"].number()), "\(input)")
    }
  }

  @Test func `opens and shuts gates in sequences`() throws {
    try Vectors.forEachCase(in: "trading/evaluator.json", kind: "sequence") { vector, config in
      let input = try vector["input"].members(of: "start", "floors", "buf", "steps")
      let levels = HysteresisLevels(
        floors: try input["floors"].floors(), limits: try limits(config),
        buffer: try input["buf"].number())
      var machine = EligibilityMachine(state: try state(input["start"]))
      machine.evaluationsInARow = Int(try config["req_consec"].integer())
      machine.mostMisses = Int(try config["cooldown_misses"].integer())
      machine.cooldownNanoseconds =
        try config["cooldown_sec"].integer() * nanosecondsPerSecond
      let steps = try input["steps"].list()
      let answers = try vector["expect"].list()
      try #require(steps.count == answers.count)
      for (place, (step, answer)) in zip(steps, answers).enumerated() {
        let name = Comment(rawValue: "\(try vector["name"].text()), step \(place)")
        try step.members(of: "summary", "now", "open", "near")
        let summary = step["summary"]
        let verdict = machine.evaluate(
          summary.isNull ? .missing(.coverageLow) : .known(try summary.figures()),
          levels: levels, isOpen: try step["open"].flag(orElse: true),
          isNearClose: try step["near"].flag(orElse: false), at: try step["now"].instant())
        #expect(machine.state == (try state(answer["state"])), name)
        #expect(verdict.isOpen == (try answer["out"]["gate"].flag()), name)
        #expect(verdict.isInCooldown == (try answer["out"]["cooldown"].flag()), name)
        #expect(verdict.reason.name == (try answer["out"]["reason"].text()), name)
      }
    }
  }

  @Test func `names sets of parameters`() throws {
    try Vectors.forEachCase(in: "trading/studies.json", kind: "param_key") { vector, _ in
      let input = vector["input"]
      let set = ParameterSet(
        leastCoherence: try input[0].number(), look: Int(try input[1].integer()),
        thresholdBasisPoints: try input[2].number(), entryCooldownSeconds: try input[3].integer(),
        exitCooldownSeconds: try input[4].integer())
      #expect(set?.key == (try vector["expect"].text()))
    }
  }

  private func limits(_ config: VectorValue) throws -> FloorLimits {
    #expect(try config["abs_trades"].number() == 0)
    #expect(try config["abs_calmar"].number() == 0.01)
    #expect(try config["abs_pnl"].number() == 0.0005)
    var limits = FloorLimits()
    limits.baseTrades = try config["floor_trades"].number()
    limits.baseCalmar = try config["floor_calmar"].number()
    limits.baseProfitTotal = try config["floor_pnl"].number()
    limits.leastEntries = Int(try config["hist_min"].integer())
    return limits
  }

  private func state(_ value: VectorValue) throws -> EligibilityState {
    var state = EligibilityState()
    state.isEligible = try value["eligible"].flag()
    state.passes = Int(try value["passes"].integer())
    state.fails = Int(try value["fails"].integer())
    state.misses = Int(try value["misses"].integer())
    let until = value["cooldown_until"]
    state.cooldownUntil = until.isNull ? nil : try until.instant()
    return state
  }
}
