import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

/// State is bounded, and stays small at the bounds that ship.
@Suite struct `The state of portfolio and venue` {
  @Test func `with eight instruments of 500 lots each is under 1 MiB`() throws {
    let prices: [(name: String, bid: Int64, ask: Int64)] = [
      ("EUR_USD", 1_100_000, 1_100_000), ("USD_JPY", 150_900_000, 150_900_000),
      ("GBP_USD", 1_300_000, 1_300_000), ("EUR_JPY", 165_990_000, 165_990_000),
      ("USD_CAD", 1_370_000, 1_370_000), ("NZD_USD", 570_000, 570_000),
      ("AUD_USD", 660_000, 660_000), ("USD_CHF", 870_000, 870_000),
    ]
    let run = try PaperRun.open(prices) {
      $0.riskMaxTotalPositions = 8
      $0.sessionTradingEnabled = false
      $0.paperLatencyMilliseconds = 0
    }
    for (place, price) in prices.enumerated() {
      let units: Int64 = place % 2 == 0 ? 2 : -2
      for _ in 0..<500 {
        let take = units > 0 ? price.ask * 2 : nil
        guard try run.order(price.name, units, take: take).fills.count == 1 else {
          Issue.record("lot refused: \(price.name)")
          return
        }
      }
      #expect(try run.order(price.name, units).blockers == [.lotsFull])
    }
    let names = ["PortfolioActor", "PaperVenue"]
    let sections = run.engine.sections().filter { names.contains($0.name) }
    #expect(sections.count == 2)
    let bytes = sections.reduce(0) { $0 + $1.bytes.count }
    print("State at the bounds: \(bytes) of 1,048,576 bytes")
    #expect(bytes < 1 << 20)
    var kept = TurnEngine(Reducers())
    #expect(try kept.adopt(run.engine.sections()) == [])
    #expect(kept.sections() == run.engine.sections())
  }
}
