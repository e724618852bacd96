package import Events
package import Journal
package import Market
import Turns

/// One event as it stands in a journal, with its references and texts resolved.
package struct RecordedEvent: Sendable {
  package let event: Event
  package let version: EventVersion
  /// Sequences of the facts that the decision used.
  package let because: [UInt64]
  /// The same as stored: how many content events back each stands.
  package let distances: [UInt64]
  package let fields: [ReadableField]
  /// The instrument it speaks of, if it names one.
  package let instrument: InstrumentID?
  /// The side buffer of its turn, as far as this event uses it.
  fileprivate let arena: [UInt8]
}

extension RecordedEvent {
  /// Its texts and large payloads, where the handles of its body point.
  package func sideBuffer() -> ByteBuffer {
    var buffer = ByteBuffer(capacity: arena.count)
    buffer.append(arena)
    return buffer
  }
}

/// Reads events one by one, for people.
package enum RecordedEvents {
  /// Calls `body` with every event of a range until it returns false.
  package static func forEach(
    in log: any EventLog, path: String, from: UInt64, to: UInt64,
    _ body: (RecordedEvent) throws -> Bool
  ) throws {
    let base = try BaseState.position(of: log, path: path)
    var (at, contentAt) = (base.at, base.contentAt)
    var places = ContentPlaces(
      of: log, path: path, base: base, content: base.contentOrdinal(of: base.lastSequence),
      after: base.lastSequence)
    // Reading begins at the page that holds the first event: its header tells what came before.
    var first = base.lastSequence + 1
    if from > first, let page = try log.page(holding: from), page.key > first {
      let header = try JournalWalk.header(holding: page.key, of: log, path: path)
      first = header.firstSequence
      (at, contentAt) = (header.atBefore, header.contentAtBefore)
      places = ContentPlaces(
        of: log, path: path, base: base,
        content: header.contentEventsSoFar - UInt64(header.contentEvents), after: first - 1)
    }
    var arena = ByteBuffer()
    try JournalWalk.turns(of: log, path: path, from: first) { turn in
      let isNode = turn.frames[0].flags.isNode
      let time = (isNode ? at : contentAt).adding(nanoseconds: turn.frames[0].atDelta)
      for (offset, frame) in turn.frames.enumerated() {
        let sequence = turn.firstSequence + UInt64(offset)
        guard sequence <= to else { return false }
        guard sequence >= from else { continue }
        arena.removeAll()
        let event = try frame.event(in: turn.bytes, sequence: sequence, at: time, arena: &arena)
        let own = places.ordinal(ofNext: offset)
        let distances = frame.becauseDistances(in: turn.bytes)
        let because = try distances.map { try places.sequence(of: own - min(own, $0)) }
        let recorded = RecordedEvent(
          event: event, version: frame.version,
          because: because,
          distances: distances,
          fields: event.body.readable(arena: arena),
          instrument: event.body.instrument(arena: arena), arena: [UInt8](arena.bytes))
        guard try body(recorded) else { return false }
      }
      places.advance(events: turn.frames.count, isNode: isNode)
      at = time
      if !isNode { contentAt = time }
      return true
    }
  }
}

/// The names of a journal's instruments, read from its listings.
package struct InstrumentNames: Sendable {
  package private(set) var listed: [String] = []

  package init(_ log: any EventLog, path: String) throws {
    listed = try JournalHistory.readNodeEvents(log, path: path).instruments.map(\.name)
  }

  package subscript(instrument: InstrumentID) -> String {
    instrument.index < listed.count ? listed[instrument.index] : "#\(instrument.number)"
  }
}
