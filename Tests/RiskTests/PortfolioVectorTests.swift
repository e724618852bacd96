import Market
import Risk
import TestSupport
import Testing

@Suite struct `The portfolio vectors` {
  @Test func `have budget, cap and reason of each account`() throws {
    try RiskVectors("portfolio", "budget").check { input, expected, name in
      let budget = Budget(
        balance: try input["balance"].double(),
        marginAvailable: try input["margin_available"].double(),
        limits: try BudgetLimits(input["config"]))
      #expect(agrees(budget.base, try expected["base"].double()), "\(name)")
      #expect(agrees(budget.total, try expected["budget"].double()), "\(name)")
      #expect(agrees(budget.cap, try expected["per_instrument_cap"].double()), "\(name)")
      #expect(budget.reason.text == (try expected["reason"].text()), "\(name)")
    }
  }

  @Test func `have the margin of a unit`() throws {
    try RiskVectors("portfolio", "margin_per_unit").check { input, expected, name in
      // A table of mids and a plain look-up say the same.
      var mids = PairMids()
      let given = try input["mids"].object()
      for (instrument, mid) in given {
        mids[try #require(CurrencyPair(instrument: instrument))] = try mid.double()
      }
      let pair = try #require(CurrencyPair(instrument: try input["instrument"].text()))
      let account = try #require(Currency(code: try input["account_currency"].text()))
      let rate = try input["broker_rate"].double()
      let fromTable = MarginPerUnit(of: pair, in: account, brokerRate: rate) { mids[$0] }
      let fromLookUp = MarginPerUnit(of: pair, in: account, brokerRate: rate) {
        try? given[$0.instrument]?.double()
      }
      #expect(agrees(fromTable?.amount, try expected.double()), "\(name)")
      #expect(fromTable == fromLookUp, "\(name)")
    }
  }

  @Test func `have the units that a loss at the stop allows`() throws {
    try RiskVectors("portfolio", "risk_cap").check { input, expected, name in
      let cap = RiskCap(
        share: try input["pct"].double(), nav: try input["nav"].double(),
        price: try input["price"].double(), stopPPM: try input["stop_ppm"].integer(),
        quoteToAccount: try input["quote_to_account"].double())
      #expect(cap == (try RiskCap(vector: expected)), "\(name)")
    }
  }

  @Test func `have the step of each situation`() throws {
    try RiskVectors("portfolio", "plan").check { input, expected, name in
      let (budget, cap) = (try input["budget"].double() ?? 0, try input["cap"].double() ?? 0)
      let side = TargetSide(rawValue: Int8(try input["side"].integer()))
      #expect(side != nil, "\(name)")
      var inputs = StepInputs(
        currentUnits: try input["current_units"].integer(),
        side: side,
        weight: Ratio(micros: try input["weight_ppm"].integer()),
        budget: Budget(base: budget, total: budget, cap: cap, reason: .ok),
        marginPerUnit: try input["mpu"].double(), headroom: try input["headroom_margin"].double(),
        increasesAllowed: try input["adds_allowed"].flag(), isFilled: try input["filled"].flag())
      inputs.riskCap = try RiskCap(vector: input["risk_cap_units"])
      if !input["config"]["min_units"].isNull {
        inputs.smallestTrade = try input["config"]["min_units"].integer()
      }
      let plan = StepPlan(inputs, limits: try StepLimits(input["config"]))
      #expect(plan.targetUnits == (try expected["target_units"].integer()), "\(name)")
      #expect(plan.orderUnits == (try expected["order_units"].integer()), "\(name)")
      #expect(plan.action.text == (try expected["action"].text()), "\(name)")
      #expect(plan.reason.text == (try expected["reason"].text()), "\(name)")
      #expect(agrees(plan.targetMargin, try expected["target_margin"].double()), "\(name)")
    }
  }

  @Test func `were made with the defaults that are ours`() throws {
    let config = try Vectors.read("trading/portfolio.json")["config"]
    #expect(try BudgetLimits(config) == BudgetLimits())
    #expect(try StepLimits(config) == StepLimits())
    #expect(try MarginLimits(config) == MarginLimits())
    #expect(try config["target_pct_max"].number() == Budget.highestTargetShare)
    #expect(try config["rate_floor"].number() == MarginPerUnit.lowestRate)
    #expect(try config["min_units"].integer() == 1)
  }
}

extension RiskCap {
  /// A number, `unknown`, or null for off.
  fileprivate init(vector: VectorValue) throws {
    switch vector {
    case .null: self = .off
    case .text("unknown"): self = .unknown
    default: self = .units(try vector.integer())
    }
  }
}
