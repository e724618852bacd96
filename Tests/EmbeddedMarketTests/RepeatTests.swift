import EmbeddedMarket
import Market
import Numerics
import Testing

@Suite struct `A seed` {
  /// Quotes that have other digests are another market: raise `EmbeddedMarket.version` with them.
  @Test(arguments: [
    (UInt64(1), "ec1993e8c509b6c61094c21124b1565499c5e2ddc07f6d5a23c2ed75373a6db4"),
    (UInt64.max, "68c233ddf78d679204045baaa2e3a4d521e7f521c40a1ee103f63a5260d61a3b"),
  ])
  func `gives the same first 100,000 quotes on every machine`(seed: UInt64, pinned: String) {
    #expect(EmbeddedMarket.version == 1)
    #expect(digest(seed: seed, quotes: 100_000).hex == pinned)
  }

  @Test func `gives another market than its neighbour`() {
    let markets = (0..<50).map { quotes(of: EmbeddedMarket(seed: $0, days: 1), atMost: 20) }
    for (index, market) in markets.enumerated() {
      #expect(!markets[..<index].contains(market), "seed \(index)")
    }
  }

  @Test func `gives more days that begin with the fewer`() {
    let one = quotes(of: EmbeddedMarket(seed: 5, days: 1))
    let two = quotes(of: EmbeddedMarket(seed: 5, days: 2))
    #expect(one.count > 30_000)
    #expect(two.count > one.count + 30_000)
    #expect(Array(two.prefix(one.count)) == one)
  }

  @Test func `goes on from a copy as from the market itself`() {
    var market = EmbeddedMarket(seed: 9, days: 1)
    for _ in 0..<1_000 { _ = market.next() }
    let copy = market
    #expect(quotes(of: market, atMost: 1_000) == quotes(of: copy, atMost: 1_000))
  }
}

@Suite struct `The quotes of a synthetic market` {
  @Test(arguments: MarketSample.seeds)
  func `come in time order, those of one instant in the order of the instruments`(seed: UInt64) {
    let rows = MarketSample.of(seed).rows
    var ties = 0
    for (row, next) in zip(rows, rows.dropFirst()) {
      let isTie = row.quote.time == next.quote.time
      ties += isTie ? 1 : 0
      guard isTie ? row.quote.instrument < next.quote.instrument : row.quote.time < next.quote.time
      else {
        Issue.record("\(row.quote) comes before \(next.quote)")
        return
      }
    }
    #expect(ties > 0)
  }

  @Test(arguments: MarketSample.seeds)
  func `are counted from one for each instrument`(seed: UInt64) {
    for instrument in EmbeddedMarket.instruments {
      let ordinals = MarketSample.of(seed).rows(of: instrument.name).map(\.quote.ordinal)
      #expect(ordinals == Array(1...Int64(ordinals.count)))
    }
  }

  @Test(arguments: MarketSample.seeds)
  func `have an ask above the bid, both whole points, and a spread a desk would own to`(
    seed: UInt64
  ) {
    for row in MarketSample.of(seed).rows {
      let point = EmbeddedMarket.instruments[row.quote.instrument].units.point
      let (bid, ask) = (row.quote.bid.micros, row.quote.ask.micros)
      guard bid > 0, ask > bid, bid % point == 0, ask % point == 0, row.relativeSpread < 0.002
      else {
        Issue.record("\(row.quote)")
        return
      }
    }
  }

  @Test func `are of the default universe, in its order`() {
    #expect(EmbeddedMarket.instruments.map(\.name) == Instrument.defaultOrder)
    #expect(EmbeddedMarket.instruments == Instrument.defaultOrder.compactMap(Instrument.known))
  }

  @Test func `end with the last day, for ever`() {
    var market = EmbeddedMarket(seed: 4, days: 1)
    var last = Timestamp.zero
    while let quote = market.next() { last = quote.time }
    let end = EmbeddedMarket.usualStart.adding(nanoseconds: 86_400 * nanosecondsPerSecond)
    #expect(last < end)
    #expect(last > end.adding(nanoseconds: -600 * nanosecondsPerSecond))
    let more = [market.next(), market.next()]
    #expect(more == [nil, nil])
  }

  @Test(arguments: MarketSample.seeds)
  func `stay within a tenth of where they began`(seed: UInt64) {
    for instrument in EmbeddedMarket.instruments {
      let mids = MarketSample.of(seed).rows(of: instrument.name).map(\.doubleMid)
      let first = mids.first ?? 0
      #expect(mids.allSatisfy { abs($0 - first) < first / 10 }, "\(instrument.name)")
    }
  }
}

private func quotes(of market: EmbeddedMarket, atMost count: Int = .max) -> [SyntheticQuote] {
  var market = market
  var quotes: [SyntheticQuote] = []
  while quotes.count < count, let quote = market.next() { quotes.append(quote) }
  return quotes
}

/// SHA-256 over five numbers a quote, each eight bytes, the lowest first.
private func digest(seed: UInt64, quotes count: Int) -> Digest256 {
  var hash = SHA256()
  var bytes: [UInt8] = []
  for quote in quotes(of: EmbeddedMarket(seed: seed, days: 5), atMost: count) {
    let numbers = [
      Int64(quote.instrument), quote.ordinal, quote.time.nanoseconds, quote.bid.micros,
      quote.ask.micros,
    ]
    for number in numbers {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
      }
    }
  }
  hash.update(bytes)
  return hash.finalized()
}
