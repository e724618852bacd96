import Evaluator
import Market
import Strategy
import TestSupport
import Testing

@Suite struct `The harness of the vectors` {
  @Test func `makes the trades and the decisions written there`() throws {
    let reference = try guards(Vectors.read("trading/guards.json")["config"])
    try Vectors.forEachCase(in: "trading/harness.json") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = try vector["input"].members(of: "instrument", "candles", "signals", "config")
      var rules = try rules(input["config"], over: config, instrument: input["instrument"])
      rules.guards = reference
      var harness = Harness(rules: rules)
      var log: [String] = []
      var trades: [Trade] = []
      let signals = try input["signals"].list().map { try snapshot($0) }
      var shown = 0
      for row in try input["candles"].list() {
        let candle = try candle(row)
        let closeAt = candle.openAt.adding(seconds: 60)
        while shown < signals.count, signals[shown].asOf <= closeAt {
          harness.record(signals[shown])
          shown += 1
        }
        let step = harness.step(candle)
        #expect(!step.isIgnored, name)
        if let side = step.expired {
          log.append("\(ms(candle.openAt)) entry_expired \(side.rawValue)")
        }
        if let trade = step.trade { trades.append(trade) }
        switch step.decision {
        case .entry(let side): log.append("\(ms(closeAt)) entry \(side.rawValue)")
        case .exit(let reason): log.append("\(ms(closeAt)) exit \(reason.name)")
        case nil: break
        }
      }
      let expect = try vector["expect"].members(of: "trades", "decisions", "open_at_end")
      #expect(log == (try expect["decisions"].list().map { try line($0) }), name)
      try check(trades, against: expect["trades"].list(), name)
      #expect(Int64(harness.side.rawValue) == (try expect["open_at_end"].integer()), name)
    }
  }

  private func check(_ trades: [Trade], against answers: [VectorValue], _ name: Comment) throws {
    try #require(trades.count == answers.count, name)
    for (trade, answer) in zip(trades, answers) {
      try answer.members(
        of: "instrument", "side", "entry_ms", "exit_ms", "entry_price", "exit_price", "pnl_frac",
        "reason")
      #expect(Int64(trade.side.rawValue) == (try answer["side"].integer()), name)
      #expect(trade.entryAt == (try answer["entry_ms"].instant()), name)
      #expect(trade.exitAt == (try answer["exit_ms"].instant()), name)
      #expect(isClose(trade.entryPrice, try answer["entry_price"].number()), name)
      #expect(isClose(trade.exitPrice, try answer["exit_price"].number()), name)
      #expect(isClose(trade.profitFraction, try answer["pnl_frac"].number()), name)
      #expect(trade.exit.name == (try answer["reason"].text()), name)
    }
  }

  private func rules(
    _ own: VectorValue, over config: VectorValue, instrument: VectorValue
  ) throws -> HarnessRules {
    let names = try config.members(
      of: "c_min", "look", "thr_bps", "entry_cd", "exit_cd", "spread_bps", "slippage_bps",
      "pnl_tp", "pnl_sl", "disaster_mult", "exit_minutes", "session", "guard", "slope_thr_bps")
    func setting(_ name: String) -> VectorValue { own.setting(name, over: names) }
    let parameters = try #require(
      ParameterSet(
        leastCoherence: try setting("c_min").number(), look: Int(try setting("look").integer()),
        thresholdBasisPoints: try setting("thr_bps").number(),
        entryCooldownSeconds: try setting("entry_cd").integer(),
        exitCooldownSeconds: try setting("exit_cd").integer()))
    #expect(try setting("guard").object().isEmpty)
    #expect(try setting("session").flag())
    #expect(try setting("exit_minutes").integer() == 5)
    let home = try #require(TradingSessions.home(of: try instrument.text()))
    var rules = HarnessRules(parameters: parameters, home: home)
    rules.costs.spreadBasisPoints = try setting("spread_bps").number()
    rules.costs.slippageBasisPoints = try setting("slippage_bps").number()
    rules.exits.takeProfit = try setting("pnl_tp").number()
    rules.exits.stopLoss = try setting("pnl_sl").number()
    rules.exits.slopeBasisPoints = try setting("slope_thr_bps").number()
    rules.disasterPartsPerMillion =
      try setting("disaster_mult").number() * rules.exits.stopLoss.magnitude * 10_000
    return rules
  }

  private func guards(_ config: VectorValue) throws -> GuardLimits {
    var limits = GuardLimits()
    limits.leastCoherence = try #require(try config["min_coherence"].double())
    limits.leastStability = try #require(try config["min_stability"].double())
    limits.mostRupture = try #require(try config["max_rupture"].double())
    limits.mostEntropy = try #require(try config["max_entropy"].double())
    return limits
  }

  private func candle(_ row: VectorValue) throws -> HarnessCandle {
    HarnessCandle(
      openAt: try row[0].instant(), open: try row[1].price(), high: try row[2].price(),
      low: try row[3].price(), close: try row[4].price())
  }

  private func snapshot(_ value: VectorValue) throws -> MetricSnapshot {
    try value.members(of: "t_ms", "coherence", "stability", "rupture", "entropy")
    return MetricSnapshot(
      asOf: try value["t_ms"].instant(), isReady: true, coherence: try value["coherence"].double(),
      stability: try value["stability"].double(), rupture: try value["rupture"].double(),
      entropy: try value["entropy"].double(), hazard: nil)
  }

  private func line(_ decision: VectorValue) throws -> String {
    let value =
      if case .text(let text) = decision[2] { text } else { "\(try decision[2].integer())" }
    return "\(try decision[0].integer()) \(try decision[1].text()) \(value)"
  }

  private func ms(_ instant: Timestamp) -> Int64 {
    instant.nanoseconds / nanosecondsPerMillisecond
  }
}
