/// Whatever gives out rows in the order in which they are to be taken.
package protocol FeedSource: ~Copyable, SendableMetatype {
  /// - Returns: nil at the end.
  mutating func next() throws(FeedError) -> FeedItem?
}

extension TickFeed: FeedSource {}
