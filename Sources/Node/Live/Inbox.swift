package import Feeds

/// The one bounded queue into the node.
///
/// File feeds wait when it is full; the turn thread takes all that is there at once, so what arrived
/// while a commit ran is the next batch.
package final class Inbox: @unchecked Sendable {
  /// Why no more items will come.
  package enum End: Equatable, Sendable {
    case endOfFeed
    /// Told to stop; what is queued is not taken any more.
    case stopped
    /// The journal has grown to the size at which it is sealed; what is queued is read again.
    case full
    case failed(FeedError)
  }

  package static let capacity = 16_384

  private let condition = Condition()
  private var items: [FeedItem] = []
  private var end: End?

  package init() { items.reserveCapacity(Self.capacity) }

  /// Adds items, waiting while the inbox is full.
  ///
  /// - Returns: False when the inbox was closed and nothing was added.
  package func put(_ more: [FeedItem]) -> Bool {
    let isOpen = condition.locked {
      while items.count + more.count > Self.capacity && end == nil { condition.wait() }
      guard end == nil else { return false }
      items += more
      return true
    }
    condition.signal()
    return isOpen
  }

  /// Says that nothing more will come. The first reason stays, but a stop always wins.
  package func close(_ reason: End) {
    condition.locked {
      if end == nil || reason == .stopped { end = reason }
    }
    condition.signal()
  }

  /// Empties the inbox for the next segment of a run; nobody may be filling it.
  ///
  /// - Returns: False when it was told to stop, which it then stays.
  package func reopen() -> Bool {
    condition.locked {
      guard end != .stopped else { return false }
      items.removeAll(keepingCapacity: true)
      end = nil
      return true
    }
  }

  package var isStopped: Bool { condition.locked { end == .stopped } }

  /// Moves all waiting items into `batch`; waits a moment when there are none.
  ///
  /// - Returns: Why nothing more will come, once everything was taken.
  package func take(into batch: inout [FeedItem]) -> End? {
    batch.removeAll(keepingCapacity: true)
    let ended: End? = condition.locked {
      if items.isEmpty && end == nil { condition.wait(milliseconds: 20) }
      if end == .stopped { return .stopped }
      swap(&items, &batch)
      return batch.isEmpty ? end : nil
    }
    condition.signal()
    return ended
  }
}
