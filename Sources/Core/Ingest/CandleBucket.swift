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

/// Bid and ask of one accepted quote, in millionths; both zero where none was recorded.
struct QuoteSides: Sendable {
  var bid: Int64
  var ask: Int64

  static var none: QuoteSides { QuoteSides(bid: 0, ask: 0) }

  init(bid: Int64, ask: Int64) {
    self.bid = bid
    self.ask = ask
  }

  init(_ quote: Quote) { self.init(bid: quote.bid, ask: quote.ask) }

  /// Accepted quotes have prices above zero, so zero means that none was recorded.
  private var isRecorded: Bool { bid > 0 && ask > 0 }
  var recordedBid: Price? { isRecorded ? Price(micros: bid) : nil }
  var recordedAsk: Price? { isRecorded ? Price(micros: ask) : nil }
}

/// The candle that is being built: first, highest, lowest and last mid, in millionths, and bid and ask of
/// its first and last quote.
///
/// Source: metrics-kernel.md, section 2.4.
struct CandleBucket: Sendable {
  /// Begin of the bucket, a multiple of the bar length, in nanoseconds.
  private(set) var openAt: Int64
  private var open: Int64
  private var high: Int64
  private var low: Int64
  private var quotes: Int64
  /// Of the first quote; none where it stood among merged ones, of which only the mid is known.
  private var first: QuoteSides
  /// Of the newest quote: its mid is the close.
  private var last: QuoteSides

  /// - Parameters:
  ///   - first: The mids of a quote, or of several merged into one.
  ///   - sides: The last of them.
  init(openAt: Int64, first quote: QuoteMids, sides: QuoteSides) {
    self.openAt = openAt
    self.open = quote.first
    self.high = quote.high
    self.low = quote.low
    self.quotes = quote.count
    self.first = quote.count == 1 ? sides : .none
    self.last = sides
  }

  private init(openAt: Int64) {
    (self.openAt, open, high, low, quotes) = (openAt, 0, 0, 0, 0)
    (first, last) = (.none, .none)
  }

  mutating func add(_ quote: QuoteMids, sides: QuoteSides) {
    high = max(high, quote.high)
    low = min(low, quote.low)
    last = sides
    quotes &+= quote.count
  }

  /// Adds one quote that stands for itself.
  @inline(__always) mutating func add(_ quote: Quote) {
    let mid = quote.mid
    high = max(high, mid)
    low = min(low, mid)
    last = QuoteSides(quote)
    quotes &+= 1
  }

  func candle(of instrument: InstrumentID, barNanoseconds: Int64) -> CandleClosed {
    CandleClosed(
      instrument: instrument, openAt: Timestamp(nanoseconds: openAt),
      barSeconds: barNanoseconds / nanosecondsPerSecond, side: .mid, open: Price(micros: open),
      high: Price(micros: high), low: Price(micros: low),
      close: Price(micros: (last.bid &+ last.ask) / 2), volume: quotes,
      openBid: first.recordedBid, openAsk: first.recordedAsk, closeBid: last.recordedBid,
      closeAsk: last.recordedAsk)
  }
}

extension CandleBucket: StateKeeping {
  /// What a bucket is before its state is read.
  static let none = CandleBucket(openAt: 0)

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.number("open_at", &openAt, in: 0...Timestamp.limit.nanoseconds - 1)
    archive.number("open_micros", &open)
    archive.number("high_micros", &high)
    archive.number("low_micros", &low)
    archive.number("open_bid_micros", &first.bid)
    archive.number("open_ask_micros", &first.ask)
    archive.number("close_bid_micros", &last.bid)
    archive.number("close_ask_micros", &last.ask)
    archive.number("quotes", &quotes)
  }
}
