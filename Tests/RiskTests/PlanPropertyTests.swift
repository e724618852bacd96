import Market
import Numerics
import Risk
import Testing

@Suite struct `Any step` {
  private static let seeds: [UInt64] = [101, 102, 103, 104, 105, 106]
  private static let steps = 4_000

  @Test(arguments: seeds)
  func `stays on its side and within cap, headroom, units and risk`(seed: UInt64) throws {
    var draw = RiskDraw(seed: seed)
    var increases = 0
    for number in 0..<Self.steps {
      let (inputs, limits) = (draw.inputs(), draw.limits())
      let plan = StepPlan(inputs, limits: limits)
      let place: Comment = "seed \(seed), step \(number): \(inputs) \(limits) \(plan)"
      let current = max(inputs.currentUnits, -Int64.max)
      let after = current + plan.orderUnits

      #expect((plan.action == .none) == (plan.orderUnits == 0), place)
      // One order never goes through zero.
      #expect(current == 0 || after == 0 || after.signum() == current.signum(), place)
      switch plan.action {
      case .none: break
      case .close:
        #expect(after == 0 && current != 0, place)
        #expect(plan.reason == .flatTarget || plan.reason == .sideChange, place)
      case .reduce:
        #expect(after.magnitude < current.magnitude && after == plan.targetUnits, place)
      case .increase:
        increases += 1
        let side = try #require(inputs.side)
        let perUnit = try #require(inputs.marginPerUnit)
        let headroom = try #require(inputs.headroom)
        let units = Double(plan.orderUnits.magnitude)
        #expect(inputs.increasesAllowed && !inputs.isFilled, place)
        #expect(after.magnitude > current.magnitude, place)
        #expect(Int64(side.rawValue) == after.signum(), place)
        #expect(after.magnitude <= plan.targetUnits.magnitude, place)
        #expect(plan.orderUnits.magnitude >= UInt64(max(1, inputs.smallestTrade)), place)
        let netUnits = after.magnitude + UInt64(inputs.overlayUnits.magnitude)
        #expect(netUnits <= UInt64(limits.netUnits), place)
        if case .units(let most) = inputs.riskCap { #expect(netUnits <= UInt64(most), place) }
        #expect(inputs.riskCap != .unknown, place)
        // A floor may take a billionth of a unit too many.
        let cap = inputs.budget.cap / perUnit
        #expect(Double(netUnits) <= cap * (1 + 1e-12) + 1e-8, place)
        #expect(units <= headroom / perUnit * (1 + 1e-12) + 1e-8, place)
        #expect(units <= limits.rampShare * cap * (1 + 1e-12) + 1e-8, place)
      }
    }
    print("Steps: seed \(seed), \(Self.steps) plans, \(increases) increases")
    #expect(increases > Self.steps / 100, "too few increases to say anything")
  }

  @Test(arguments: seeds)
  func `never closes or reduces for something unknown`(seed: UInt64) {
    var draw = RiskDraw(seed: seed)
    for number in 0..<Self.steps {
      var inputs = draw.inputs()
      // On the wanted side, with a weight: nothing but an unknown could be a reason.
      if inputs.side == .flat { inputs.side = .long }
      if let side = inputs.side, inputs.currentUnits.signum() != Int64(side.rawValue) {
        inputs.currentUnits = -max(inputs.currentUnits, -Int64.max)
      }
      if inputs.weight == Ratio(micros: 0) { inputs.weight = nil }
      switch draw.below(7) {
      case 0: inputs.side = nil
      case 1: inputs.weight = nil
      case 2: inputs.weight = Ratio(micros: -1)
      case 3: inputs.marginPerUnit = draw.bad()
      case 4: inputs.riskCap = .unknown
      case 5: inputs.budget = Budget(balance: draw.bad(), marginAvailable: draw.number())
      default: inputs.budget = Budget(balance: draw.number(), marginAvailable: draw.bad())
      }
      let plan = StepPlan(inputs, limits: draw.limits())
      let place: Comment = "seed \(seed), step \(number): \(inputs) \(plan)"
      #expect(plan.action == .none && plan.orderUnits == 0, place)
    }
    print("Unknowns: seed \(seed), \(Self.steps) plans, no order")
  }

  /// From an account and mids to a plan, as the portfolio goes.
  @Test(arguments: seeds)
  func `worked out from an account and mids only increases where all is known`(seed: UInt64) throws
  {
    var draw = RiskDraw(seed: seed)
    var increases = 0
    for number in 0..<Self.steps {
      let pair = draw.pair()
      let account = draw.currency()
      var mids = PairMids()
      for _ in 0..<draw.below(8) { mids[draw.pair()] = draw.number() }
      if draw.below(4) > 0 { mids[pair] = pair.quote == .jpy ? 150 : 1.25 }
      if draw.below(2) > 0 { mids[CurrencyPair(pair.quote, account)] = draw.modest() }
      let (balance, used, available) = (
        draw.usual(), draw.below(2) > 0 ? 0 : draw.usual(), draw.usual()
      )
      let nav = draw.usual()
      let rate = draw.below(5) > 0 ? 0.04 : draw.number()
      let perUnit = MarginPerUnit(of: pair, in: account, brokerRate: rate) { mids[$0] }
      let quote = Conversion.ofQuote(pair, in: account) { mids[$0] }
      let base = Conversion.ofBase(pair, in: account) { mids[$0] }
      var inputs = StepInputs(
        currentUnits: 0, side: .long, weight: Ratio(micros: 400_000),
        budget: Budget(balance: balance, marginAvailable: available),
        marginPerUnit: perUnit?.amount,
        headroom: marginHeadroom(used: used, available: available, high: 0.30),
        increasesAllowed: true)
      inputs.riskCap = RiskCap(
        share: 0.01, nav: nav, price: mids[pair], quoteToAccount: quote?.rate)
      let plan = StepPlan(inputs)
      let place: Comment = "seed \(seed), step \(number): \(pair.instrument) \(inputs) \(plan)"
      #expect(plan.action == .none || plan.action == .increase, place)
      guard plan.action == .increase else { continue }
      increases += 1
      for known in [balance, used, available, nav, rate, mids[pair], quote?.rate, base?.rate] {
        #expect(try #require(known, place).isFinite, place)
      }
      // What the whole target may lose at the stop, and its margin.
      let perUnitLoss = (mids[pair] ?? 0) * 0.015 * (quote?.rate ?? 0)
      let loss = Double(plan.targetUnits) * perUnitLoss
      #expect(loss <= 0.01 * (nav ?? 0) * (1 + 1e-9) + 1e-8 * (perUnit?.amount ?? 0), place)
      #expect((rate ?? 0) > 0 && (balance ?? 0) > 0 && (available ?? 0) > 0, place)
    }
    print("Accounts: seed \(seed), \(Self.steps) plans, \(increases) increases")
    #expect(increases > Self.steps / 100, "too few increases to say anything")
  }
}

@Suite struct `Any account and quote` {
  @Test(arguments: [201, 202, 203] as [UInt64])
  func `opens a gate only with numbers that are sound`(seed: UInt64) throws {
    var draw = RiskDraw(seed: seed)
    var (opened, passed) = (0, 0)
    for number in 0..<20_000 {
      let (used, available) = (draw.number(), draw.number())
      let place: Comment = "seed \(seed), number \(number)"
      let share = usedMarginShare(used: used, available: available)
      let gate = MarginGate(isBlocked: draw.below(2) == 0)
      if !gate.isBlocked(after: share) {
        opened += 1
        let (used, available) = (try #require(used, place), try #require(available, place))
        #expect(used >= 0 && used.isFinite && available.isFinite, place)
        #expect(used < 0.30 * (used + available), place)
      }
      let (bid, ask) = (draw.number(), draw.number())
      if SpreadGate(bid: bid, ask: ask, isTradeable: true, most: 3).passes {
        passed += 1
        let (bid, ask) = (try #require(bid, place), try #require(ask, place))
        #expect(bid > 0 && ask >= bid && ask.isFinite, place)
        #expect(ask - bid <= 3.000_001e-4 * ask, place)
      }
      var risk = ValueAtRisk()
      let (notional, sigma, nav) = (draw.number(), draw.number(), draw.number())
      risk.add(notional: notional, sigma: sigma)
      if risk.verdict(nav: nav).passes {
        let parts = [notional, sigma, nav]
        for part in parts { #expect(try #require(part, place).isFinite, place) }
        #expect((sigma ?? 0) > 0 && (nav ?? 0) > 0, place)
      }
    }
    print("Gates: seed \(seed), \(opened) margin gates open, \(passed) spreads pass")
    #expect(opened > 100 && passed > 100)
  }
}
