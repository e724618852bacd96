import Events
import Feeds
import Journal
import Market
import Node
import TestSupport
import Testing

/// A run of the synthetic market behind its own first day.
@Suite struct `A primed run` {
  private let node = TestNode()
  private static let day = 86_400 * nanosecondsPerSecond
  /// Two instruments, so that a test takes no longer than it must.
  private let market = SyntheticMarket(seed: 5, days: 2, instruments: ["EUR_USD", "USD_JPY"])
  private let start = SyntheticMarket.instant(ofDay: 1)
  /// Half an hour of the second day.
  private var end: Timestamp { start.adding(nanoseconds: 1_800 * nanosecondsPerSecond) }

  private func request(
    _ journal: String = "journal", priming: Priming?, from: Timestamp? = nil, to: Timestamp? = nil
  ) -> RunRequest {
    var request = RunRequest(journal: node.folder.path(journal), synthetic: market)
    request.durable = false
    request.from = from ?? start
    request.to = to ?? end
    request.priming = priming
    return request
  }

  @discardableResult
  private func run(
    _ journal: String = "journal", priming: Priming?, from: Timestamp? = nil, to: Timestamp? = nil
  ) async throws -> RunSummary {
    let request = request(journal, priming: priming, from: from, to: to)
    return try await RunSession(request, inbox: Inbox()).run()
  }

  private func events(_ journal: String = "journal") throws -> [RecordedEvent] {
    try node.reading(journal) { log, path in
      var events: [RecordedEvent] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { event in
        events.append(event)
        return true
      }
      return events.filter { !$0.event.body.kind.isNode }
    }
  }

  private var pastDay: Priming { .synthetic(market, days: 1) }

  @Test func `takes the candles of before it at the time of its first row, with their own stamps`()
    async throws
  {
    let summary = try await run(priming: pastDay)
    let events = try events()
    let primed = events.filter { $0.candle?.priming == true }
    #expect(primed.count > 1_500)
    #expect(summary.primed == Primed(candles: Int64(primed.count), leftOut: 0, refusedTicks: 0))
    let first = try #require(events.first { $0.quote != nil })
    #expect(primed.allSatisfy { $0.at == first.at })
    #expect(primed.allSatisfy { $0.occurredAt == $0.candle?.openAt && $0.occurredAt < $0.at })
    let last = try #require(primed.last)
    #expect(last.occurredAt.nanoseconds + CandleNode.minute <= first.at.nanoseconds)
    #expect(summary.rejected == 0 && summary.late == 0)
    #expect(try node.replay().isIdentical)
    #expect(try node.replay().contentDigest == summary.contentDigest)
  }

  /// What the run itself would have built of the same ticks.
  @Test func `folds ticks into the candles that a run builds of them`() async throws {
    try await run("whole", priming: nil, from: SyntheticMarket.instant(ofDay: 0), to: start)
    try await run(priming: pastDay)
    func candles(_ name: String) throws -> [String] {
      try events(name).compactMap { event in
        switch event.event.body {
        case .candleClosed(let candle):
          "\(candle.instrument.number) \(candle.openAt) \(candle.open.micros) \(candle.high.micros) \(candle.low.micros) \(candle.close.micros) \(candle.volume) \(candle.openBid?.micros ?? 0) \(candle.openAsk?.micros ?? 0) \(candle.closeBid?.micros ?? 0) \(candle.closeAsk?.micros ?? 0)"
        case .candleReceived(let candle):
          "\(candle.instrument.number) \(candle.openAt) \(candle.open?.micros ?? 0) \(candle.high?.micros ?? 0) \(candle.low?.micros ?? 0) \(candle.close?.micros ?? 0) \(candle.volume ?? 0) \(candle.openBid?.micros ?? 0) \(candle.openAsk?.micros ?? 0) \(candle.closeBid?.micros ?? 0) \(candle.closeAsk?.micros ?? 0)"
        default: nil
        }
      }
    }
    let built = try candles("whole").sorted()
    let primed = try events().filter { $0.candle?.priming == true }.count
    let folded = try candles("journal").prefix(primed).sorted()
    // At the end of a feed nothing fires: the bars that were open then are closed by the fold alone.
    let missing = Set(folded).subtracting(built)
    #expect(missing.count <= 2)
    #expect(Set(built).isSubset(of: folded))
  }

  @Test func `has the metrics that the unprimed run of both days has`() async throws {
    try await run("whole", priming: nil, from: SyntheticMarket.instant(ofDay: 0))
    try await run(priming: pastDay)
    func metrics(_ name: String) throws -> [String: String] {
      var all: [String: String] = [:]
      for event in try events(name) {
        guard let metrics = event.metrics else { continue }
        all["\(metrics.instrument.number) \(metrics.openAt)"] =
          "\(metrics.coherence.micros) \(metrics.stability.micros) \(metrics.entropy.micros) \(metrics.state.name) \(metrics.generation) \(metrics.step)"
      }
      return all
    }
    let whole = try metrics("whole")
    let primed = try metrics("journal")
    #expect(whole.count > 1_500)
    #expect(primed == whole)
  }

