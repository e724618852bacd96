public import Market

/// Where a quote came from, which says how long it stays fresh.
public enum QuoteOrigin: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// A live stream, which sends heartbeats.
  case stream = 0
  /// A file of quotes, which has no heartbeats.
  case file = 1
  /// The open or close of a candle row.
  case candle = 2
}

/// The newest quote of one instrument.
public struct QuoteSnapshot: Equatable, Sendable, BitwiseCopyable {
  public var bid: Price
  public var ask: Price
  /// The newest price or heartbeat of its stream: its age counts from here.
  public var aliveAt: Timestamp
  public var origin: QuoteOrigin

  public init(bid: Price, ask: Price, aliveAt: Timestamp, origin: QuoteOrigin) {
    self.bid = bid
    self.ask = ask
    self.aliveAt = aliveAt
    self.origin = origin
  }

  /// Whether both prices are above zero and not crossed. Equal ones are allowed.
  public var isValid: Bool { bid.micros > 0 && ask >= bid }
}

/// Why a quote cannot be used, in the order of the checks.
public enum QuoteFault: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case missing = 0
  case invalid = 1
  /// Too old, or stamped more than 5 s ahead.
  case stale = 2

  public var name: String {
    switch self {
    case .missing: "quote_missing"
    case .invalid: "quote_invalid"
    case .stale: "quote_stale"
    }
  }
}

/// How old a quote may be, in ns.
///
/// Source: trading-system.md, section 4.3 (`QUOTE_MAX_AGE_SEC`); design.md, section 10.
public struct QuoteLimits: Equatable, Sendable, BitwiseCopyable {
  public var streamNanoseconds = 10 * nanosecondsPerSecond
  public var fileNanoseconds = 300 * nanosecondsPerSecond
  /// One bar: a quote of a candle is good until the next.
  public var candleNanoseconds: Int64

  public init(bar: Granularity = .m1) { candleNanoseconds = bar.nanoseconds }

  public func oldest(of origin: QuoteOrigin) -> Int64 {
    switch origin {
    case .stream: streamNanoseconds
    case .file: fileNanoseconds
    case .candle: candleNanoseconds
    }
  }

  /// Why the quote cannot be used now; nil when it can.
  public func fault(of quote: QuoteSnapshot?, at now: Timestamp) -> QuoteFault? {
    guard let quote else { return .missing }
    guard quote.isValid else { return .invalid }
    let isFresh = Freshness.isFresh(quote.aliveAt, at: now, limit: oldest(of: quote.origin))
    return isFresh ? nil : .stale
  }
}
