import Events
import Feeds
import Ingest
import Journal
import Kernel
import Market
import Node
import Testing
import Turns

@Suite struct `A run of candles` {
  private let node = CandleNode()

  @Test func `records each candle at its end, stamped by its open`() async throws {
    try node.file(
      "EUR_USD.csv",
      "ts_ms,o,h,l,c,v\n600000,1.1,1.3,1.0,1.2,7\n660000,1.2,1.2,,1.2,\n720000,1,1,1,1,0\n")
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    #expect(summary.failure == nil)
    #expect(summary.inputs == 3)
    #expect(summary.rejected == 1)
    let inputs = try node.facts().filter(\.isInput)
    #expect(inputs.map { $0.at.nanoseconds / CandleNode.minute } == [11, 12, 13])
    #expect(inputs.map { $0.occurredAt.nanoseconds / CandleNode.minute } == [10, 11, 12])
    #expect(inputs.map(\.position) == [2, 5, 8])
    #expect(inputs.map(\.source) == [1, 1, 1])
    #expect(
      inputs[0].candle
        == CandleReceived(
          instrument: InstrumentID(0), openAt: Timestamp(nanoseconds: 10 * CandleNode.minute),
          barSeconds: 60, side: .bid, open: Price(micros: 1_100_000),
          high: Price(micros: 1_300_000), low: Price(micros: 1_000_000),
          close: Price(micros: 1_200_000), volume: 7))
    #expect(inputs[1].candle?.low == nil)
    #expect(inputs[1].candle?.volume == nil)
    // Rounds come besides, by their timers.
    let emitted = try node.facts().filter { $0.metrics != nil || $0.candleFault != nil }
    #expect(emitted.map(\.metrics?.step) == [.first, nil, .shortGap])
    #expect(emitted[1].candleFault == .badNumber)
  }

  @Test func `records quotes at open and close, marked as made from candles`() async throws {
    try node.file("EUR_USD.csv", CandleText.twoSided([10, 11, 12]))
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    #expect(summary.inputs == 9)
    let quotes = try node.facts().filter { $0.quote != nil }
    #expect(
      quotes.map(\.quote?.fromCandle) == [.open, .close, .open, .close, .open, .close])
    #expect(quotes.map(\.minute) == [10, 11, 11, 12, 12, 13])
    #expect(quotes.map(\.occurredAt) == quotes.map(\.at))
    #expect(quotes.map(\.position) == [1, 3, 4, 6, 7, 9])
    for quote in quotes.compactMap(\.quote) {
      #expect((quote.ask?.micros ?? 0) - (quote.bid?.micros ?? 0) == 100)
    }
  }

  @Test func `lets the kernel apply its quotes, and builds no candle from them`() async throws {
    try node.file("EUR_USD.csv", CandleText.twoSided((0..<60).map { $0 }))
    try await node.run(node.discover([node.path("EUR_USD.csv")]))
    let facts = try node.facts()
    #expect(!facts.contains { $0.body.kind == .candleClosed })
    #expect(facts.filter { $0.metrics != nil }.count == 60)
    let reducers = try node.reducers()
    let kernel = reducers.kernel.kernel(of: InstrumentID(0))
    #expect((kernel?.tickPin.fill ?? 0) > 30)
    #expect((kernel?.barPin.fill ?? 0) > 30)
    #expect(reducers.ingest.openCandle(of: InstrumentID(0)) == nil)
    #expect(reducers.ingest.counts(of: InstrumentID(0))?.accepted == 180)
    #expect(reducers.ingest.counts(of: InstrumentID(0))?.late == 0)
  }

  @Test func `of ticks still builds its candles`() async throws {
    let rows = (0..<200).map { "\($0 * 1_000_000_000),1.1,1.2\n" }.joined()
    try node.file("EUR_USD.csv", "ts_ns,bid,ask\n" + rows)
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    #expect(summary.content == .ticks)
    #expect(try node.facts().filter { $0.body.kind == .candleClosed }.count == 3)
    let opening = try node.reading { try Replay.verify($0, path: $1) }.history.openings
    #expect(opening.map(\.candleSource) == [.ticks])
    #expect(opening.map(\.barSeconds) == [60])
  }

  @Test func `hears candles, then close quotes, then open quotes, each by instrument`() async throws
  {
    try node.file("AUD_USD.csv", CandleText.twoSided([1, 2]))
    try node.file("EUR_USD.csv", CandleText.twoSided([1, 2]))
    let files = try node.discover(
      [node.path("AUD_USD.csv"), node.path("EUR_USD.csv")], .told(granularity: .m1))
    try await node.run(files)
    let story = try node.facts().filter { $0.isInput && $0.minute == 2 }.map { event in
      let name = event.instrument == InstrumentID(0) ? "EUR_USD" : "AUD_USD"
      return "\(name) \(event.quote?.fromCandle.map { "\($0)" } ?? "candle")"
    }
    #expect(
      story == [
        "EUR_USD candle", "AUD_USD candle", "EUR_USD close", "AUD_USD close", "EUR_USD open",
        "AUD_USD open",
      ])
  }

  @Test func `says in its opening what it reads, and how`() async throws {
    try node.file("EUR_USD.csv", CandleText.bars([0, 1, 2, 3], seconds: 900))
    try node.file("GBP_USD.csv", CandleText.bars([0, 1, 2, 3], seconds: 900))
    try node.file("USD_JPY.csv", "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n0,1,1,1,1,2,2,2,2\n")
    let paths = ["EUR_USD.csv", "GBP_USD.csv", "USD_JPY.csv"].map { node.path($0) }
    let told = CandleOptions.told(granularity: .m15, ("GBP_USD", 120))
    let summary = try await node.run(node.discover(paths, told))
    guard case .candles(.m15, let instruments) = summary.content else {
      Issue.record("\(summary.content)")
      return
    }
    #expect(instruments.map(\.quotes) == [.none, .own, .spread(Price(micros: 120))])
    let opening = try node.events()[0]
    guard let started = opening.opening else {
      Issue.record("\(opening)")
      return
    }
    #expect(started.candleSource == .broker)
    #expect(started.barSeconds == 900)
    let configuration = opening.fields.first { $0.name == "configuration" }?.text ?? ""
    let lines = configuration.split(separator: "\n")
    #expect(lines.contains("candle_source=broker"))
    #expect(lines.contains("candle_side.EUR_USD=bid"))
    #expect(lines.contains("candle_side.USD_JPY=mid"))
    #expect(lines.contains("candle_spread.EUR_USD=none"))
    #expect(lines.contains("candle_spread.GBP_USD=1.2"))
    #expect(lines.contains("candle_spread.USD_JPY=own"))
    let sides = try node.events().compactMap { recorded -> PriceSide? in
      if case .feedOpened(let opened) = recorded.event.body { opened.side } else { nil }
    }
    #expect(sides == [.bid, .mid, .bid])
  }

  @Test func `replays as identical and verifies`() async throws {
    try node.file("EUR_USD.csv", CandleText.twoSided((0..<300).filter { $0 % 17 > 1 }))
    let summary = try await node.run(node.discover([node.path("EUR_USD.csv")]))
    let report = try node.replay()
    #expect(report.isIdentical && report.isProof)
    #expect(report.contentDigest == summary.contentDigest)
    #expect(report.history.feeds.map(\.rows) == [264])
    #expect(try JournalVerifier.verify(node.path("journal")).isGood)
  }
}
