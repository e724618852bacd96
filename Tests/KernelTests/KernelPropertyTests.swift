import Kernel
import Market
import Numerics
import Testing

@Suite struct `The kernel over a synthetic market` {
  private static let seeds: [UInt64] = [11, 12, 13, 14, 15, 16]

  /// Property 3 of section 19.
  @Test(arguments: seeds)
  func `says the same of a mirrored market, the direction aside`(seed: UInt64) {
    var market = SyntheticMarket(seed: seed)
    var (kernel, mirror) = (InstrumentKernel(), InstrumentKernel())
    for candle in market.candles(1_200) {
      let a = kernel.apply(candle)
      let b = mirror.apply(candle.mirrored(around: 3_000_000))
      let place: Comment = "seed \(seed), \(candle.openMilliseconds)"
      #expect(a.window.bias.micros == -b.window.bias.micros, place)
      #expect(a.window.counts.n00 == b.window.counts.n11, place)
      #expect(a.window.counts.n11 == b.window.counts.n00, place)
      #expect(a.window.counts.n01 == b.window.counts.n10, place)
      #expect(a.window.counts.n10 == b.window.counts.n01, place)
      #expect(a.undirected == b.undirected, place)
      #expect(abs(a.triad.entropy.micros - b.triad.entropy.micros) <= 1_000, place)
    }
  }

  /// Property 5 of section 19.
  @Test(arguments: seeds)
  func `keeps every value in its range`(seed: UInt64) {
    var market = SyntheticMarket(seed: seed)
    var kernel = InstrumentKernel()
    let share: ClosedRange<Int64> = 0...1_000_000
    for candle in market.candles(1_500) {
      let result = kernel.apply(candle)
      let window = result.window
      let place: Comment = "seed \(seed), \(candle.openMilliseconds)"
      for value in [
        window.coherence, window.stability, window.entropy, window.rupture,
        result.triad.coherence, result.triad.stability, result.triad.entropy,
      ] {
        #expect(share.contains(value.micros), place)
      }
      #expect((-1_000_000...1_000_000).contains(window.bias.micros), place)
      #expect((0...Int64(window.counts.pairs) << 32).contains(window.evidenceQ32), place)
      #expect((1...999_999).contains(result.hazard.micros), place)
      #expect(result.sigmaPpb >= 0 && result.generation >= 0, place)
      #expect((0...1_000_000).contains(kernel.day.lambda.micros), place)
    }
  }

  /// Property 6 of section 19.
  @Test(arguments: seeds)
  func `says the same of an instrument whatever the others do`(seed: UInt64) {
    let streams = (0..<3).map { offset in
      var market = SyntheticMarket(seed: seed &+ UInt64(offset) << 32)
      return market.candles(400)
    }
    let alone = streams.map { stream in
      var kernel = InstrumentKernel()
      return stream.map { kernel.apply($0) }
    }
    var random = SplitMix64(seed: seed)
    var kernels = [InstrumentKernel](repeating: InstrumentKernel(), count: 3)
    var derived: [[CandleResult]] = [[], [], []]
    while derived.contains(where: { $0.count < 400 }) {
      let instrument = Int(random.next(below: 3))
      let next = derived[instrument].count
      guard next < 400 else { continue }
      derived[instrument].append(kernels[instrument].apply(streams[instrument][next]))
    }
    #expect(derived == alone, "seed \(seed)")
  }

  /// Property 8 of section 19.
  @Test(arguments: seeds)
  func `never lets a candle change what was said before it`(seed: UInt64) {
    var market = SyntheticMarket(seed: seed)
    var candles = market.candles(300)
    var random = SplitMix64(seed: seed)
    var kernel = InstrumentKernel()
    let before = candles.map { kernel.apply($0) }

    let changed = 100 + Int(random.next(below: 150))
    candles[changed].close += 7
    candles[changed].high += 7
    candles[changed].volume += 1_000
    var again = InstrumentKernel()
    let after = candles.map { again.apply($0) }
    #expect(after.prefix(changed) == before.prefix(changed), "seed \(seed), candle \(changed)")
    #expect(after[changed] != before[changed], "seed \(seed), candle \(changed)")
  }

  /// Property 4 of section 19, for the kernel's part: a copy of the value is a snapshot.
  @Test(arguments: seeds)
  func `goes on from any copy with the same answers`(seed: UInt64) {
    var market = SyntheticMarket(seed: seed)
    let candles = market.candles(300)
    var kernel = InstrumentKernel()
    var copies: [(Int, InstrumentKernel)] = []
    var answers: [CandleResult] = []
    for (index, candle) in candles.enumerated() {
      if index.isMultiple(of: 10) { copies.append((index, kernel)) }
      answers.append(kernel.apply(candle))
    }
    for (start, copy) in copies {
      var resumed = copy
      let rest = candles[start...].map { resumed.apply($0) }
      #expect(rest[...] == answers[start...], "seed \(seed), from candle \(start)")
      #expect(resumed == kernel, "seed \(seed), from candle \(start)")
    }
  }

  /// Statement (b) of section 4.3, over recorded results, resets included.
  @Test(arguments: seeds)
  func `can be walked backwards through its results`(seed: UInt64) {
    var market = SyntheticMarket(seed: seed)
    var kernel = InstrumentKernel()
    var last = Pin()
    for candle in market.candles(1_000) {
      let result = kernel.apply(candle)
      var predecessor = result.clearedPin ?? result.pin
      if let undo = result.undo { predecessor.undo(undo) }
      #expect(predecessor == last, "seed \(seed), \(candle.openMilliseconds)")
      last = result.pin
    }
  }
}

extension CandleResult {
  /// What a mirrored market must leave as it is.
  fileprivate var undirected: [Int64] {
    [
      Int64(step.rawValue), Int64(symbol.map { $0 & 0b011 } ?? 9), Int64(pin.fill),
      Int64(bitPattern: pin.link), Int64(bitPattern: pin.r), Int64(bitPattern: pin.v),
      Int64(window.counts.pairs), Int64(window.counts.flipCount), window.coherence.micros,
      window.stability.micros, window.entropy.micros, window.evidenceQ32, window.rupture.micros,
      window.ruptureDefined ? 1 : 0, Int64(window.runAge), hazard.micros, Int64(state.rawValue),
      generation, Int64(band.rawValue), triad.coherence.micros, triad.stability.micros,
    ]
  }
}
