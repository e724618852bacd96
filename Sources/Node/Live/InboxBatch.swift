package import Feeds

/// What was taken out of the inbox at once: rows, and between them what else arrived, in one order.
///
/// Rows lie densely: they are by far the most, and taking one costs no step of a list.
package struct InboxBatch: Sendable {
  package internal(set) var rows: [FeedItem] = []
  package internal(set) var arrivals: [Arrival] = []

  package init() {}

  package var isEmpty: Bool { rows.isEmpty && arrivals.isEmpty }

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    arrivals.removeAll(keepingCapacity: true)
  }

  /// How far a batch was taken.
  struct Place: Sendable {
    var row = 0
    var arrival = 0
  }

  /// The end of the rows that come before the next arrival.
  func endOfRows(at place: Place) -> Int {
    place.arrival < arrivals.count
      ? min(arrivals[place.arrival].rowsBefore, rows.count) : rows.count
  }

  func isTaken(at place: Place) -> Bool {
    place.row >= rows.count && place.arrival >= arrivals.count
  }
}
