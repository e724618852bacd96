import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

/// Section 19 of metrics-kernel.md, for what the manifold says.
@Suite struct `Over seeded markets, signals and days` {
  private func bars(_ count: Int, seed: UInt64) -> [Bar] {
    print("seed \(seed)")
    var market = WanderingMarket(seed: seed)
    return market.bars(count)
  }

  /// What stays when a market is turned upside down: everything but prices, signs and deviation.
  private func upright(_ signal: DaySignal) -> SignalComputed {
    var facts = signal.facts
    facts.signature = Text(offset: 0, count: 0)
    facts.price = Price(micros: 0)
    facts.bias = Ratio(micros: abs(facts.bias.micros))
    facts.pin = 0
    facts.pinPrev = 0
    facts.overlapCount = 0
    facts.sigmaEff = 0
    return facts
  }

  @Test(arguments: [31, 32] as [UInt64])
  func `are the same in the mirror but for the sign of the bias`(seed: UInt64) throws {
    let all = bars(2_500, seed: seed)
    let (run, mirror) = (MarketRun(), MarketRun())
    run.apply(all)
    mirror.apply(all.map { $0.mirrored(around: 2_354_000) })
    let (signals, mirrored) = (try run.signals(), try mirror.signals())
    #expect(signals.count == mirrored.count && signals.count > 400)
    for (signal, other) in zip(signals, mirrored) {
      #expect(signal.signature == other.signature)
      #expect(upright(signal) == upright(other))
      #expect(signal.facts.bias.micros == -other.facts.bias.micros)
      let known: UInt64 = signal.facts.pairs == 64 ? .max : 0xFFFF_FFFF
      #expect(signal.facts.pin & known == ~other.facts.pin & known)
    }
    let (days, otherDays) = (try run.closedDays(), try mirror.closedDays())
    #expect(days.count == otherDays.count && days.count > 1)
    for (day, other) in zip(days, otherDays) {
      #expect(day.1.day.ruptureFlips == other.1.day.ruptureFlips)
      #expect(day.1.day.hazardMet == other.1.day.hazardMet)
      #expect(day.1.day.hazardEnded == other.1.day.hazardEnded)
      #expect(day.1.day.states == other.1.day.states && day.1.day.bands == other.1.day.bands)
      #expect(day.1.day.lambda == other.1.day.lambda)
    }
  }

  @Test func `do not depend on other instruments in between`() throws {
    let (euro, yen) = (bars(1_200, seed: 33), bars(1_200, seed: 34))
    let alone = MarketRun()
    alone.apply(euro)
    let together = MarketRun([.euroDollar, .dollarYen])
    var random = SplitMix64(seed: 35)
    var rest = yen[...]
    for bar in euro {
      together.apply(bar)
      for _ in 0..<random.next(below: 3) {
        guard let next = rest.popFirst() else { continue }
        together.apply(next, of: 1, unit: 100)
      }
    }
    #expect(try together.signals(of: 0) == alone.signals())
    #expect(try !together.signals(of: 1).isEmpty)
    #expect(together.openDocument(of: 0)?.text == alone.openDocument()?.text)
    #expect(
      try together.closedDays(of: 0).map(\.closed.textSha256)
        == alone.closedDays().map(\.closed.textSha256))
  }

  @Test func `do not change when refused candles are put in between`() throws {
    let all = bars(1_200, seed: 36)
    let clean = MarketRun()
    clean.apply(all)
    let noisy = MarketRun()
    var random = SplitMix64(seed: 37)
    for (number, bar) in all.enumerated() {
      if let bad = refusable(bar, after: all[..<number].last, random.next(below: 8)) {
        noisy.apply(bad)
      }
      noisy.apply(bar)
    }
    #expect(try noisy.facts().filter { $0.kind == .candleRejected }.count > 500)
    #expect(try noisy.signals() == clean.signals())
    #expect(noisy.openDocument()?.text == clean.openDocument()?.text)
  }

  /// A candle before `bar` that is refused: each reason of section 2.3 in turn.
  private func refusable(_ bar: Bar, after last: Bar?, _ reason: UInt64) -> Bar? {
    var bad = bar
    switch reason {
    case 0: bad.high = nil
    case 1: bad.low = 0
    case 2: bad.high = bar.low.map { $0 - 1 }
    case 3: bad.volume = -1
    case 4: bad.openMilliseconds += 1_000
    case 5:
      guard let last else { return nil }
      bad.openMilliseconds = last.openMilliseconds - minute
    case 6: return last
    default:
      guard var revised = last else { return nil }
      revised.high = revised.high.map { $0 + 1 }
      return revised
    }
    return bad
  }

  @Test func `change only from the close of a candle that is changed`() throws {
    let all = bars(900, seed: 38)
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(all)
    let changed = MarketRun([.euroDollar], Opening(stride: 1))
    var other = all
    let place = 500
    other[place].close = other[place].open.map { $0 + 40 }
    other[place].high = other[place].open.map { $0 + 50 }
    changed.apply(other)
    let close = (all[place].openMilliseconds + minute) * nanosecondsPerMillisecond
    func before(_ run: MarketRun) throws -> [DaySignal] {
      try run.signals().filter { $0.facts.asOf.nanoseconds < close }
    }
    #expect(try before(run) == before(changed))
    #expect(try before(run).count > 200)
    #expect(try run.signals() != changed.signals())
  }

  @Test func `keep every number in its range`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(bars(3_000, seed: 39))
    for signal in try run.signals() {
      let facts = signal.facts
      for share in [facts.coherence, facts.stability, facts.entropy, facts.rupture] {
        #expect((0...1_000_000).contains(share.micros))
      }
      #expect(facts.coherence.micros == abs(facts.bias.micros))
      #expect((0...64_000).contains(facts.evidenceMbits))
      #expect((32...64).contains(facts.pairs))
      #expect(facts.overlapCount + facts.flipCount <= facts.pairs)
      #expect(facts.lambdaHazard.micros > 0 && facts.lambdaHazard.micros < 1_000_000)
      #expect(facts.firstSeen <= facts.asOf && facts.count1h >= 1 && facts.echoCount >= 0)
      #expect((facts.state == .flux) == (facts.generation == 0))
    }
  }
}
