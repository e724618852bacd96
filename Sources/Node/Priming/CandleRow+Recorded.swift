import Events
import Feeds
import Market

extension CandleRow {
  /// A candle as a run took it, to prime another one.
  init(_ candle: CandleReceived) {
    self.init(
      openAt: candle.openAt, barSeconds: candle.barSeconds, side: candle.side, open: candle.open,
      high: candle.high, low: candle.low, close: candle.close, volume: candle.volume)
    prime(
      Quote(candle.openBid, candle.openAsk), Quote(candle.closeBid, candle.closeAsk))
  }

  /// A candle as TickIngest built it, to prime a run.
  init(_ candle: CandleClosed) {
    self.init(
      openAt: candle.openAt, barSeconds: candle.barSeconds, side: candle.side, open: candle.open,
      high: candle.high, low: candle.low, close: candle.close, volume: candle.volume)
    prime(
      Quote(candle.openBid, candle.openAsk), Quote(candle.closeBid, candle.closeAsk))
  }

  /// Marks it as one of before the run.
  private mutating func prime(_ open: Quote?, _ close: Quote?) {
    openQuote = open
    closeQuote = close
    hasRecordedQuotes = true
    isPriming = true
  }
}

extension CandleRow.Quote {
  /// Nil where one of the two is unknown.
  fileprivate init?(_ bid: Price?, _ ask: Price?) {
    guard let bid, let ask else { return nil }
    self.init(bid: bid, ask: ask)
  }
}
