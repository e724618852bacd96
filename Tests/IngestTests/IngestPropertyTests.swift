import Events
import Ingest
import Market
import Numerics
import Testing

/// Properties 6 to 8 of metrics-kernel.md, section 19, through all reducers.
@Suite struct `What is said of a market` {
  private static let seeds = 0..<12 as Range<UInt64>

  private func words(of facts: some Sequence<Fact>) throws -> [Word] {
    var node = try TestNode()
    for fact in facts { try node.apply(fact) }
    return node.words
  }

  /// Property 6.
  @Test(arguments: seeds)
  func `is the same of an instrument whatever the others do`(seed: UInt64) throws {
    let facts = QuoteStream.facts(900, seed: seed)
    let together = try words(of: facts)
    for instrument in 0..<3 as Range<UInt16> {
      let own = facts.filter { $0.body.instrument?.number == instrument }
      var alone = try words(of: own)
      let last = try #require(own.last).at
      // Alone, nobody's later input lets the last timer fire.
      var shared = together.filter { $0.instrument?.number == instrument && $0.at <= last }
      for index in alone.indices { alone[index] = alone[index].withoutCause }
      for index in shared.indices { shared[index] = shared[index].withoutCause }
      #expect(shared == alone, "seed \(seed), instrument \(instrument)")
      #expect(alone.metrics.count > 10, "seed \(seed), instrument \(instrument)")
    }
  }

  /// Property 7.
  @Test(arguments: seeds)
  func `is the same with any number of refused inputs among the others`(seed: UInt64) throws {
    let facts = QuoteStream.facts(600, seed: seed)
    var random = SplitMix64(seed: seed)
    var clean = try TestNode()
    var dirty = try TestNode()
    var last: [UInt16: Fact] = [:]
    var refused = 0
    for (index, fact) in facts.enumerated() {
      try clean.apply(fact)
      try dirty.apply(fact)
      if let instrument = fact.body.instrument?.number { last[instrument] = fact }
      guard random.next(below: 3) == 0 else { continue }
      // Anywhere: at once, or at any instant up to the next input.
      let next = index + 1 < facts.count ? facts[index + 1].at : fact.at
      let span = UInt64(next.nanoseconds - fact.at.nanoseconds)
      let now = fact.at.adding(nanoseconds: Int64(random.next(below: span + 1)))
      let (bad, stamp) = refusable(&random, last, now)
      try dirty.apply(bad, at: now, stamp: stamp)
      #expect(dirty.refusal != nil, "seed \(seed), \(bad)")
      refused += 1
    }
    let emitted = dirty.words.filter { !$0.body.kind.isRefusal }.map(\.withoutCause)
    // A refused input after the last one may let timers fire: those are left out.
    let end = try #require(clean.words.last).at
    #expect(emitted.filter { $0.at <= end } == clean.words.map(\.withoutCause), "seed \(seed)")
    for instrument in 0..<3 as Range<UInt16> {
      var counts = dirty.counts(instrument)
      counts?.rejected = 0
      #expect(counts == clean.counts(instrument), "seed \(seed)")
      #expect(dirty.kernel(instrument) == clean.kernel(instrument), "seed \(seed)")
    }
    #expect(refused > 100, "seed \(seed)")
  }

  /// Something that is wrong in one way, whatever was accepted before.
  private func refusable(
    _ random: inout SplitMix64, _ last: [UInt16: Fact], _ now: Timestamp
  ) -> (EventBody, Timestamp) {
    let instrument = UInt16(random.next(below: 2))
    let price: Int64 = instrument == 1 ? 15_000_000 : 1_100_000
    switch random.next(below: 9) {
    case 0: return (.tick(9, price, price), now)
    case 1: return (.tick(instrument, nil, price), now)
    case 2: return (.tick(instrument, price + 1, price + 10), now)
    case 3: return (.tick(instrument, 0, price), now)
    case 4: return (.tick(instrument, price + 1_000, price), now)
    case 5:
      guard let fact = last[instrument] else { return (.tick(9, price, price), now) }
      let early = Int64(random.next(below: 60_000_000_000)) + 1
      return (fact.body, fact.at.adding(nanoseconds: -early))
    case 6: return (.candle(2, openAt: now.adding(nanoseconds: 1)) { $0.barSeconds = 60_000 }, now)
    case 7: return (last[2]?.body ?? .candle(2, openAt: .zero) { $0.low = nil }, now)
    default: return (.candle(2, openAt: .zero) { $0.volume = -4 }, now)
    }
  }

  /// Property 8.
  @Test(arguments: seeds)
  func `does not depend on what comes later`(seed: UInt64) throws {
    var facts = QuoteStream.facts(600, seed: seed)
    let before = try words(of: facts)
    var random = SplitMix64(seed: seed)
    let changed = 200 + Int(random.next(below: 200))
    let instrument = try #require(facts[changed].body.instrument)
    facts[changed].body = facts[changed].body.raised
    let after = try words(of: facts)

    let at = facts[changed].at
    #expect(before.filter { $0.at < at } == after.filter { $0.at < at }, "seed \(seed)")
    // The close of the candle that was changed, or in which the changed quote lies.
    var open = Timestamp(nanoseconds: at.nanoseconds / 60_000_000_000 * 60_000_000_000)
    if case .candleReceived(let candle) = facts[changed].body { open = candle.openAt }
    let close = open.adding(nanoseconds: 60_000_000_000)
    func untouched(_ words: [Word]) -> [MetricsComputed] {
      words.metrics.filter { $0.asOf < close || $0.instrument != instrument }
    }
    #expect(untouched(before) == untouched(after), "seed \(seed)")
    #expect(before != after, "seed \(seed)")
  }
}

extension Word {
  /// The same word wherever it stands in a journal.
  fileprivate var withoutCause: Word {
    Word(
      at: at, cause: 0, body: body, instrument: instrument, metrics: metrics, fields: fields)
  }
}

extension EventBody {
  /// The same input at a price far above.
  fileprivate var raised: EventBody {
    switch self {
    case .tickReceived(var tick):
      tick.bid?.micros += 500_000
      tick.ask?.micros += 500_000
      return .tickReceived(tick)
    case .candleReceived(var candle):
      candle.high?.micros += 500_000
      candle.close?.micros += 500_000
      return .candleReceived(candle)
    default: return self
    }
  }
}
