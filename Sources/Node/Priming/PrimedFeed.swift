import Feeds

/// A feed with candles of before it in front: they come first, at the time of its first row.
///
/// A feed without a row has no start, so nothing is primed.
struct PrimedFeed<Base: FeedSource & ~Copyable>: FeedSource, ~Copyable {
  typealias Open = @Sendable (_ first: FeedItem) -> any PastCandles

  private var base: Base
  /// Nil once the first row is known.
  private var open: Open?
  private var past: (any PastCandles)?
  private var first: FeedItem?

  /// - Parameter open: Opens what is in front; nil for nothing.
  init(_ base: consuming Base, behind open: Open?) {
    self.base = base
    self.open = open
  }

  var ended: [EndedFile] { base.ended }

  @inline(__always)
  mutating func next() throws(FeedError) -> FeedItem? {
    if open == nil, first == nil { return try base.next() }
    return try nextInFront()
  }

  @inline(never)
  private mutating func nextInFront() throws(FeedError) -> FeedItem? {
    if let open {
      first = try base.next()
      past = first.map(open)
      self.open = nil
    }
    if let item = try past?.next() { return item }
    past = nil
    defer { first = nil }
    return first
  }
}
