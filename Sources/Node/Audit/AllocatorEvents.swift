package import Events
package import Journal
import Market
import Turns

/// Walks the events that a journal's allocator received and emitted, with the facts they name.
package enum AllocatorEvents {
  /// Calls `body` with each of them in order. A candle that TickIngest refused is left out, as the actors do.
  ///
  /// - Parameter body: Receives the event, the sequences of its facts, and an outbox whose side buffer holds the
  ///   event's lists and texts; what is emitted into it is dropped.
  package static func forEach(
    in log: any EventLog, path: String,
    _ body: (_ event: Event, _ because: [UInt64], _ outbox: inout Outbox) throws -> Void
  ) throws {
    let base = try BaseState.position(of: log, path: path)
    var (at, contentAt) = (base.at, base.contentAt)
    var places = ContentPlaces(
      of: log, path: path, base: base, content: base.contentOrdinal(of: base.lastSequence),
      after: base.lastSequence)
    var outbox = Outbox()
    try JournalWalk.turns(of: log, path: path, from: base.lastSequence + 1) { turn in
      let isNode = turn.frames[0].flags.isNode
      at = (isNode ? at : contentAt).adding(nanoseconds: turn.frames[0].atDelta)
      if !isNode { contentAt = at }
      let isRefused = turn.frames.contains { $0.kind == EventKind.candleRejected.rawValue }
      for (offset, frame) in turn.frames.enumerated() where !isRefused && isHeard(frame.kind) {
        outbox.clear()
        outbox.arena.removeAll()
        let sequence = turn.firstSequence + UInt64(offset)
        let event = try frame.event(
          in: turn.bytes, sequence: sequence, at: at, arena: &outbox.arena)
        let own = places.ordinal(ofNext: offset)
        let because = try frame.becauseDistances(in: turn.bytes).map {
          try places.sequence(of: own - min(own, $0))
        }
        try body(event, because, &outbox)
      }
      places.advance(events: turn.frames.count, isNode: isNode)
      return true
    }
  }

  private static func isHeard(_ kind: UInt16) -> Bool {
    EventKind(rawValue: kind)?.subscribers.contains(.allocator) ?? false
  }
}
