package import Market

/// What a feed is made of, for settings and reports.
package enum FeedContent: Equatable, Sendable {
  case ticks
  /// One bar length; by instrument, in the order of the feed.
  case candles(Granularity, [InstrumentCandles])

  /// - Parameter files: What `discover` returned.
  package init(of files: [FeedFile]) {
    var instruments: [InstrumentCandles] = []
    var granularity: Granularity?
    for file in files {
      guard let candles = file.candles else { continue }
      granularity = candles.granularity
      if instruments.last?.instrument != file.instrument {
        instruments.append(InstrumentCandles(file.instrument, candles))
      }
    }
    self = granularity.map { .candles($0, instruments) } ?? .ticks
  }
}

/// What the candles of one instrument are.
package struct InstrumentCandles: Equatable, Sendable {
  /// Where the spread of the quotes comes from that a candle stands for.
  package enum Quotes: Equatable, Sendable {
    /// Its own bids and asks.
    case own
    /// Told by the operator: ask minus bid.
    case spread(Price)
    /// Nobody says a spread, so there are no quotes.
    case none
  }

  package let instrument: Instrument
  package let side: PriceSide
  package let quotes: Quotes

  init(_ instrument: Instrument, _ candles: CandleReading) {
    self.instrument = instrument
    side = candles.side
    quotes = candles.isTwoSided ? .own : candles.spread.map { .spread($0) } ?? .none
  }

  /// The told spread in pips, for people: `1.2`. nil where none was told.
  package var spreadPips: String? {
    guard case .spread(let spread) = quotes else { return nil }
    return decimal(spread.micros / instrument.units.point, places: 1)
  }
}
