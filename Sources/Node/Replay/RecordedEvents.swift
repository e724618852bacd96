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
    var position = try BaseState.position(of: log, path: path)
    var arena = ByteBuffer()
    // Distances to facts are counted in content, so the node's own events before must be known.
    try JournalWalk.turns(of: log, path: path) { turn in
      let isNode = turn.frames[0].flags.isNode
      let origin = isNode ? position.at : position.contentAt
      let time = origin.adding(nanoseconds: turn.frames[0].atDelta)
      // Of the open turn nothing is taken in yet: an event of the node counts facts as others do.
      defer { position.advance(events: turn.frames.count, at: time, isNode: isNode) }
      for (offset, frame) in turn.frames.enumerated() {
        let sequence = turn.firstSequence + UInt64(offset)
        guard sequence <= to else { return false }
        guard sequence >= from else { continue }
        arena.removeAll()
        let event = try frame.event(in: turn.bytes, sequence: sequence, at: time, arena: &arena)
        let own = position.contentOrdinal(of: sequence)
        let distances = frame.becauseDistances(in: turn.bytes)
        let recorded = RecordedEvent(
          event: event, version: frame.version,
          because: distances.map { position.sequence(ofContent: own - min(own, $0)) },
          distances: distances,
          fields: event.body.readable(arena: arena),
          instrument: event.body.instrument(arena: arena), arena: [UInt8](arena.bytes))
        guard try body(recorded) else { return false }
      }
      return true
    }
  }
}

/// The names of a journal's instruments, read from its listings.
package struct InstrumentNames: Sendable {
  package private(set) var listed: [String] = []

  package init(_ log: any EventLog, path: String) throws {
    var history = try BaseState.history(of: log, path: path)
    guard let newest = try log.newestPage() else { return }
    var wanted: UInt32 = 0
    newest.bytes.withUnsafeBytes { bytes in
      wanted = (try? PageHeader(page: bytes))?.instrumentsListed ?? 0
    }
    try JournalWalk.turns(of: log, path: path) { turn in
      try history.note(turn.frames, in: turn.bytes, firstSequence: turn.firstSequence)
      return history.instruments.count < Int(wanted)
    }
    listed = history.instruments.map(\.name)
  }

  package subscript(instrument: InstrumentID) -> String {
    instrument.index < listed.count ? listed[instrument.index] : "#\(instrument.number)"
  }
}
