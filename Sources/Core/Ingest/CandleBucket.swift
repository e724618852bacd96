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

extension QuoteMids {
  /// Of a quote that stands for itself.
  init(single mid: Int64) { self.init(first: mid, low: mid, high: mid, last: mid, count: 1) }

  /// Of a tick that several quotes may have been merged into.
  init(_ tick: TickReceived, last mid: Int64) {
    self.init(
      first: tick.firstMid?.micros ?? mid, low: tick.lowMid?.micros ?? mid,
      high: tick.highMid?.micros ?? mid, last: mid, count: tick.merged ?? 1)
  }
}

extension TickReceived {
  /// Whether no quotes were merged into it.
  var isSingle: Bool { firstMid == nil && lowMid == nil && highMid == nil && merged == nil }
}

/// The candle that is being built: first, highest, lowest and last mid, in millionths.
///
/// Source: metrics-kernel.md, section 2.4.
struct CandleBucket: Sendable {
  /// Begin of the bucket, a multiple of the bar length, in nanoseconds.
  private(set) var openAt: Int64
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

  /// Adds one quote that stands for itself.
  @inline(__always) mutating func add(mid: Int64) {
    high = max(high, mid)
    low = min(low, mid)
    close = mid
    quotes &+= 1
  }

  func candle(of instrument: InstrumentID, barNanoseconds: Int64) -> CandleClosed {
    CandleClosed(
      instrument: instrument, openAt: Timestamp(nanoseconds: openAt),
      barSeconds: barNanoseconds / nanosecondsPerSecond, side: .mid, open: Price(micros: open),
      high: Price(micros: high), low: Price(micros: low), close: Price(micros: close),
      volume: quotes)
  }
}

extension CandleBucket: StateKeeping {
  /// What a bucket is before its state is read.
  static let none = CandleBucket(
    openAt: 0, first: QuoteMids(first: 0, low: 0, high: 0, last: 0, count: 0))

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.number("open_at", &openAt, in: 0...Timestamp.limit.nanoseconds - 1)
    archive.number("open_micros", &open)
    archive.number("high_micros", &high)
    archive.number("low_micros", &low)
    archive.number("close_micros", &close)
    archive.number("quotes", &quotes)
  }
}