  @Test func `decides nothing on them, and lets no timer fire in the past`() async throws {
    try await run(priming: pastDay)
    let events = try events()
    let first = try #require(events.firstIndex { $0.quote != nil })
    let allowed: Set<EventKind> = [
      .candleReceived, .metricsComputed, .signalComputed, .manifoldDayClosed,
    ]
    let others = events[..<first].filter { !allowed.contains($0.event.body.kind) }
    #expect(others.map { $0.event.body.kind.name } == [])
    let start = events[first].at
    #expect(events[..<first].allSatisfy { $0.at == start })
  }

  @Test func `closes the days of before it as the manifold always does`() async throws {
    try await run(priming: pastDay)
    let days = try events().compactMap { event -> ManifoldDayClosed? in
      guard case .manifoldDayClosed(let place) = event.event.body else { return nil }
      return event.sideBuffer()[place]
    }
    #expect(days.count == 2)
    #expect(days.allSatisfy { $0.day == SyntheticMarket.instant(ofDay: 0) && $0.count > 700 })
  }

  @Test func `primes nothing twice`() async throws {
    let once = try await run(priming: pastDay)
    let again = try await run(priming: pastDay)
    #expect(again.inputs == 0 && again.primed == Primed())
    #expect(again.contentDigest == once.contentDigest)
    // A longer run goes on behind the rows and primes nothing of what came between.
    let longer = try await run(priming: pastDay, to: end.adding(nanoseconds: CandleNode.minute * 9))
    #expect(longer.inputs > 0 && longer.primed.candles == 0)
    #expect(try node.replay().isIdentical)
    #expect(try node.replay().history.feeds.filter(\.isPriming).count == 2)
  }

  @Test(arguments: [1, 2, 700, 1_500])
  func `goes on where it was when it ended while priming`(count: Int) async throws {
    let unbroken = try await run("unbroken", priming: pastDay)
    let inputs = try events("unbroken").filter(\.isInput)
    // The run ends behind its first inputs: they wait in an inbox that takes no more.
    let items = inputs.prefix(count).compactMap { event -> FeedItem? in
      guard let candle = event.candle else { return nil }
      var row = CandleRow(
        openAt: candle.openAt, barSeconds: candle.barSeconds, side: candle.side,
        open: candle.open, high: candle.high, low: candle.low, close: candle.close,
        volume: candle.volume,
        openQuote: CandleRow.Quote(bid: candle.openBid!, ask: candle.openAsk!),
        closeQuote: CandleRow.Quote(bid: candle.closeBid!, ask: candle.closeAsk!),
        hasRecordedQuotes: true)
      row.isPriming = true
      return FeedItem(
        file: Int(event.source) - 1, ordinal: event.position, line: event.position,
        time: event.at, row: .candle(row))
    }
    #expect(items.count == count)
    let inbox = Inbox()
    #expect(inbox.put(items))
    inbox.close(.endOfFeed)
    let broken = try await RunSession(request(priming: pastDay), inbox: inbox).run()
    #expect(broken.inputs == Int64(count))
    let rest = try await run(priming: pastDay)
    #expect(rest.inputs + broken.inputs == unbroken.inputs)
    #expect(rest.contentDigest == unbroken.contentDigest)
  }

  @Test func `takes the candles of another journal`() async throws {
    try await run("past", priming: nil, from: SyntheticMarket.instant(ofDay: 0), to: end)
    let source = try PrimingJournal(
      node.folder.path("past"), instruments: market.origins.map(\.instrument))
    let summary = try await run(priming: .journal(source))
    let folded = try await run("folded", priming: pastDay)
    #expect(summary.primed.candles == folded.primed.candles)
    // Candles of the half hour that both hold close after the start.
    #expect(summary.primed.leftOut > 40)
    let again = try await run(priming: .journal(source))
    #expect(again.inputs == 0)
    #expect(try node.replay().isIdentical)
    #expect(summary.synthetic.contains { $0.contains("of journal:") })
  }

  @Test func `is refused another source once it has taken rows, and changes nothing`() async throws
  {
    let plain = try await run(priming: nil)
    await #expect(throws: RunError.self) { try await run(priming: pastDay) }
    #expect(try node.replay().contentDigest == plain.contentDigest)
  }

  @Test func `cannot prime itself`() async throws {
    try await run(priming: nil)
    let source = try PrimingJournal(
      node.folder.path("journal"), instruments: market.origins.map(\.instrument))
    await #expect(throws: RunError.self) { try await run(priming: .journal(source)) }
  }

  @Test func `without a row has no start, and primes nothing`() async throws {
    let late = SyntheticMarket.instant(ofDay: 9)
    let summary = try await run(
      priming: pastDay, from: late, to: late.adding(nanoseconds: Self.day))
    #expect(summary.inputs == 0 && summary.primed == Primed())
  }
}
