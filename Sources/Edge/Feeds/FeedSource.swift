/// Whatever gives out rows in the order in which they are to be taken.
package protocol FeedSource: ~Copyable, SendableMetatype {
  /// - Returns: nil at the end.
  mutating func next() throws(FeedError) -> FeedItem?

  /// The files that were read to their end so far; what is no file has no end to remember.
  var ended: [EndedFile] { get }
}

extension TickFeed: FeedSource {}
