package import Events
package import Journal

/// Reads what a journal says of one instrument's signals and days.
package enum ManifoldHistory {
  /// The kinds that daily documents are put together from.
  private static let kinds: [EventKind] = [
    .instrumentListed, .candleReceived, .candleClosed, .metricsComputed, .signalComputed,
    .manifoldDayClosed,
  ]

  /// Calls `body` with every event that daily documents are made of, in order, until it returns
  /// false: those of a child's parents first, since a day may have begun there.
  ///
  /// - Throws: `JournalError.damaged`, `.newerFormat` or `.parentNeeded`, or what `body` throws.
  package static func forEachEvent(
    in log: any EventLog, path: String,
    _ body: (_ event: EventBody, _ arena: borrowing ByteBuffer) throws -> Bool
  ) throws {
    _ = try walk(log, path, body)
  }

  private static func walk(
    _ log: any EventLog, _ path: String,
    _ body: (_ event: EventBody, _ arena: borrowing ByteBuffer) throws -> Bool
  ) throws -> Bool {
    if !log.identity.base.isNone {
      let (parent, folder) = try ParentJournal.open(
        behind: log, path: path, why: "its first day began there")
      defer { parent.close() }
      guard try walk(parent, folder, body) else { return false }
    }
    var goesOn = true
    var arena = ByteBuffer()
    let wanted = kinds.map(\.rawValue)
    try JournalWalk.turns(of: log, path: path) { turn in
      for frame in turn.frames where wanted.contains(frame.kind) {
        arena.removeAll()
        goesOn = try body(try frame.body(in: turn.bytes, arena: &arena), arena)
        guard goesOn else { return false }
      }
      return true
    }
    return goesOn
  }
}
