package import Feeds

/// The one bounded queue into the node: rows of feeds, commands, reports, clock, heartbeats and advice, in
/// the order in which they came.
///
/// Each lane has a bound and a policy of its own. The turn thread takes all that is there at once, so what
/// arrived while a commit ran is the next batch.
package final class Inbox: @unchecked Sendable {
  /// Why no more items will come.
  package enum End: Equatable, Sendable {
    case endOfFeed
    /// Told to stop; rows that are queued are not taken any more, all else is.
    case stopped
    /// The journal has grown to the size at which it is sealed; rows that are queued are read again.
    case full
    case failed(FeedError)
  }

  package static let capacity = Lane.rows.bound

  private let condition = Condition()
  private var waiting = InboxBatch()
  /// By lane, how many wait; rows count themselves.
  private var counts = [Int](repeating: 0, count: Lane.allCases.count)
  /// Where in `waiting.arrivals` the newest of its key stands.
  private var places: [Arrival.Key: Int] = [:]
  private var end: End?

  package init() { waiting.rows.reserveCapacity(Self.capacity) }

  /// Adds rows, waiting while their lane is full.
  ///
  /// - Returns: False when the inbox was closed and nothing was added.
  package func put(_ rows: [FeedItem]) -> Bool {
    let isOpen = condition.locked {
      while waiting.rows.count + rows.count > Self.capacity && end == nil { condition.wait() }
      guard end == nil else { return false }
      waiting.rows += rows
      return true
    }
    condition.signal()
    return isOpen
  }

  /// Adds something that came from outside the files; what its lane does when it is full, its policy says.
  ///
  /// - Returns: False when the inbox was closed and nothing was added: whoever brought it must be told.
  package func put(_ arrival: Arrival) -> Bool {
    let isOpen = condition.locked {
      while end == nil && !joined(arrival) {
        if counts[arrival.lane.rawValue] < arrival.lane.bound {
          append(arrival)
          return true
        }
        condition.wait()
      }
      return end == nil
    }
    condition.signal()
    return isOpen
  }

  /// Whether it was merged into one that waits, or took its place.
  private func joined(_ arrival: Arrival) -> Bool {
    guard let key = arrival.key, let place = places[key] else { return false }
    switch arrival.lane.policy {
    case .wait: return false
    case .replace:
      waiting.arrivals[place].replace(by: arrival)
      return true
    case .merge:
      guard counts[arrival.lane.rawValue] >= arrival.lane.bound else { return false }
      return waiting.arrivals[place].merge(arrival)
    }
  }

  private func append(_ arrival: Arrival) {
    var arrival = arrival
    arrival.rowsBefore = waiting.rows.count
    if let key = arrival.key { places[key] = waiting.arrivals.count }
    counts[arrival.lane.rawValue] += 1
    waiting.arrivals.append(arrival)
  }

  /// Says that nothing more will come. The first reason stays, but a stop always wins.
  package func close(_ reason: End) {
    condition.locked {
      if end == nil || reason == .stopped { end = reason }
    }
    condition.signal()
  }

  /// Opens the inbox for the next segment of a run; nobody may be bringing rows. Rows are read again, what
  /// else waits is kept.
  ///
  /// - Returns: False when it was told to stop, which it then stays.
  package func reopen() -> Bool {
    condition.locked {
      guard end != .stopped else { return false }
      waiting.rows.removeAll(keepingCapacity: true)
      for index in waiting.arrivals.indices { waiting.arrivals[index].rowsBefore = 0 }
      end = nil
      return true
    }
  }

  package var isStopped: Bool { condition.locked { end == .stopped } }

  /// Moves all that waits into `batch`; waits a moment when there is nothing.
  ///
  /// - Returns: Why nothing more will come, once everything was taken.
  package func take(into batch: inout InboxBatch) -> End? {
    batch.removeAll()
    let ended: End? = condition.locked {
      if waiting.isEmpty && end == nil { condition.wait(milliseconds: 20) }
      if end == .stopped { waiting.rows.removeAll(keepingCapacity: true) }
      guard !waiting.isEmpty else { return end }
      swap(&waiting, &batch)
      for lane in counts.indices { counts[lane] = 0 }
      places.removeAll(keepingCapacity: true)
      return nil
    }
    condition.signal()
    return ended
  }

  /// Takes back arrivals of a batch that was not taken to its end: they come first again.
  func giveBack(_ arrivals: ArraySlice<Arrival>) {
    guard !arrivals.isEmpty else { return }
    condition.locked {
      waiting.arrivals.insert(contentsOf: arrivals, at: 0)
      places.removeAll(keepingCapacity: true)
      for (place, arrival) in waiting.arrivals.enumerated() {
        if place < arrivals.count {
          counts[arrival.lane.rawValue] += 1
          waiting.arrivals[place].rowsBefore = 0
        }
        if let key = arrival.key { places[key] = place }
      }
    }
  }
}
