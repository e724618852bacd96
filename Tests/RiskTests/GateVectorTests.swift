import Market
import Risk
import TestSupport
import Testing

@Suite struct `The vectors of the risk gates` {
  @Test func `have the margin gate after each share`() throws {
    try RiskVectors("risk_gates", "margin_sequence").check { input, expected, name in
      var gate = MarginGate(isBlocked: try input["start_blocked"].flag())
      let limits = try MarginLimits(input["config"])
      let points = try input["points"].list()
      #expect(points.count == (try expected.list().count), "\(name)")
      for (number, point) in points.enumerated() {
        let share = usedMarginShare(
          used: try point[0].double(), available: try point[1].double())
        gate.observe(share, limits: limits)
        let step = expected[number]
        #expect(gate.isBlocked == (try step["blocked"].flag()), "\(name), step \(number)")
        #expect(agrees(share, try step["utilisation"].double()), "\(name), step \(number)")
      }
    }
  }

  @Test func `have the spread of each quote`() throws {
    try RiskVectors("risk_gates", "spread").check { input, expected, name in
      let gate = SpreadGate(
        bid: try input["bid"].double(), ask: try input["ask"].double(),
        isTradeable: try input["tradeable"].flag(), most: try input["max_bps"].number())
      #expect(gate.passes == (try expected["pass"].flag()), "\(name)")
      #expect(gate.reason.text == (try expected["reason"].text()), "\(name)")
      #expect(agrees(gate.spreadBasisPoints, try expected["spread_bps"].double()), "\(name)")
    }
  }

  @Test func `have the value at risk of positions and one more`() throws {
    try RiskVectors("risk_gates", "var").check { input, expected, name in
      var risk = ValueAtRisk()
      for position in try input["positions"].list() + [input["add"]] {
        risk.add(
          notional: try position["notional"].double(), sigma: try position["sigma"].double())
      }
      let verdict = risk.verdict(nav: try input["nav"].double())
      #expect(verdict.passes == (try expected["pass"].flag()), "\(name)")
      #expect(verdict.reason.text == (try expected["reason"].text()), "\(name)")
      #expect(agrees(verdict.valueAtRisk, try expected["var"].double()), "\(name)")
      #expect(agrees(verdict.limit, try expected["limit"].double()), "\(name)")
    }
  }

  @Test func `have the deviation of minute closes`() throws {
    try RiskVectors("risk_gates", "sigma").check { input, expected, name in
      var deviation = ReturnDeviation()
      for close in try input["closes"].list() { deviation.record(try close.price()) }
      #expect(agrees(deviation.sigma, try expected.double()), "\(name)")
    }
  }

  @Test func `have the loss limits that are reached`() throws {
    try RiskVectors("risk_gates", "loss_limits").check { input, expected, name in
      let reached = LossLimits().reached(
        nav: try input["nav"].double(), dayStart: try input["day_start_nav"].double(),
        peak: try input["peak_nav"].double(), usedShare: try input["utilisation"].double())
      #expect(reached.texts == (try expected.list().map { try $0.text() }), "\(name)")
    }
  }

  @Test func `have what a request says of the kill switch`() throws {
    try RiskVectors("risk_gates", "kill_body").check { input, expected, name in
      let answer: Bool? = expected.isNull ? nil : try expected.flag()
      #expect(KillRequest.engages(body: input["body"]) == answer, "\(name)")
    }
  }

  @Test func `were made with the defaults that are ours`() throws {
    let config = try Vectors.read("trading/risk_gates.json")["config"]
    #expect(try MarginLimits(config) == MarginLimits())
    #expect(try config["z"].number() == ValueAtRiskLimits().z)
    #expect(try config["horizon_min"].number() == ValueAtRiskLimits().horizonMinutes)
    #expect(try config["max_pct"].number() == ValueAtRiskLimits().maxShare)
    #expect(try config["daily_loss_pct"].number() == LossLimits().dailyLoss)
    #expect(try config["max_drawdown_pct"].number() == LossLimits().drawdown)
    #expect(try config["util_kill"].number() == LossLimits().marginCritical)
  }
}

extension KillRequest {
  /// A parsed body, as the Edge hands it on.
  fileprivate static func engages(body: VectorValue) -> Bool? {
    func member(_ name: String) -> Member {
      guard case .object(let members) = body, let member = members[name] else { return .absent }
      if case .flag(let flag) = member { return .boolean(flag) }
      return .somethingElse
    }
    var isObject = false
    if case .object = body { isObject = true }
    return engages(
      isObject: isObject, killSwitch: member("kill_switch"), enabled: member("enabled"))
  }
}
