import Feeds
import Market
import Testing

/// The three headers of candle files, without their line end.
enum CandleHeader {
  static let oneSided = "ts_ms,o,h,l,c"
  static let withVolume = "ts_ms,o,h,l,c,v"
  static let twoSided = "ts_ms,bo,bh,bl,bc,ao,ah,al,ac"
}

/// Milliseconds of a minute, counted from 1970-01-01 00:00 UTC.
func minute(_ number: Int64) -> Int64 { number * 60_000 }

/// One-sided rows of one price, at these minutes; nil becomes a row that is rejected.
func bars(_ minutes: [Int64?], price: String = "1.1") -> String {
  CandleHeader.oneSided + "\n"
    + minutes.map { number in
      number.map { "\(minute($0)),\(price),\(price),\(price),\(price)\n" } ?? "rejected\n"
    }.joined()
}

/// Two-sided rows of one bid and one ask, at these minutes; nil becomes a row that is rejected.
func twoSidedBars(_ minutes: [Int64?]) -> String {
  CandleHeader.twoSided + "\n"
    + minutes.map { number in
      number.map { "\(minute($0)),1.1,1.1,1.1,1.1,1.2,1.2,1.2,1.2\n" } ?? "rejected\n"
    }.joined()
}

extension CandleOptions {
  /// `spreads`: micros by instrument.
  static func told(
    side: PriceSide? = nil, granularity: Granularity? = nil,
    _ spreads: (String, Int64)...
  ) -> CandleOptions {
    var options = CandleOptions()
    options.side = side
    options.granularity = granularity
    options.spreads = spreads.map { .init(instrument: $0.0, spread: Price(micros: $0.1)) }
    return options
  }
}

/// Discovers candles and reads them to the end; a failure of either is the reading's.
func readCandles(
  _ paths: String..., options: CandleOptions = .told(granularity: .m1), from: Int64? = nil,
  to: Int64? = nil
) -> Reading {
  do {
    return read(
      try TickFeed.discover(paths, instruments: nil, candles: options), from: from, to: to)
  } catch {
    return Reading(failure: error)
  }
}

/// What discovering candle files is refused for, or nil.
func problem(_ paths: [String], _ options: CandleOptions = CandleOptions()) -> CandleProblem? {
  do {
    _ = try TickFeed.discover(paths, instruments: nil, candles: options)
  } catch {
    if case .candles(let problem) = error { return problem }
    Issue.record(error, "another error")
  }
  return nil
}

extension FeedRow {
  var candle: CandleRow? {
    if case .candle(let row) = self { row } else { nil }
  }

  /// Bid and ask of a quote made from a candle, in millionths.
  var quoteMicros: [Int64]? {
    guard case .candleQuote(_, _, let quote) = self else { return nil }
    return [quote.bid.micros, quote.ask.micros]
  }

  var quoteStamp: Timestamp? {
    if case .candleQuote(_, let stamp, _) = self { stamp } else { nil }
  }

  /// `candle`, `open`, `close` or `rejected`.
  var word: String {
    switch self {
    case .tick: "tick"
    case .candle: "candle"
    case .candleQuote(let moment, _, _): "\(moment)"
    case .rejected: "rejected"
    case .command: "command"
    }
  }
}
