import Events
package import Journal
package import Market
package import Turns

/// The state of the reducers at some earlier event.
package enum PastState {
  /// Lets fresh actors receive a journal up to an event: the newest snapshot before it, then the events.
  ///
  /// - Parameter sequence: The turn that holds it is applied to its end, since a turn is never split.
  package static func at(
    _ sequence: UInt64, in log: any EventLog, path: String, fromZero: Bool,
    _ body: (_ engine: borrowing TurnEngine<Reducers>, _ restoration: Restoration) -> Void
  ) throws {
    guard sequence >= log.identity.base.lastSequence else {
      throw JournalError.inParent(path: path, sequence: sequence, base: log.identity.base)
    }
    var engine = TurnEngine(Reducers())
    let restoration = try Replay.restore(
      log, path: path, into: &engine, through: sequence, fromZero: fromZero)
    body(engine, restoration)
  }

  /// The last event of the last turn at or before an instant, 0 when there is none.
  package static func lastEvent(
    at time: Timestamp, in log: any EventLog, path: String
  ) throws -> UInt64 {
    var found: UInt64 = 0
    try JournalWalk.pages(of: log, path: path) { header, frames in
      guard header.firstAt <= time else { return false }
      guard header.lastAt > time else {
        found = header.lastSequence
        return true
      }
      found = try lastEvent(at: time, header, frames)
      return false
    }
    return found
  }

  /// The same within one page.
  private static func lastEvent(
    at time: Timestamp, _ header: PageHeader, _ frames: UnsafeRawBufferPointer
  ) throws(CodecFault) -> UInt64 {
    var (at, contentAt) = (header.atBefore, header.contentAtBefore)
    var last = header.firstSequence - 1
    var turn: [Frame] = []
    var reader = TurnReader(frames)
    while try reader.nextTurn(into: &turn) {
      let isNode = turn[0].flags.isNode
      at = (isNode ? at : contentAt).adding(nanoseconds: turn[0].atDelta)
      if !isNode { contentAt = at }
      guard at <= time else { return last }
      last += UInt64(turn.count)
    }
    return last
  }
}
