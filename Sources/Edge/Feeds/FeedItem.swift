package import Market

/// One data row of a feed, in its place.
package struct FeedItem: Equatable, Sendable {
  /// Which file: the index into the files the feed was made of.
  package var file: Int
  /// Which place of that file, from 1. A row of ticks has one place; a row of a candle has three:
  /// the quote at its open, the candle or the rejected row, the quote at its close. The header and
  /// blank lines are no rows.
  package var ordinal: Int64
  /// Which line of that file, from 1, every line counted.
  package var line: Int64
  /// When it is taken. A tick: at its stamp, or the next row's stamp where that is earlier. A candle
  /// and the quote at its close: a bar after that instant; the quote at its open: at that instant.
  ///
  /// A row without a stamp is taken with the row before it.
  package var time: Timestamp
  package var row: FeedRow

  package init(file: Int, ordinal: Int64, line: Int64, time: Timestamp, row: FeedRow) {
    self.file = file
    self.ordinal = ordinal
    self.line = line
    self.time = time
    self.row = row
  }
}

/// What one data row says, or one quote that a candle stands for.
package enum FeedRow: Equatable, Sendable {
  /// A quote. A price that is not exact decimal text in millionths is nil: absent, not zero.
  case tick(stamp: Timestamp, bid: Price?, ask: Price?)
  /// A candle. Kept aside, so that it makes no tick larger.
  indirect case candle(CandleRow)
  /// One of the two quotes of a candle's row, which comes as an item of its own.
  case candleQuote(CandleMoment, stamp: Timestamp, CandleRow.Quote)
  /// No row. `head` holds the first 64 bytes of the line, fewer if it is shorter.
  case rejected(reason: RowFault, head: [UInt8])
  /// A line of a commands file.
  indirect case command(CommandLine)

  /// How much of a rejected line is kept.
  package static let headBytes = 64
  /// The longest line that can be a quote or a candle, in bytes, without its line end.
  package static let longestQuote = 4_096

  /// The stamp of a tick or a candle, as the file has it.
  var stamp: Timestamp? {
    switch self {
    case .tick(let stamp, _, _): stamp
    case .candle(let row): row.openAt
    case .candleQuote, .rejected, .command: nil
    }
  }

  /// What comes first at one instant, over all files: candles, quotes at their close, quotes at
  /// their open (design.md, section 10). Ticks never meet candles in one feed.
  var phase: Int {
    switch self {
    case .tick, .candle, .rejected, .command: 0
    case .candleQuote(.close, _, _): 1
    case .candleQuote(.open, _, _): 2
    }
  }
}
