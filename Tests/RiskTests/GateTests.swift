import Market
import Risk
import Testing

@Suite struct `A margin gate` {
  @Test func `follows the worked example`() {
    var gate = MarginGate()
    #expect(gate.isBlocked)
    #expect(!gate.observe(0.28) && gate.isBlocked)
    #expect(gate.observe(0.269) && !gate.isBlocked)
    #expect(!gate.observe(0.28) && !gate.isBlocked)
    #expect(gate.observe(0.30) && gate.isBlocked)
  }

  @Test(arguments: [nil, .nan, .infinity, -.infinity, -0.1] as [Double?])
  func `blocks while the share is unknown`(share: Double?) {
    #expect(MarginGate(isBlocked: false).isBlocked(after: share))
  }

  @Test func `blocks at limits that are no numbers`() {
    var limits = MarginLimits()
    limits.high = .nan
    #expect(MarginGate(isBlocked: false).isBlocked(after: 0, limits: limits))
  }

  @Test func `reads a low limit above the high one as equal to it`() {
    var limits = MarginLimits()
    limits.low = 0.9
    #expect(MarginGate(isBlocked: false).isBlocked(after: 0.30, limits: limits))
    #expect(!MarginGate().isBlocked(after: 0.299, limits: limits))
  }

  @Test func `does not take a sum beyond all numbers for a small share`() {
    #expect(usedMarginShare(used: 1e308, available: 1.7e308) == nil)
    #expect(usedMarginShare(used: 100, available: -100) == nil)
    #expect(usedMarginShare(used: 100, available: -50) == 2)
    #expect(usedMarginShare(used: nil, available: 1) == nil)
    #expect(usedMarginShare(used: 1, available: nil) == nil)
  }

  @Test func `reads the share of an account snapshot`() {
    let account = AccountView(
      balanceMicros: 1_000_000_000, navMicros: 1_000_000_000, marginUsedMicros: 269_000_000,
      marginAvailableMicros: 731_000_000)
    #expect(account.usedShare == 0.269)
    #expect(account.nav == 1_000)
    #expect(AccountView.unknown.usedShare == nil && AccountView.unknown.nav == nil)
  }
}

@Suite struct `A spread gate` {
  @Test func `follows the worked example`() {
    func gate(_ askMicros: Int64) -> SpreadGate {
      SpreadGate(
        bid: Price(micros: 1_100_000), ask: Price(micros: askMicros), isTradeable: true, most: 3)
    }
    let narrow = gate(1_100_330)
    #expect(narrow.passes && agrees(narrow.spreadBasisPoints, 2.9996, within: 1e-4))
    let wide = gate(1_100_340)
    #expect(!wide.passes && wide.reason == .spreadWide)
    #expect(agrees(wide.spreadBasisPoints, 3.0904, within: 1e-4))
  }

  @Test func `lets a spread of exactly the limit through`() {
    // 0.0003 ÷ 1 × 10 000
    #expect(SpreadGate(bid: 0.99985, ask: 1.00015, isTradeable: true, most: 3).passes)
  }

  @Test func `ships with a wider limit for NZD_USD`() {
    #expect(SpreadGate.shippedBasisPoints(of: "EUR_USD") == 3.0)
    #expect(SpreadGate.shippedBasisPoints(of: "NZD_USD") == 4.0)
  }

  @Test func `lets nothing through without a quote, a limit or a mid`() {
    let none: Price? = nil
    #expect(SpreadGate(bid: none, ask: none, isTradeable: true, most: 3).reason == .quoteInvalid)
    #expect(SpreadGate(bid: 1.0, ask: nil, isTradeable: true, most: 3).reason == .quoteInvalid)
    #expect(SpreadGate(bid: 1.0, ask: 1.0, isTradeable: true, most: .nan).reason == .spreadWide)
    #expect(
      SpreadGate(bid: 1e308, ask: 1.7e308, isTradeable: true, most: 1e9).reason == .quoteInvalid)
    #expect(SpreadGate(bid: .nan, ask: 1, isTradeable: false, most: 3).reason == .quoteInvalid)
  }
}

@Suite struct `Value at risk` {
  @Test func `of 10,000 at a sigma of 0.00012 is 21.66`() {
    var risk = ValueAtRisk()
    risk.add(notional: 10_000, sigma: 0.00012)
    let verdict = risk.verdict(nav: 10_000)
    #expect(verdict.passes)
    #expect(agrees(verdict.valueAtRisk, 21.66, within: 0.01))
  }

