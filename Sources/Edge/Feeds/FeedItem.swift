package import Market

/// One data row of a feed, in its place.
package struct FeedItem: Equatable, Sendable {
  /// Which file: the index into the files the feed was made of.
  package var file: Int
  /// Which data row of that file, from 1. The header and blank lines are no rows.
  package var ordinal: Int64
  /// Which line of that file, from 1, every line counted.
  package var line: Int64
  /// When the row is taken: its stamp, or the next row's stamp where that is earlier.
  ///
  /// A row without a stamp is taken with the row before it.
  package var time: Timestamp
  package var row: FeedRow
}

/// What one data row says.
package enum FeedRow: Equatable, Sendable {
  /// A quote. A price that is not exact decimal text in millionths is nil: absent, not zero.
  case tick(stamp: Timestamp, bid: Price?, ask: Price?)
  /// No quote. `head` holds the first 64 bytes of the line, fewer if it is shorter.
  case rejected(reason: RowFault, head: [UInt8])

  /// How much of a rejected line is kept.
  package static let headBytes = 64
  /// The longest line that can be a quote, in bytes, without its line end.
  package static let longestQuote = 4_096
}
