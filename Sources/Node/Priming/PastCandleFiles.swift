import Feeds
import Market

/// The candles of files, and their rows that are none, in time order.
final class PastCandleFiles: PastCandles {
  private var feed: TickFeed
  private let span: PrimingSpan
  private let offset: Int
  private let tally: PrimingTally

  init(
    _ feed: consuming TickFeed, _ span: PrimingSpan, offset: Int, tally: PrimingTally
  ) {
    self.feed = feed
    self.span = span
    self.offset = offset
    self.tally = tally
  }

  func next() throws(FeedError) -> FeedItem? {
    while var item = try feed.next() {
      switch item.row {
      case .candle(var candle):
        switch span.place(of: candle.openAt) {
        case .before: continue
        case .after:
          tally.noteLeftOut()
          continue
        case .within: break
        }
        candle.isPriming = true
        item.row = .candle(candle)
      case .rejected:
        guard item.time <= span.start, span.begin.map({ $0 <= item.time }) ?? true else { continue }
      case .tick, .candleQuote, .command: continue
      }
      item.time = span.start
      item.file += offset
      return item
    }
    return nil
  }
}
