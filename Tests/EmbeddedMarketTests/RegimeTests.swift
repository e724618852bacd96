import EmbeddedMarket
import Market
import Numerics
import Testing

@Suite struct `The regimes of a synthetic market` {
  @Test(arguments: MarketSample.seeds)
  func `change: each currency goes through four kinds at least`(seed: UInt64) {
    let sample = MarketSample.of(seed)
    for name in ["EUR_USD", "USD_JPY", "GBP_USD", "USD_CAD", "NZD_USD", "AUD_USD", "USD_CHF"] {
      let rows = sample.rows(of: name)
      let (base, counter) = (kinds(rows.map(\.base)), kinds(rows.map(\.counter)))
      #expect(base.count >= 4, "\(name)")
      #expect(counter.count >= 4, "\(name)")
    }
  }

  @Test(arguments: MarketSample.seeds)
  func `last an hour at least`(seed: UInt64) {
    let rows = MarketSample.of(seed).rows(of: "EUR_USD")
    var since: Int64?
    var spells = 0
    for (row, next) in zip(rows, rows.dropFirst()) where row.base != next.base {
      // The market's closed minutes do not count; only spells within a day are measured.
      if let since, row.day == since / 1_440, next.minute / 1_440 == row.day {
        #expect(next.minute - since >= 58)
        spells += 1
      }
      since = next.minute
    }
    #expect(spells > 10)
  }

  @Test(arguments: MarketSample.seeds)
  func `lean prices up while the base rises and down while it falls`(seed: UInt64) {
    let sample = MarketSample.of(seed)
    var ups = [Int](repeating: 0, count: 5)
    var moves = ups
    for instrument in EmbeddedMarket.instruments {
      let closes = sample.closes(of: instrument.name)
      for (earlier, later) in zip(closes, closes.dropFirst())
      where later.minute - earlier.minute == 1 && later.doubleMid != earlier.doubleMid
        && later.lean == earlier.lean
      {
        moves[later.lean + 2] += 1
        ups[later.lean + 2] += later.doubleMid > earlier.doubleMid ? 1 : 0
      }
    }
    let share = zip(ups, moves).map { Double($0) / Double($1) }
    #expect(share[0] < 0.33, "both ways down")
    #expect((0.33..<0.42).contains(share[1]), "one way down")
    #expect((0.47..<0.53).contains(share[2]), "no lean")
    #expect((0.58..<0.67).contains(share[3]), "one way up")
    #expect(share[4] > 0.67, "both ways up")
  }

  @Test(arguments: MarketSample.seeds)
  func `make some instruments trend far more than a coin, and others little`(seed: UInt64) {
    let coin = coinEfficiencies(seed: seed).sorted()
    let rare = coin[coin.count * 98 / 100]
    let shares = EmbeddedMarket.instruments.map { instrument in
      let windows = efficiencies(MarketSample.of(seed).closes(of: instrument.name))
      return Double(windows.count { $0 > rare }) / Double(windows.count)
    }
    // A coin is above in 0.02 of its windows.
    #expect((shares.max() ?? 0) > 0.15, "\(shares)")
    #expect((shares.min() ?? 1) < 0.6 * (shares.max() ?? 0), "\(shares)")
  }

  @Test(arguments: MarketSample.seeds)
  func `widen the spreads in a storm`(seed: UInt64) {
    let rows = MarketSample.of(seed).rows.filter { $0.hour < 20 }
    for index in EmbeddedMarket.instruments.indices {
      let own = rows.filter { $0.quote.instrument == index }
      let calm = own.filter { $0.base == .wandering && $0.counter == .wandering }
      let storm = own.filter { $0.base == .stormy || $0.counter == .stormy }
      #expect(mean(storm.map(\.relativeSpread)) > 1.1 * mean(calm.map(\.relativeSpread)))
    }
  }

  private func kinds(_ regimes: [SyntheticRegime]) -> Set<SyntheticRegime> { Set(regimes) }

  /// How straight each window of 64 minutes went: its move as a share of the way it took.
  private func efficiencies(_ closes: [MarketSample.Row]) -> [Double] {
    stride(from: 0, to: closes.count - 64, by: 32).compactMap { start in
      let window = closes[start...start + 64]
      guard window[start + 64].minute - window[start].minute < 100 else { return nil }
      return efficiency(window.map { Double($0.doubleMid) })
    }
  }

  private func coinEfficiencies(seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<2_000).map { _ in
      var price = 0.0
      return efficiency(
        (0...64).map { _ in
          // Twelve dice make a step that is nearly normal.
          for _ in 0..<12 { price += Double(random.next(below: 1_000)) - 499.5 }
          return price
        })
    }
  }

  private func efficiency(_ path: [Double]) -> Double {
    let way = zip(path, path.dropFirst()).map { abs($1 - $0) }.reduce(0, +)
    return way == 0 ? 0 : abs(path[path.count - 1] - path[0]) / way
  }
}
