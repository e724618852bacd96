import Market

@testable import Feeds

/// Reads one file as a run does: discovers it, reads every row, and once more from the middle on.
enum WholeFeed {
  static func read(_ path: String, _ options: CandleOptions, _ look: (FeedRow) -> Void) {
    do throws(FeedError) {
      let files = try TickFeed.discover([path], instruments: nil, candles: options)
      let items = try items(of: files, after: 0)
      for item in items {
        mustHold(item.time.nanoseconds >= 0, "a row before 1970")
        if case .rejected(_, let head) = item.row {
          mustHold(head.count <= FeedRow.headBytes, "too much of a line is kept")
        }
        look(item.row)
      }
      for (left, right) in zip(items, items.dropFirst()) {
        mustHold(left.ordinal < right.ordinal, "places that do not ascend")
        mustHold(left.line <= right.line, "lines that go back")
      }
      guard items.count > 1 else { return }
      let middle = items[items.count / 2]
      let rest = try self.items(of: files, after: middle.ordinal)
      mustHold(
        rest == Array(items[(items.count / 2 + 1)...]),
        "a feed taken up behind a row gives other rows than are left")
    } catch {
      mustSpeak(error)
    }
  }

  private static func items(
    of files: [FeedFile], after ordinal: Int64
  ) throws(FeedError) -> [FeedItem] {
    var feed = TickFeed(files, startAfter: [ordinal], from: nil, to: nil)
    var items: [FeedItem] = []
    while let item = try feed.next() { items.append(item) }
    return items
  }
}
