import Events
import Market

extension Timestamp {
  static func seconds(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: seconds * nanosecondsPerSecond)
  }

  static func milliseconds(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond)
  }
}

extension EventBody {
  /// A quote, with prices in millionths; nil is text that was no number.
  static func tick(
    _ instrument: UInt16 = 0, _ bid: Int64? = 1_100_000, _ ask: Int64? = 1_100_020
  ) -> EventBody {
    .tickReceived(
      TickReceived(
        instrument: InstrumentID(instrument), bid: bid.map { Price(micros: $0) },
        ask: ask.map { Price(micros: $0) }))
  }

  /// A quote in points of five decimals.
  static func points(_ bid: Int64, _ ask: Int64) -> EventBody { .tick(0, bid * 10, ask * 10) }

  /// Several quotes merged into one, with mids in millionths; the last mid is that of bid and ask.
  static func merged(
    _ instrument: UInt16 = 0, bid: Int64, ask: Int64, first: Int64, low: Int64, high: Int64,
    count: Int64
  ) -> EventBody {
    .tickReceived(
      TickReceived(
        instrument: InstrumentID(instrument), bid: Price(micros: bid), ask: Price(micros: ask),
        firstMid: Price(micros: first), lowMid: Price(micros: low), highMid: Price(micros: high),
        merged: count))
  }

  /// A minute candle, changed as the test needs it.
  static func candle(
    _ instrument: UInt16 = 0, openAt: Timestamp,
    _ change: (inout CandleReceived) -> Void = { _ in }
  ) -> EventBody {
    var candle = CandleReceived(
      instrument: InstrumentID(instrument), openAt: openAt, barSeconds: 60, side: .mid,
      open: Price(micros: 1_100_000), high: Price(micros: 1_100_900),
      low: Price(micros: 1_099_100), close: Price(micros: 1_100_500), volume: 7)
    change(&candle)
    return .candleReceived(candle)
  }
}
