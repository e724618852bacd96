import Market
import Numerics
import Strategy
import Testing

@Suite struct `A bracket` {
  private let five = PriceSteps(PriceUnits(digits: 5))
  private let three = PriceSteps(PriceUnits(digits: 3))

  private func quote(_ bid: Double, _ ask: Double) -> QuoteSnapshot {
    QuoteSnapshot(bid: price(bid), ask: price(ask), aliveAt: noon, origin: .stream)
  }

  /// The first two examples of section 9.3.
  @Test func `of a long catches a disaster at one and a half per cent`() throws {
    let limits = BracketLimits()
    let euro = try #require(
      limits.bracket(side: .long, quote: quote(1.0999, 1.1), steps: five, range: nil))
    #expect(euro == Bracket(mode: .disaster, stop: price(1.0835), take: nil))
    let yen = try #require(
      limits.bracket(side: .long, quote: quote(150, 150.012), steps: three, range: nil))
    // 150.012 less 2.25018 is 147.76182; five digits would be rejected.
    #expect(yen == Bracket(mode: .disaster, stop: price(147.761), take: nil))
  }

  /// The third.
  @Test func `by range is 1,8 ranges away, its target half as far again`() {
    var limits = BracketLimits()
    limits.mode = .atr
    let bracket = limits.bracket(side: .long, quote: quote(1.0999, 1.1), steps: five, range: 0.0008)
    #expect(bracket == Bracket(mode: .atr, stop: price(1.09856), take: price(1.10216)))
  }

  @Test func `starts with the widest distance that goes with the stop loss`() {
    #expect(BracketLimits().disasterPartsPerMillion == 15_000)
    #expect(
      isClose(
        BracketLimits.disasterPartsPerMillion(stopLoss: -1.25, unit: .percentOfNotional), 15_000))
    #expect(
      isClose(
        BracketLimits.disasterPartsPerMillion(stopLoss: -0.8, unit: .percentOfNotional), 9_600))
    for unit in [ProfitUnit.accountCurrency, .marginFraction] {
      #expect(BracketLimits.disasterPartsPerMillion(stopLoss: -40, unit: unit) == 15_000)
    }
  }

  @Test func `knows the steps of the broker as of the built-in facts`() {
    #expect(PriceSteps(digits: 5, pipLocation: -4) == five)
    #expect(PriceSteps(digits: 3, pipLocation: -2) == three)
  }

  @Test func `takes a range or pips that mean nothing for none`() {
    var limits = BracketLimits()
    limits.mode = .atr
    for range in [nil, 0, -0.001, .nan, .infinity] as [Double?] {
      for pips in [0, -5, .nan, .infinity] as [Double] {
        limits.stopPips = pips
        let bracket = limits.bracket(
          side: .short, quote: quote(1.1, 1.1001), steps: five, range: range)
        #expect(bracket?.mode == .disaster)
      }
    }
  }

  @Test func `is none where a price would not be above zero, or beyond all bounds`() {
    var limits = BracketLimits()
    #expect(limits.bracket(side: .long, quote: quote(0.4, 1), steps: five, range: nil) == nil)
    let vast = QuoteSnapshot(
      bid: Price(micros: 1), ask: Price(micros: .max), aliveAt: noon, origin: .stream)
    #expect(limits.bracket(side: .long, quote: vast, steps: five, range: nil) == nil)
    limits.mode = .atr
    limits.rangeMultiple = 1e300
    let bracket = limits.bracket(side: .long, quote: quote(1.1, 1.1), steps: five, range: 1e300)
    #expect(bracket?.stop == price(1.0835))
    limits.rewardRatio = 1e300
    #expect(limits.bracket(side: .long, quote: quote(1.1, 1.1), steps: five, range: 1) == nil)
  }

  @Test
  func `lies on ticks, outside two spreads, and its stop never beyond the disaster by a tick`() {
    let seed: UInt64 = 93
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      let isYen = random.next() % 2 == 0
      let steps = isYen ? three : five
      let bid = Int64(random.next() % 190_000 + 10_000) * steps.tick
      let spread = Int64(random.next() % 30) * steps.tick
      let quote = QuoteSnapshot(
        bid: Price(micros: bid), ask: Price(micros: bid + spread), aliveAt: noon, origin: .stream)
      let side: Stance = random.next() % 2 == 0 ? .long : .short
      var limits = BracketLimits()
      limits.mode = BracketMode.allCases[Int(random.next() % 3)]
      limits.stopPips = Double(random.next() % 300) / 10
      let range = Double(random.next() % 1_000) * Double(steps.tick) / 1e6
      guard let bracket = limits.bracket(side: side, quote: quote, steps: steps, range: range)
      else {
        Issue.record("no bracket at \(bid) with \(spread)")
        continue
      }
      let reference = side == .long ? quote.ask.micros : quote.bid.micros
      let sign = Int64(side.rawValue)
      let stopAway = sign * (reference - bracket.stop.micros)
      let least = max(2 * spread, steps.tick)
      let most = max(Int64((Double(reference) * 0.015).rounded(.up)) + 10, least)
      #expect(bracket.stop.micros % steps.tick == 0)
      // Rounding moves a stop of either side by less than a tick: away for a long, away for a short.
      #expect(stopAway >= least && stopAway < most + steps.tick)
      guard let take = bracket.take else {
        #expect(bracket.mode == .disaster)
        continue
      }
      #expect(take.micros % steps.tick == 0)
      let takeAway = sign * (take.micros - reference)
      #expect(takeAway > 0 && takeAway * 2 >= least * 3 - 2 * steps.tick)
    }
  }
}

@Suite struct `An average true range` {
  @Test func `is unknown until a bad candle, and the one that follows it, are forgotten`() {
    var average = AverageTrueRange(length: 2)
    var known: [Bool] = []
    for index in 0..<8 {
      let bad = index == 3
      average.record(
        high: bad ? Price(micros: 0) : price(1.1002), low: price(1.1), close: price(1.1001))
      known.append(average.value != nil)
    }
    // Candle 3 is among the last three candles up to candle 5.
    #expect(known == [false, false, true, false, false, false, true, true])
  }

  @Test func `counts a gap from the close before`() {
    var average = AverageTrueRange(length: 1)
    average.record(high: price(1.1), low: price(1.1), close: price(1.1))
    average.record(high: price(1.103), low: price(1.102), close: price(1.102))
    #expect(isClose(average.value, 0.003))
    average.record(high: price(1.101), low: price(1.1005), close: price(1.1007))
    #expect(isClose(average.value, 0.0015))
  }

  @Test func `taken back from its parts goes on as before`() {
    var average = AverageTrueRange(length: 3)
    for index in 0..<9 {
      var taken = AverageTrueRange(
        length: 3, ranges: average.ranges.oldestFirst, hasCandle: average.hasCandle,
        previousClose: average.previousClose)
      #expect(taken == average)
      let low = 1.1 + Double(index * index) / 10_000
      average.record(high: price(low + 0.001), low: price(low), close: price(low + 0.0004))
      taken.record(high: price(low + 0.001), low: price(low), close: price(low + 0.0004))
      #expect(taken == average)
    }
  }
}
