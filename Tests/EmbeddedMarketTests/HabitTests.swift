import EmbeddedMarket
import Market
import Testing

@Suite struct `A synthetic market day` {
  @Test(arguments: MarketSample.seeds)
  func `has 4,000 to 6,000 quotes of each instrument from Monday to Friday`(seed: UInt64) {
    let sample = MarketSample.of(seed)
    let monday = EmbeddedMarket.usualStart.nanoseconds / (86_400 * nanosecondsPerSecond)
    for instrument in EmbeddedMarket.instruments {
      var counts = [Int](repeating: 0, count: Int(MarketSample.days))
      for row in sample.rows(of: instrument.name) { counts[Int(row.day - monday)] += 1 }
      for (day, count) in counts.enumerated() where day % 7 < 5 {
        #expect((4_000...6_000).contains(count), "\(instrument.name), day \(day)")
      }
    }
  }

  @Test(
    arguments: [
      ("EUR_USD", 14, 5, 4.0), ("USD_JPY", 1, 11, 1.6), ("GBP_USD", 14, 5, 4.0),
      ("EUR_JPY", 8, 4, 1.4), ("USD_CAD", 14, 4, 4.0), ("NZD_USD", 1, 11, 1.6),
      ("AUD_USD", 1, 11, 1.6), ("USD_CHF", 14, 5, 4.0),
    ] as [(String, Int64, Int64, Double)])
  func `wakes and sleeps with the sessions of its currencies`(
    instrument: String, busyHour: Int64, quietHour: Int64, ratio: Double
  ) {
    for seed in MarketSample.seeds {
      let rows = MarketSample.of(seed).rows(of: instrument)
      let busy = rows.count { $0.hour == busyHour }
      let quiet = rows.count { $0.hour == quietHour }
      #expect(quiet > 0, "seed \(seed)")
      #expect(Double(busy) > ratio * Double(quiet), "seed \(seed): \(busy) and \(quiet)")
    }
  }

  @Test(arguments: MarketSample.seeds)
  func `moves more while London and New York are open than in the evening`(seed: UInt64) {
    for name in ["EUR_USD", "GBP_USD", "USD_CAD", "USD_CHF"] {
      let closes = MarketSample.of(seed).closes(of: name)
      let moves = zip(closes, closes.dropFirst()).filter { $1.minute - $0.minute == 1 }
      func size(_ hours: ClosedRange<Int64>) -> Double {
        let squares = moves.lazy.filter { hours.contains($0.1.hour) }.map { earlier, later in
          let move = Double(later.doubleMid - earlier.doubleMid) / Double(earlier.doubleMid)
          return move * move
        }
        return mean(Array(squares)).squareRoot()
      }
      #expect(size(13...15) > 1.5 * size(2...5), "\(name)")
    }
  }

  @Test(arguments: MarketSample.seeds)
  func `has spreads several times as wide around 17:00 in New York`(seed: UInt64) {
    for instrument in EmbeddedMarket.instruments {
      let rows = MarketSample.of(seed).rows(of: instrument.name)
      let midday = mean(rows.filter { (10...11).contains($0.hour) }.map(\.relativeSpread))
      let evening = rows.filter { (21 * 60 + 45..<22 * 60 + 15).contains($0.minute % 1_440) }
      #expect(evening.count > 20)
      #expect(mean(evening.map(\.relativeSpread)) > 2.5 * midday, "\(instrument.name)")
    }
  }

  @Test(arguments: [("GBP_USD", 480), ("EUR_JPY", 1_020), ("USD_JPY", 0), ("USD_CAD", 780)])
  func `has wider spreads where a session opens or closes`(instrument: String, edge: Int64) {
    for seed in MarketSample.seeds {
      let rows = MarketSample.of(seed).rows(of: instrument)
      func spread(_ minutes: Range<Int64>) -> Double {
        mean(rows.filter { minutes.contains($0.minute % 1_440) }.map(\.relativeSpread))
      }
      #expect(spread(edge..<edge + 5) > 1.2 * spread(edge + 25..<edge + 55), "seed \(seed)")
    }
  }

  @Test(arguments: MarketSample.seeds)
  func `never lets a triangle pay, at any quote`(seed: UInt64) {
    var newest: [SyntheticQuote?] = [nil, nil, nil, nil]
    for row in MarketSample.of(seed).rows where [0, 1, 3].contains(row.quote.instrument) {
      newest[row.quote.instrument] = row.quote
      guard let euro = newest[0], let yen = newest[1], let cross = newest[3] else { continue }
      // Millionths times millionths against millionths.
      let sold = euro.bid.micros * yen.bid.micros
      let bought = euro.ask.micros * yen.ask.micros
      guard sold <= cross.ask.micros * 1_000_000, bought >= cross.bid.micros * 1_000_000 else {
        Issue.record("EUR_USD \(euro), USD_JPY \(yen), EUR_JPY \(cross)")
        return
      }
    }
    #expect(newest.count { $0 != nil } == 3)
  }

  @Test(arguments: MarketSample.seeds)
  func `has triangles whose mids agree within the three spreads`(seed: UInt64) {
    var newest: [MarketSample.Row?] = [nil, nil, nil, nil]
    var worst = 0.0
    for row in MarketSample.of(seed).rows where [0, 1, 3].contains(row.quote.instrument) {
      newest[row.quote.instrument] = row
      guard let euro = newest[0], let yen = newest[1], let cross = newest[3] else { continue }
      let product = Double(euro.doubleMid) * Double(yen.doubleMid) / 2_000_000
      let error = abs(product / Double(cross.doubleMid) - 1)
      worst = max(worst, error / (euro.relativeSpread + yen.relativeSpread + cross.relativeSpread))
    }
    #expect((0.01..<1).contains(worst))
  }
}
