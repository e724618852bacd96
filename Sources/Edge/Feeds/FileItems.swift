import Market
import Numerics

/// What the rows of one file come to, in order: a row of ticks is one item, a row of a candle up to
/// three.
///
///     item                     time                 place of row r
///     quote at the open        time of the row      3r − 2
///     candle, rejected row     time + bar           3r − 1
///     quote at the close       time + bar           3r
///
/// Each item has a place of its own, whether or not its neighbours exist, so a feed that stopped
/// between a candle and its quote goes on with the quote, under any spread. A rejected row before
/// the first candle has no bar to wait for and is taken with that candle's open.
final class FileItems {
  private let timeline: FileTimeline
  /// nil for ticks.
  private let candles: CandleReading?
  /// What the row read last still comes to, in reverse.
  private var waiting: [FeedItem] = []
  private var hasCandle = false

  init(_ timeline: FileTimeline, _ candles: CandleReading?) {
    self.timeline = timeline
    self.candles = candles
  }

  /// How many rows stand before and at a place.
  static func row(ofPlace place: Int64, _ candles: CandleReading?) -> Int64 {
    candles == nil ? place : place / 3 + (place % 3 > 0 ? 1 : 0)
  }

  var rowCount: Int64 { timeline.rowCount }

  /// SHA-256 of the whole file, once it was read to its end.
  var digest: Digest256? { timeline.digest }

  /// - Returns: nil at the end of the file.
  @inline(__always)
  func next() throws(FeedError) -> FeedItem? {
    guard let candles else { return try timeline.next() }
    return try next(candles)
  }

  private func next(_ candles: CandleReading) throws(FeedError) -> FeedItem? {
    if let item = waiting.popLast() { return item }
    guard let row = try timeline.next() else { return nil }
    let closed = row.time.adding(nanoseconds: candles.granularity.nanoseconds)
    var item = row
    item.ordinal = 3 * row.ordinal - 1
    guard case .candle(let candle) = row.row else {
      if hasCandle { item.time = closed }
      return item
    }
    hasCandle = true
    item.time = closed
    if let quote = candle.closeQuote {
      var close = item
      close.ordinal += 1
      close.row = .candleQuote(.close, stamp: candle.closeAt, quote)
      waiting.append(close)
    }
    guard let quote = candle.openQuote else { return item }
    waiting.append(item)
    item.time = row.time
    item.ordinal -= 1
    item.row = .candleQuote(.open, stamp: candle.openAt, quote)
    return item
  }
}
