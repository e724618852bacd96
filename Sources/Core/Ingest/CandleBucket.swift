import Events
import Market

/// The mids of one quote, or of several merged into one.
struct QuoteMids: Sendable {
  var first: Int64
  var low: Int64
  var high: Int64
  var last: Int64
  /// Quotes this stands for.
  var count: Int64
}

/// The candle that is being built: first, highest, lowest and last mid, in millionths.
///
/// Source: metrics-kernel.md, section 2.4.
struct CandleBucket: Sendable {
  /// Begin of the bucket, a multiple of the bar length, in nanoseconds.
  let openAt: Int64
  private var open: Int64
  private var high: Int64
  private var low: Int64
  private var close: Int64
  private var quotes: Int64

  init(openAt: Int64, first quote: QuoteMids) {
    self.openAt = openAt
    self.open = quote.first
    self.high = quote.high
    self.low = quote.low
    self.close = quote.last
    self.quotes = quote.count
  }

  mutating func add(_ quote: QuoteMids) {
    high = max(high, quote.high)
    low = min(low, quote.low)
    close = quote.last
    quotes &+= quote.count
  }

  func candle(of instrument: InstrumentID, barNanoseconds: Int64) -> CandleClosed {
    CandleClosed(
      instrument: instrument, openAt: Timestamp(nanoseconds: openAt),
      barSeconds: barNanoseconds / nanosecondsPerSecond, side: .mid, open: Price(micros: open),
      high: Price(micros: high), low: Price(micros: low), close: Price(micros: close),
      volume: quotes)
  }
}
