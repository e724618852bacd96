import Events
import Feeds
import Market

extension FeedItem {
  /// The item as a turn begins with it.
  ///
  /// - Parameters:
  ///   - source: Number of its source.
  ///   - now: Time of the turn before; a row without a stamp happened then or later.
  @inline(__always)
  func input(from source: UInt16, of instrument: InstrumentID, after now: Timestamp) -> Input {
    let occurredAt: Timestamp
    let body: EventBody
    var arena: [UInt8] = []
    switch row {
    case .tick(let stamp, let bid, let ask):
      occurredAt = stamp
      body = .tickReceived(TickReceived(instrument: instrument, bid: bid, ask: ask))
    case .candle(let row):
      occurredAt = row.openAt
      body = .candleReceived(CandleReceived(row, of: instrument))
    case .candleQuote(let moment, let stamp, let quote):
      occurredAt = stamp
      body = .tickReceived(
        TickReceived(instrument: instrument, bid: quote.bid, ask: quote.ask, fromCandle: moment))
    case .command: preconditionFailure("a command has no instrument of its own")
    case .rejected(let reason, let head):
      occurredAt = max(time, now)
      arena = head
      body = .rowRejected(
        RowRejected(
          instrument: instrument, line: line, reason: reason,
          head: Text(offset: 0, count: UInt32(head.count))))
    }
    return Input(
      time: time, occurredAt: occurredAt, source: source, position: ordinal, body: body,
      arena: arena)
  }
}

extension CandleReceived {
  fileprivate init(_ row: CandleRow, of instrument: InstrumentID) {
    self.init(
      instrument: instrument, openAt: row.openAt, barSeconds: row.barSeconds, side: row.side,
      open: row.open, high: row.high, low: row.low, close: row.close, volume: row.volume,
      priming: row.isPriming ? true : nil)
    guard row.hasRecordedQuotes else { return }
    openBid = row.openQuote?.bid
    openAsk = row.openQuote?.ask
    closeBid = row.closeQuote?.bid
    closeAsk = row.closeQuote?.ask
  }
}
