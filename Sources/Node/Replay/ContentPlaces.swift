import Events
import Journal
import Turns

/// Where content events stand: references are distances counted in content, which leaves out the events of
/// the node itself.
///
/// Knows what was read since its first page. What stands before is found by the headers of pages, which
/// tell how much content there was so far, so nothing has to be read from event 1.
struct ContentPlaces {
  private struct Stretch {
    let ordinal: UInt64
    let sequence: UInt64
    var count: UInt64
  }

  private let log: any EventLog
  private let path: String
  /// Where a child begins; the start of any other journal.
  private let base: JournalPosition
  /// Content events before the first page that is read.
  private let contentAtStart: UInt64
  private var content: UInt64
  private var lastSequence: UInt64
  private var stretches: [Stretch] = []
  /// The stretch of an earlier page that was found last.
  private var found: Stretch?

  /// - Parameters:
  ///   - content: Content events before the first page that is read.
  ///   - sequence: Its last event.
  init(
    of log: any EventLog, path: String, base: JournalPosition, content: UInt64,
    after sequence: UInt64
  ) {
    self.log = log
    self.path = path
    self.base = base
    self.content = content
    contentAtStart = content
    lastSequence = sequence
  }

  /// The place in content of an event of the turn that comes next. An event of the node counts as others do.
  func ordinal(ofNext offset: Int) -> UInt64 { content + UInt64(offset) + 1 }

  mutating func advance(events: Int, isNode: Bool) {
    let count = UInt64(events)
    if !isNode {
      if let last = stretches.last, last.sequence + last.count == lastSequence + 1 {
        stretches[stretches.count - 1].count += count
      } else {
        stretches.append(Stretch(ordinal: content + 1, sequence: lastSequence + 1, count: count))
      }
      content += count
    }
    lastSequence += count
  }

  /// The sequence of the content event with an ordinal.
  mutating func sequence(of ordinal: UInt64) throws -> UInt64 {
    // Of the turn that comes next: nothing of the node stands between.
    if ordinal > content { return ordinal + (lastSequence - content) }
    if ordinal <= base.contentOrdinal(of: base.lastSequence) {
      return base.sequence(ofContent: ordinal)
    }
    if ordinal > contentAtStart {
      let next = stretches.partitioningIndex { $0.ordinal > ordinal }
      let stretch = stretches[next - 1]
      return stretch.sequence + (ordinal - stretch.ordinal)
    }
    if let found, (found.ordinal..<found.ordinal + found.count).contains(ordinal) {
      return found.sequence + (ordinal - found.ordinal)
    }
    let stretch = try earlier(ordinal)
    found = stretch
    return stretch.sequence + (ordinal - stretch.ordinal)
  }

  private func earlier(_ ordinal: UInt64) throws -> Stretch {
    var low = base.lastSequence + 1
    var high = stretches.first?.sequence ?? lastSequence
    while low <= high {
      let header = try JournalWalk.header(
        holding: low + (high - low) / 2, of: log, path: path)
      let before = header.contentEventsSoFar - UInt64(header.contentEvents)
      if ordinal <= before {
        high = header.firstSequence - 1
      } else if ordinal > header.contentEventsSoFar {
        low = header.lastSequence + 1
      } else {
        return try stretch(of: ordinal, in: header, after: before)
      }
    }
    throw JournalError.damaged(
      path: path, what: "content event \(ordinal) is in no page", goodThrough: base.lastSequence)
  }

  private func stretch(
    of ordinal: UInt64, in header: PageHeader, after before: UInt64
  ) throws -> Stretch {
    guard header.nodeEvents > 0 else {
      return Stretch(
        ordinal: before + 1, sequence: header.firstSequence, count: UInt64(header.contentEvents))
    }
    var next = before + 1
    var stretch: Stretch?
    try JournalWalk.turns(of: log, path: path, from: header.firstSequence) { turn in
      guard !turn.frames[0].flags.isNode else { return true }
      let count = UInt64(turn.frames.count)
      if (next..<next + count).contains(ordinal) {
        stretch = Stretch(ordinal: next, sequence: turn.firstSequence, count: count)
      }
      next += count
      return stretch == nil
    }
    guard let stretch else {
      throw JournalError.damaged(
        path: path, what: "content event \(ordinal) is not in its page",
        goodThrough: header.firstSequence - 1)
    }
    return stretch
  }
}

extension Array {
  /// The first index from which on something holds; it holds for none before.
  fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension PageHeader {
  /// Events of the node itself in this page.
  var nodeEvents: UInt64 { lastSequence - firstSequence + 1 - UInt64(contentEvents) }
}
