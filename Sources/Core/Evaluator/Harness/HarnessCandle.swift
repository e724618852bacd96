public import Market

/// A recorded bid and ask.
public struct RecordedQuote: Equatable, Sendable, BitwiseCopyable {
  public var bid: Price
  public var ask: Price

  public init(bid: Price, ask: Price) {
    self.bid = bid
    self.ask = ask
  }

  var isValid: Bool { bid.micros > 0 && ask >= bid }
}

/// An accepted candle, as the harness takes it.
public struct HarnessCandle: Equatable, Sendable, BitwiseCopyable {
  public var openAt: Timestamp
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// The quote at the open; nil: not both sides were recorded.
  public var openQuote: RecordedQuote?
  /// The quote at the close, likewise.
  public var closeQuote: RecordedQuote?

  public init(
    openAt: Timestamp, open: Price, high: Price, low: Price, close: Price,
    openQuote: RecordedQuote? = nil, closeQuote: RecordedQuote? = nil
  ) {
    self.openAt = openAt
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.openQuote = openQuote
    self.closeQuote = closeQuote
  }

  /// Whether every price is above zero.
  var isSound: Bool { min(open, high, low, close).micros > 0 }
}

extension Price {
  /// In the quote currency.
  var value: Double { Double(micros) / 1_000_000 }
}