  @Test func `of two positions of 50,000 is 216.6, and blocked at a NAV of 10,000`() {
    var risk = ValueAtRisk()
    risk.add(notional: 50_000, sigma: 0.00012)
    risk.add(notional: -50_000, sigma: 0.00012)
    let verdict = risk.verdict(nav: 10_000)
    #expect(verdict.reason == .exceeded)
    #expect(agrees(verdict.valueAtRisk, 216.6, within: 0.1))
    #expect(verdict.limit == 200)
  }

  @Test func `binds near nine times NAV of notional`() {
    func passes(_ notional: Double) -> Bool {
      var risk = ValueAtRisk()
      risk.add(notional: notional, sigma: 0.00012)
      return risk.verdict(nav: 10_000).passes
    }
    #expect(passes(92_000) && !passes(93_000))
  }

  @Test(arguments: [nil, .nan, .infinity, 0, -1] as [Double?])
  func `is unknown while a sigma or NAV is`(bad: Double?) {
    var risk = ValueAtRisk()
    risk.add(notional: 1, sigma: bad)
    risk.add(notional: nil, sigma: 0.0001)
    #expect(risk.verdict(nav: 10_000).reason == .sigmaMissing)
    #expect(ValueAtRisk().verdict(nav: bad).reason == .navInvalid)
  }

  @Test(arguments: [nil, .nan, .infinity] as [Double?])
  func `is unknown while a notional is`(bad: Double?) {
    var risk = ValueAtRisk()
    risk.add(notional: bad, sigma: 0.0001)
    let verdict = risk.verdict(nav: 10_000)
    #expect(verdict.reason == .notionalMissing && verdict.valueAtRisk == nil)
  }

  @Test func `beyond all numbers is exceeded`() {
    var risk = ValueAtRisk()
    risk.add(notional: 1e308, sigma: 1e300)
    #expect(risk.verdict(nav: 10_000).reason == .exceeded)
    var limits = ValueAtRiskLimits()
    limits.horizonMinutes = -1
    var broken = ValueAtRisk(limits: limits)
    broken.add(notional: 1, sigma: 0.0001)
    #expect(broken.verdict(nav: 10_000).reason == .exceeded)
  }
}

@Suite struct `The deviation of returns` {
  /// Closes that go up and down by one in 11,000.
  private func alternating(_ count: Int, from start: Int = 0) -> [Price] {
    (start..<start + count).map { Price(micros: $0.isMultiple(of: 2) ? 1_100_000 : 1_100_100) }
  }

  private func deviation(_ closes: [Price?]) -> ReturnDeviation {
    var deviation = ReturnDeviation()
    for close in closes { deviation.record(close) }
    return deviation
  }

  @Test func `needs thirty returns`() {
    #expect(deviation(alternating(30)).sigma == nil)
    #expect(deviation(alternating(31)).sigma != nil)
    #expect(ReturnDeviation().sigma == nil)
  }

  @Test func `is missing until an invalid close is no longer among the last 61`() {
    for invalid in [nil, Price(micros: 0), Price(micros: -1_100_000)] {
      var deviation = deviation(alternating(61) + [invalid])
      for _ in 0..<60 {
        #expect(deviation.sigma == nil)
        deviation.record(Price(micros: 1_100_000))
      }
      #expect(deviation.sigma == nil)
      deviation.record(Price(micros: 1_100_000))
      #expect(deviation.sigma == 0)
    }
  }

  @Test func `forgets what lies before the last sixty returns`() {
    let shocked = deviation([Price(micros: 1), Price(micros: 9_000_000)] + alternating(61))
    #expect(shocked.sigma == deviation(alternating(61)).sigma)
    #expect(shocked == deviation(alternating(61)))
    #expect(shocked.count == ReturnDeviation.mostCloses)
    #expect(shocked != deviation(alternating(61, from: 1)))
  }

  @Test func `is the same again after it was kept, whatever came before`() throws {
    for count in [0, 1, 30, 31, 60, 61, 62, 100] {
      var original = deviation(alternating(count))
      var restored = try #require(ReturnDeviation(keptCloses: original.keptCloses))
      #expect(restored == original && restored.sigma == original.sigma)
      for step in 0..<70 {
        let close = Price(micros: 1_100_000 + Int64(step * step))
        original.record(close)
        restored.record(close)
        #expect(restored == original && restored.sigma == original.sigma, "\(count), \(step)")
      }
    }
    #expect(ReturnDeviation(keptCloses: [Int64](repeating: 1, count: 62)) == nil)
    #expect(ReturnDeviation(keptCloses: [1, -1]) == nil)
  }
}
