import Market
import Strategy
import Testing

@Suite struct `An exit` {
  private func position(_ side: Stance, entered seconds: Double = -600) -> OpenPosition {
    OpenPosition(
      side: side, units: 1_000, entryPrice: price(1.1), entryAt: noon.adding(seconds: seconds),
      marginUsed: nil, quoteToAccount: nil)
  }

  private func around(
    bid: Double, ask: Double, slope: Double? = nil, closesIn seconds: Double? = 36_000,
    origin: QuoteOrigin = .stream
  ) -> ExitSurroundings {
    ExitSurroundings(
      quote: QuoteSnapshot(bid: price(bid), ask: price(ask), aliveAt: noon, origin: origin),
      slopeBasisPoints: slope, sessionClosesAt: seconds.map { noon.adding(seconds: $0) },
      lastExitAt: nil)
  }

  @Test func `has the limits of the specification`() {
    let limits = ExitLimits()
    #expect(limits.leavesBeforeClose && limits.watchesProfit && limits.watchesSlope)
    #expect(limits.nearCloseNanoseconds == 300 * nanosecondsPerSecond)
    #expect(limits.takeProfit == 0.50)
    #expect(limits.stopLoss == -1.25)
    #expect(limits.profitUnit == .percentOfNotional)
    #expect(limits.slopeBasisPoints == 2.0)
    #expect(limits.slopeLook == 12)
    #expect(limits.cooldown.exitNanoseconds == 60 * nanosecondsPerSecond)
  }

  /// The first example of section 9.3.
  @Test func `takes the profit of a long at half a per cent on the bid`() {
    let limits = ExitLimits()
    let long = position(.long)
    let taken = limits.verdict(on: long, in: around(bid: 1.1055, ask: 1.1056), at: noon)
    #expect(taken.reason == .pnlTakeProfit)
    #expect(isClose(taken.value, 0.5))
    let held = limits.verdict(on: long, in: around(bid: 1.10549, ask: 1.1056), at: noon)
    #expect(held == ExitVerdict(.hold))
    #expect(
      abs(
        (long.profit(at: around(bid: 1.10549, ask: 1.1056).quote!, in: .percentOfNotional)!) - 0.499
      )
        < 0.0005)
  }

  /// The second.
  @Test func `stops a short at one and a quarter per cent on the ask`() {
    let verdict = ExitLimits().verdict(
      on: position(.short), in: around(bid: 1.1136, ask: 1.11375), at: noon)
    #expect(verdict.reason == .pnlStopLoss)
    #expect(isClose(verdict.value, -1.25))
  }

  /// The third.
  @Test func `before the close comes at five minutes exactly, even with a profit on screen`() {
    let limits = ExitLimits()
    let due = limits.verdict(
      on: position(.long), in: around(bid: 1.2, ask: 1.2001, closesIn: 300), at: noon)
    #expect(due == ExitVerdict(.exitBeforeClose))
    let notYet = limits.verdict(
      on: position(.long), in: around(bid: 1.1, ask: 1.1001, closesIn: 300.001), at: noon)
    #expect(notYet == ExitVerdict(.hold))
  }

  /// design.md, section 10: the larger of the minutes and one bar.
  @Test func `before the close comes one bar early where bars are longer`() {
    let limits = ExitLimits(bar: .h1)
    #expect(limits.beforeClose(noon.adding(seconds: 3_600), at: noon) != nil)
    #expect(limits.beforeClose(noon.adding(seconds: 3_600.001), at: noon) == nil)
    #expect(limits.beforeClose(nil, at: noon)?.isDeferred == true)
  }

  @Test func `on a candle quote works until the next bar`() {
    let limits = ExitLimits(bar: .m5)
    let surroundings = around(bid: 1.2, ask: 1.2001, origin: .candle)
    func reason(after seconds: Double) -> ExitReason {
      limits.verdict(on: position(.long), in: surroundings, at: noon.adding(seconds: seconds))
        .reason
    }
    #expect(reason(after: 300) == .pnlTakeProfit)
    #expect(reason(after: 300.001) == .quoteStale)
  }

  @Test func `in cooldown says so rather than that the quote is stale`() {
    var surroundings = around(bid: 1.2, ask: 1.2001, slope: -5)
    surroundings.quote = nil
    let verdict = ExitLimits().verdict(
      on: position(.long, entered: -59), in: surroundings, at: noon)
    #expect(verdict == ExitVerdict(.exitCooldown, value: -5))
    surroundings.slopeBasisPoints = -1
    #expect(
      ExitLimits().verdict(on: position(.long), in: surroundings, at: noon)
        == ExitVerdict(.quoteMissing))
  }

  @Test func `by slope fires at two basis points exactly, against the position only`() {
    for (side, slope, isExit) in [
      (.long, -2, true), (.long, -1.9999, false), (.long, 2, false), (.short, 2, true),
      (.short, 1.9999, false), (.short, -2, false),
    ] as [(Stance, Double, Bool)] {
      let verdict = ExitLimits().verdict(
        on: position(side), in: around(bid: 1.1, ask: 1.1, slope: slope), at: noon)
      #expect(verdict.isExit == isExit, "\(side) \(slope)")
      #expect(verdict.value == (isExit ? slope : nil))
    }
  }

  @Test func `in units that need a margin or a rate is skipped while these are unknown`() {
    let quote = around(bid: 1.2, ask: 1.2).quote!
    var long = position(.long)
    #expect(long.profit(at: quote, in: .accountCurrency) == nil)
    long.quoteToAccount = 0.5
    #expect(isClose(long.profit(at: quote, in: .accountCurrency), 50))
    for unknown in [nil, 0, -1, .nan, .infinity] as [Double?] {
      long.marginUsed = unknown
      #expect(long.profit(at: quote, in: .marginFraction) == nil)
    }
    long.marginUsed = 25
    #expect(isClose(long.profit(at: quote, in: .marginFraction), 2))
  }
}

@Suite struct `A quote` {
  private func fault(
    bid: Double = 1.1, ask: Double = 1.1001, age: Double, _ origin: QuoteOrigin
  ) -> QuoteFault? {
    QuoteLimits().fault(
      of: QuoteSnapshot(
        bid: price(bid), ask: price(ask), aliveAt: noon.adding(seconds: -age), origin: origin),
      at: noon)
  }

  /// Sections 4.3; design.md, section 10.
  @Test func `stays fresh as long as its origin says`() {
    for (origin, limit) in [(.stream, 10), (.file, 300), (.candle, 60)] as [(QuoteOrigin, Double)] {
      #expect(fault(age: limit, origin) == nil)
      #expect(fault(age: limit + 0.001, origin) == .stale)
      #expect(fault(age: -5, origin) == nil)
      #expect(fault(age: -5.001, origin) == .stale)
    }
  }

  @Test func `must be above zero and not crossed`() {
    #expect(fault(bid: 1.1, ask: 1.1, age: 0, .stream) == nil)
    #expect(fault(bid: 1.1001, ask: 1.1, age: 60, .stream) == .invalid)
    #expect(fault(bid: 0, ask: 1.1, age: 0, .stream) == .invalid)
    #expect(QuoteLimits().fault(of: nil, at: noon) == .missing)
  }
}
