import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `Signals` {
  private func wandering(_ count: Int, seed: UInt64 = 11) -> [Bar] {
    print("seed \(seed)")
    var market = WanderingMarket(seed: seed)
    return market.bars(count)
  }

  /// The bars, counted from 1970, whose candles gave a signal.
  private func bars(_ run: MarketRun, barSeconds: Int64 = 60) throws -> [Int64] {
    try run.signals().map { $0.facts.asOf.nanoseconds / (barSeconds * nanosecondsPerSecond) - 1 }
  }

  @Test(arguments: [1, 3, 4, 7, 60] as [Int64])
  func `come of ready candles on the stride, and of all of those`(stride: Int64) throws {
    let run = MarketRun([.euroDollar], Opening(stride: stride))
    run.apply(wandering(3_000))
    var expected: [Int64] = []
    for fact in try run.facts() {
      guard let metrics = fact.metrics else { continue }
      let bar = metrics.openAt.nanoseconds / (60 * nanosecondsPerSecond)
      if metrics.ready && bar % stride == stride - 1 { expected.append(bar) }
    }
    #expect(try bars(run) == expected)
    #expect(expected.count > 10)
  }

  @Test func `keep their phase, whatever the first candle was`() throws {
    let all = wandering(800)
    let whole = MarketRun()
    whole.apply(all)
    let expected = try bars(whole)
    for skipped in 1...5 {
      let late = MarketRun()
      late.apply(Array(all.dropFirst(skipped)))
      let found = try bars(late)
      #expect(found.count > 100)
      // The later start is ready a little later; from there on the bars are the same.
      #expect(found == expected.filter { $0 >= found[0] }, "\(skipped) skipped")
    }
  }

  @Test func `of quarter hours are in phase with the hour`() throws {
    let run = MarketRun()
    var price: Int64 = 1_100_000
    var random = SplitMix64(seed: 5)
    for number in 0..<200 {
      let next = price + Int64(random.next(below: 41)) - 20
      run.apply(
        [Bar(at: midnight("2024-07-01") + 15 * minute * Int64(number), from: price, to: next)],
        barSeconds: 900)
      price = next
    }
    let found = try run.signals().map(\.facts.asOf.nanoseconds)
    #expect(found.count > 20)
    #expect(found.allSatisfy { $0 % (3_600 * nanosecondsPerSecond) == 0 })
  }

  @Test func `go on behind a seam, and fall silent behind a reset until the window is full`() throws
  {
    var price: Int64 = 1_100_000
    var open = midnight("2024-07-02")
    func bars(_ count: Int) -> [Bar] {
      var bars: [Bar] = []
      for _ in 0..<count {
        let next = price + (open / minute % 3 == 0 ? -7 : 5)
        bars.append(Bar(at: open, from: price, to: next))
        price = next
        open += minute
      }
      return bars
    }
    let run = MarketRun()
    run.apply(bars(100))
    let before = try run.signals().count
    #expect(before > 10)

    open += 30 * minute
    run.apply(bars(8))
    #expect(try run.signals().count == before + 2, "the window survives a seam")

    open += 1_000 * minute
    run.apply(bars(32))
    #expect(try run.signals().count == before + 2, "nothing is known behind a reset")
    run.apply(bars(8))
    #expect(try run.signals().count > before + 2)
  }

  @Test func `carry the word of the register before the push and the metrics as they were`() throws
  {
    let run = MarketRun()
    run.apply(wandering(400))
    let facts = try run.facts()
    var compared = 0
    for fact in facts {
      guard let signal = fact.signal?.facts,
        let metrics = facts[Int(fact.cause) - 1].metrics
      else { continue }
      compared += 1
      #expect(signal.pin == metrics.pin.bits)
      #expect(signal.pinPrev == metrics.pin.bits >> 1 | UInt64(metrics.pin.older) << 63)
      #expect(signal.price == metrics.price && signal.asOf == metrics.asOf)
      #expect(signal.state == metrics.state && signal.band == metrics.band)
      #expect(signal.generation == metrics.generation)
      #expect(signal.overlapCount == metrics.overlapCount)
      #expect(signal.flipCount == metrics.flipCount && signal.pairs == metrics.pairs)
      #expect(signal.lambdaHazard == metrics.lambdaHazard && signal.sigmaEff == metrics.sigmaEff)
      #expect(signal.runAge == metrics.runAge && signal.bias == metrics.bias)
      #expect(signal.rupture == metrics.rupture && signal.kernel == .kernelV1)
    }
    #expect(compared > 50)
  }

  @Test func `name the signal before them and the newest of their look`() throws {
    let run = MarketRun([.euroDollar, .poundDollar], Opening(precision: 1))
    for bar in wandering(900) {
      run.apply(bar)
      run.apply(bar, of: 1)
    }
    for instrument in [0, 1] as [UInt16] {
      var last: UInt64 = 0
      var newest: [String: (sequence: UInt64, asOf: Int64)] = [:]
      var twins = 0
      for fact in try run.facts() {
        guard let signal = fact.signal, signal.facts.instrument.number == instrument else {
          continue
        }
        var expected = last == 0 ? [] : [last]
        let asOf = signal.facts.asOf.nanoseconds
        if let twin = newest[signal.signature.text], twin.sequence != last,
          asOf - twin.asOf <= 86_400 * nanosecondsPerSecond
        {
          expected.append(twin.sequence)
          twins += 1
        }
        #expect(fact.because == expected)
        last = fact.sequence
        newest[signal.signature.text] = (fact.sequence, asOf)
      }
      #expect(last > 0 && twins > 5)
    }
  }

  @Test func `of refused candles do not exist`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    let all = wandering(200)
    run.apply(all)
    let before = try run.signals().count
    run.apply(all[150])
    #expect(try run.signals().count == before)
    #expect(try run.facts().last?.kind == .candleRejected)
  }
}
