import Risk
import Testing

@Suite struct `A budget` {
  @Test func `of 10,000 with 8,000 available is 2,400, at most 800 each`() {
    let budget = Budget(balance: 10_000, marginAvailable: 8_000)
    #expect(budget == Budget(base: 8_000, total: 2_400, cap: 800, reason: .ok))
  }

  @Test func `would let three positions use 9 per cent, with a tenth for each`() {
    var limits = BudgetLimits()
    limits.perInstrumentShare = 0.10
    let budget = Budget(balance: 10_000, marginAvailable: 8_000, limits: limits)
    #expect(agrees(budget.cap, 240))
    #expect(agrees(3 * budget.cap / budget.base, 0.09))
  }

  @Test func `settles at 23 per cent of equity as margin is used up`() {
    let equity = 10_000.0
    var used = 0.0
    for _ in 0..<200 { used = Budget(balance: equity, marginAvailable: equity - used).total }
    #expect(abs(used / equity - 0.30 / 1.30) < 1e-9)
  }

  @Test(arguments: [nil, .nan, .infinity, -.infinity] as [Double?])
  func `is 0 and says that the account is invalid`(number: Double?) {
    for budget in [
      Budget(balance: number, marginAvailable: 100), Budget(balance: 100, marginAvailable: number),
    ] {
      #expect(budget == Budget(base: 0, total: 0, cap: 0, reason: .accountInvalid))
    }
  }

  @Test func `takes what an account snapshot says, and an unknown one as invalid`() {
    let account = AccountView(
      balanceMicros: 10_000_000_000, navMicros: nil, marginUsedMicros: nil,
      marginAvailableMicros: 8_000_000_000)
    #expect(Budget(of: account) == Budget(balance: 10_000, marginAvailable: 8_000))
    #expect(Budget(of: .unknown).reason == .accountInvalid)
  }

  @Test func `is 0 with settings that are no numbers, and shared by one with K below 1`() {
    var limits = BudgetLimits()
    limits.targetShare = .nan
    #expect(Budget(balance: 100, marginAvailable: 100, limits: limits).total == 0)
    limits = BudgetLimits()
    limits.perInstrumentShare = .nan
    #expect(Budget(balance: 100, marginAvailable: 100, limits: limits).cap == 0)
    limits = BudgetLimits()
    (limits.topK, limits.perInstrumentShare) = (0, 1)
    #expect(Budget(balance: 100, marginAvailable: 100, limits: limits).cap == 30)
  }
}

@Suite struct `A risk cap` {
  @Test func `of one per cent of 10,000 at 1.08 is 6,172 units`() {
    #expect(RiskCap(share: 0.01, nav: 10_000, price: 1.08, quoteToAccount: 1) == .units(6_172))
  }

  @Test func `explains the leverage warning`() {
    // 10 % of NAV in margin at 2 % is 5 × NAV of notional; a stop of 1.25 % on it costs 6.25 % of NAV.
    let nav = 10_000.0
    let margin = MarginPerUnit(of: CurrencyPair(.usd, .jpy), in: .usd, brokerRate: 0.02) { _ in nil
    }
    let units = 0.10 * nav / (margin?.amount ?? 0)
    #expect(agrees(units / nav, 5))
    #expect(agrees(units * 0.0125 / nav, 0.0625))
    #expect(units * 0.0125 > LossLimits().dailyLoss * nav)
  }

  @Test func `is off when it is not set, which 0 is not`() {
    #expect(RiskCap(share: nil, nav: nil, price: nil, quoteToAccount: nil) == .off)
    #expect(RiskCap(share: 0, nav: 10_000, price: 1, quoteToAccount: 1) == .unknown)
  }

  @Test(arguments: [nil, .nan, .infinity, 0, -1] as [Double?])
  func `is unknown with a number that is missing or not above 0`(bad: Double?) {
    #expect(RiskCap(share: 0.01, nav: bad, price: 1, quoteToAccount: 1) == .unknown)
    #expect(RiskCap(share: 0.01, nav: 100, price: bad, quoteToAccount: 1) == .unknown)
    #expect(RiskCap(share: 0.01, nav: 100, price: 1, quoteToAccount: bad) == .unknown)
    if bad != nil {
      #expect(RiskCap(share: bad, nav: 100, price: 1, quoteToAccount: 1) == .unknown)
    }
  }

  @Test func `is unknown without a stop, and bounded when the loss of a unit is next to nothing`() {
    #expect(RiskCap(share: 0.01, nav: 1, price: 1, stopPPM: 0, quoteToAccount: 1) == .unknown)
    #expect(
      RiskCap(share: 1, nav: 1e300, price: 1e-100, quoteToAccount: 1e-100)
        == .units(RiskCap.mostUnits))
    #expect(RiskCap(share: 1, nav: 1, price: 1e-200, quoteToAccount: 1e-200) == .unknown)
  }
}
