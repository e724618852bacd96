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
  /// false.
  ///
  /// - Throws: `JournalError.damaged` or `.newerFormat`, or what `body` throws.
  package static func forEachEvent(
    in log: any EventLog, path: String,
    _ body: (_ event: EventBody, _ texts: borrowing ByteBuffer) throws -> Bool
  ) throws {
    var texts = ByteBuffer()
    let wanted = kinds.map(\.rawValue)
    try JournalWalk.turns(of: log, path: path) { turn in
      for frame in turn.frames where wanted.contains(frame.kind) {
        texts.removeAll()
        guard try body(try frame.body(in: turn.bytes, texts: &texts), texts) else { return false }
      }
      return true
    }
  }
}
