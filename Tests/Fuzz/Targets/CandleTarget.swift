import Market

@testable import Feeds

extension FuzzTarget {
  /// A file of candles, read under three ways of telling sides and spreads.
  ///
  /// A quote that a candle stands for lies at its open or its close, its sides apart by the spread.
  static let candles = FuzzTarget(
    name: "candles",
    parser: [
      "Sources/Edge/Feeds/CandleReading.swift", "Sources/Edge/Feeds/CandleRow.swift",
      "Sources/Edge/Feeds/CandleText.swift", "Sources/Edge/Feeds/FileForm.swift",
      "Sources/Edge/Feeds/FileItems.swift", "Sources/Edge/Feeds/RowSpacing.swift",
    ],
    seeds: { FeedText.candles.map { Array($0.utf8) } },
    read: { bytes in
      file.write(bytes)
      for options in [CandleOptions(), .asks(spread), .mids(spread)] {
        WholeFeed.read(file.path, options) { row in look(row, options) }
      }
    })

  private static let file = FeedFileOnDisk("USD_JPY.csv")
  private static let spread = Price(micros: 14_000)

  private static func look(_ row: FeedRow, _ options: CandleOptions) {
    switch row {
    case .candle(let candle):
      mustHold(candle.openAt.isValid && candle.closeAt.isValid, "a bar that ends after all time")
      mustHold(candle.closeAt > candle.openAt, "a bar that ends before it begins")
    case .candleQuote(_, let stamp, let quote):
      mustHold(stamp.isValid, "a quote outside of time")
      guard let spread = options.spreads.first?.spread else { return }
      mustHold(
        quote.ask.micros &- quote.bid.micros == spread.micros, "a quote with another spread")
    case .rejected: break
    case .command: mustHold(false, "a command from a file of candles")
    case .tick: mustHold(options == CandleOptions(), "options of candles for ticks")
    }
  }
}

extension CandleOptions {
  fileprivate static func asks(_ spread: Price) -> CandleOptions {
    var options = CandleOptions()
    options.side = .ask
    options.granularity = .m1
    options.spreads = [Spread(instrument: "USD_JPY", spread: spread)]
    return options
  }

  fileprivate static func mids(_ spread: Price) -> CandleOptions {
    var options = asks(spread)
    options.side = .mid
    options.granularity = nil
    return options
  }
}
