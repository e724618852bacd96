package import Events
package import Journal
import Market
import Turns

/// Walks the events of trading in a journal: commands, orders, reports, lots, settings.
package enum TradingEvents {
  /// Calls `body` with each of them in order, with the side buffer of its turn.
  ///
  /// - Parameter from: First event that is given.
  package static func forEach(
    in log: any EventLog, path: String, from: UInt64 = 1,
    _ body: (_ event: Event, _ arena: borrowing ByteBuffer) throws -> Void
  ) throws {
    // Within one page time goes on from its header.
    try JournalWalk.pages(of: log, path: path, from: from) { header, bytes in
      var reader = TurnReader(bytes)
      var frames: [Frame] = []
      var sequence = header.firstSequence
      var at = header.atBefore
      var contentAt = header.contentAtBefore
      var arena = ByteBuffer()
      while try reader.nextTurn(into: &frames) {
        let isNode = frames[0].flags.isNode
        at = (isNode ? at : contentAt).adding(nanoseconds: frames[0].atDelta)
        if !isNode { contentAt = at }
        arena.removeAll()
        for frame in frames {
          if sequence >= from, isTrading(frame.kind) {
            let event = try frame.event(in: bytes, sequence: sequence, at: at, arena: &arena)
            try body(event, arena)
          }
          sequence += 1
        }
      }
      return true
    }
  }

  private static func isTrading(_ kind: UInt16) -> Bool {
    kind >= EventKind.operatorOrderRequested.rawValue
      || kind == EventKind.configurationApplied.rawValue
  }
}
