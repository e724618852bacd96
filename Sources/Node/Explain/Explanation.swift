package import Events
package import Journal
package import Market

/// One event with everything that led to it, in sentences.
package struct Explanation: Sendable {
  package struct Fact: Sendable {
    package let sequence: UInt64
    package let kind: EventKind
    package let at: Timestamp
    package let sentence: String
  }

  package let event: Fact
  /// From the event's cause back to the input of its turn.
  package let causes: [Fact]
  /// Whether the event is itself the input that its turn began with.
  package var isInput: Bool { causes.isEmpty && !beganWithTimer }
  /// Whether the turn began with a timer and not with an input.
  package let beganWithTimer: Bool
  /// The facts that the event and its causes used, from earlier turns, newest first.
  package let used: [Fact]
  /// Facts used that stand before the base of a child, newest first: only the parent can tell them.
  package let inParent: [UInt64]

  /// Reads what stands around an event.
  ///
  /// - Returns: nil when the journal has no such event.
  package static func of(
    _ sequence: UInt64, in log: any EventLog, path: String
  ) throws -> Explanation? {
    let base = log.identity.base
    guard base.isNone || sequence > base.lastSequence else {
      throw JournalError.inParent(path: path, sequence: sequence, base: base)
    }
    let history = try JournalHistory.readNodeEvents(log, path: path)
    let narrator = Narrator(history)
    var turn: [(fact: Fact, cause: UInt64, because: [UInt64], isInput: Bool)] = []
    // A turn is never longer than 65,536 events: its beginning is found by following causes.
    let first = try firstOfTurn(of: sequence, log, path)
    guard let first else { return nil }
    try RecordedEvents.forEach(in: log, path: path, from: first, to: sequence) { recorded in
      let event = recorded.event
      let fact = Fact(
        sequence: event.sequence, kind: event.body.kind, at: event.at,
        sentence: narrator.sentence(recorded))
      turn.append((fact, event.cause, recorded.because, event.isInput))
      return true
    }
    guard let own = turn.last, own.fact.sequence == sequence else { return nil }
    var causes: [Fact] = []
    var wanted = own.because
    var next = own.cause
    while let found = turn.first(where: { $0.fact.sequence == next }) {
      causes.append(found.fact)
      wanted += found.because
      next = found.cause
    }
    let sequences = Array(Set(wanted)).sorted(by: >)
    let used = try facts(sequences.filter { $0 > base.lastSequence }, log, path, narrator)
    let beganWithTimer = !turn[0].isInput
    return Explanation(
      event: own.fact, causes: causes, beganWithTimer: beganWithTimer, used: used,
      inParent: sequences.filter { $0 <= base.lastSequence })
  }

  /// The newest derived event of an instrument at or before an instant, 0 when there is none.
  package static func newest(
    of instrument: String, at time: Timestamp, in log: any EventLog, path: String
  ) throws -> UInt64 {
    let history = try JournalHistory.readNodeEvents(log, path: path)
    let base = log.identity.base.lastSequence
    guard var page = try newestPage(begunBy: time, in: log, path: path) else { return 0 }
    // From the newest page that may hold it, one page back after another.
    while true {
      var newest: UInt64 = 0
      try RecordedEvents.forEach(
        in: log, path: path, from: page.firstSequence, to: page.lastSequence
      ) { recorded in
        guard recorded.event.at <= time else { return false }
        if !recorded.event.isInput, let id = recorded.instrument, history.name(of: id) == instrument
        {
          newest = recorded.event.sequence
        }
        return true
      }
      guard newest == 0, page.firstSequence > base + 1 else { return newest }
      page = try JournalWalk.header(holding: page.firstSequence - 1, of: log, path: path)
    }
  }

  /// The newest page whose first turn is not after an instant; nil when there is none.
  private static func newestPage(
    begunBy time: Timestamp, in log: any EventLog, path: String
  ) throws -> PageHeader? {
    guard let newest = try log.newestPage() else { return nil }
    var low = log.identity.base.lastSequence + 1
    var high = newest.key
    var found: PageHeader?
    while low <= high {
      let page = try JournalWalk.header(holding: low + (high - low) / 2, of: log, path: path)
      if page.firstAt <= time {
        found = page
        low = page.lastSequence + 1
      } else {
        high = page.firstSequence - 1
      }
    }
    return found
  }

  private static func firstOfTurn(
    of sequence: UInt64, _ log: any EventLog, _ path: String
  ) throws -> UInt64? {
    var found: UInt64?
    try JournalWalk.turns(of: log, path: path, from: sequence) { turn in
      guard turn.firstSequence <= sequence else { return false }
      if sequence < turn.firstSequence + UInt64(turn.frames.count) { found = turn.firstSequence }
      return found == nil
    }
    return found
  }

  private static func facts(
    _ sequences: [UInt64], _ log: any EventLog, _ path: String, _ narrator: Narrator
  ) throws -> [Fact] {
    var facts: [Fact] = []
    for sequence in sequences {
      try RecordedEvents.forEach(in: log, path: path, from: sequence, to: sequence) {
        recorded in
        facts.append(
          Fact(
            sequence: sequence, kind: recorded.event.body.kind, at: recorded.event.at,
            sentence: narrator.sentence(recorded)))
        return true
      }
    }
    return facts
  }
}
