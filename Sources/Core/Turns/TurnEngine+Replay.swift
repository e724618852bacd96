public import Events
import Market

extension TurnEngine {
  // MARK: Verify and restore

  /// Decides a recorded turn again (`verify`) or hears it as it stands (`restore`); behind a
  /// difference it does neither.
  ///
  /// - Parameters:
  ///   - bytes: The frames of the turn's page.
  ///   - frames: The turn's frames.
  public mutating func replay(
    _ bytes: UnsafeRawBufferPointer, _ frames: [Frame], as mode: TurnMode
  ) throws(TurnFault) {
    guard !isDifferent else { return }
    recorded.begin(bytes)
    for frame in frames { recorded.append(frame) }
    try replayGathered(as: mode)
  }

  /// The same for the turn whose frames `recorded` holds.
  mutating func replayGathered(as mode: TurnMode) throws(TurnFault) {
    self.mode = mode
    let first = recorded.frame(0)
    let sequence = position.lastSequence &+ 1
    let isNode = first.flags.isNode
    let time = position.origin(isNode: isNode).adding(nanoseconds: first.atDelta)
    guard time.isValid else { throw .unreadable(sequence: sequence, .invalidTime) }
    guard time >= position.at else {
      throw .timeWentBack(sequence: sequence, from: position.at, to: time)
    }
    if first.flags.isInput {
      try passTimers(through: time)
      guard !isDifferent else { return }
      begin(at: time, isNode: isNode)
      recorded.markTaken(0)
      try dispatch(try recordedEvent(0))
    } else {
      try replayTimerTurn(at: time, sequence: sequence)
    }
    guard !isDifferent else { return }
    if let untaken = recorded.firstUntaken {
      try note(recorded: untaken, replayed: nil, cause: causeOfRecorded(untaken))
      return
    }
    position.advance(events: recorded.frames.count, at: time, isNode: isNode)
    outbox.arena.removeAll()
  }

  /// Fires the timers due before a recorded input: none of them may speak, since none is recorded.
  private mutating func passTimers(through time: Timestamp) throws(TurnFault) {
    while let timer = timers.pop(through: time) {
      wake(timer)
      if mode == .verify, let emitted = outbox.emitted.first {
        try note(recorded: nil, replayed: emitted, cause: 0)
        return
      }
      passOver()
    }
  }

  /// Goes on after a timer whose event was not recorded: it changes nothing but timers.
  private mutating func passOver() {
    obeyTimers()
    outbox.clear()
  }

  /// Fires the timers due up to a recorded timer turn; the one that speaks must be that turn.
  private mutating func replayTimerTurn(at time: Timestamp, sequence: UInt64) throws(TurnFault) {
    let first = try recordedBody(0)
    guard let writer = first.kind.writer else { throw .unreadable(sequence: sequence, .badFlags) }
    while let timer = timers.pop(through: time) {
      wake(timer)
      let isIt =
        at == time && timer.name.begins(with: first.kind)
        && (!timer.name.isPerInstrument
          || timer.instrument == first.instrument(arena: outbox.arena) ?? timer.instrument)
      if mode == .verify ? outbox.emitted.isEmpty : !isIt {
        passOver()
        continue
      }
      guard at == time else {
        try note(recorded: nil, replayed: outbox.emitted.first, cause: 0)
        return
      }
      return try replayTimerEvents(by: timer.name.actor)
    }
    begin(at: time, isNode: false)
    if mode == .verify {
      try note(recorded: 0, replayed: nil, cause: 0)
    } else {
      try replayTimerEvents(by: writer)
    }
  }

  private mutating func replayTimerEvents(by actor: ActorName) throws(TurnFault) {
    try settle(actor, cause: nil)
    guard !isDifferent else { return }
    try applyOwn(actor, from: 0)
    try spread()
  }

  // MARK: Comparing

  mutating func compare(
    _ emitted: Emitted, with place: Int?, cause: UInt64?
  ) throws(TurnFault) {
    guard let place else {
      return try note(recorded: recorded.firstUntaken, replayed: emitted, cause: cause ?? 0)
    }
    let frame = recorded.frame(place)
    let kind = try recordedKind(place)
    let sequence = position.lastSequence + 1 + UInt64(place)
    let minor = kind == emitted.body.kind ? frame.version.minor : emitted.body.kind.version.minor
    scratch.removeAll()
    scratch.append(
      head(minor: minor, sequence: sequence, cause: cause),
      because: try contentDistances(emitted, from: sequence),
      body: emitted.body, arena: outbox.arena)
    guard recorded.isSame(place, scratch.bytes) else {
      return try note(recorded: place, replayed: emitted, cause: cause ?? 0)
    }
    recorded.markTaken(place)
    derived.append(
      Event(
        sequence: sequence, cause: cause ?? 0, at: at, occurredAt: at, isInput: false,
        body: emitted.body))
  }

  private mutating func recordedBody(_ place: Int) throws(TurnFault) -> EventBody {
    do throws(CodecFault) {
      return try recorded.frame(place).body(in: recorded.bytes, arena: &outbox.arena)
    } catch {
      throw .unreadable(sequence: position.lastSequence + 1 + UInt64(place), error)
    }
  }

  func recordedKind(_ place: Int) throws(TurnFault) -> EventKind {
    do throws(CodecFault) {
      return try recorded.frame(place).knownKind()
    } catch {
      throw .unreadable(sequence: position.lastSequence + 1 + UInt64(place), error)
    }
  }

  private func causeOfRecorded(_ place: Int) -> UInt64 {
    let distance = UInt64(recorded.frame(place).causeDistance)
    return distance == 0 ? 0 : position.lastSequence + 1 + UInt64(place) - distance
  }

  /// Takes a recorded event as it stands.
  mutating func take(_ place: Int) throws(TurnFault) {
    derived.append(try recordedEvent(place))
    recorded.markTaken(place)
  }

  private mutating func recordedEvent(_ place: Int) throws(TurnFault) -> Event {
    let sequence = position.lastSequence + 1 + UInt64(place)
    do throws(CodecFault) {
      return try recorded.frame(place).event(
        in: recorded.bytes, sequence: sequence, at: at, arena: &outbox.arena)
    } catch {
      throw .unreadable(sequence: sequence, error)
    }
  }

  mutating func note(
    recorded place: Int?, replayed emitted: Emitted?, cause: UInt64
  ) throws(TurnFault) {
    outbox.clear()
    var side: Difference.Side?
    if let place {
      let body = try recordedBody(place)
      side = Difference.Side(
        kind: body.kind, cause: causeOfRecorded(place), because: factsOfRecorded(place),
        fields: body.readable(arena: outbox.arena))
    }
    isDifferent = true
    difference = Difference(
      sequence: position.lastSequence + 1 + UInt64(place ?? recorded.takenCount), at: at,
      cause: cause,
      recorded: side,
      replayed: emitted.map { emitted in
        Difference.Side(
          kind: emitted.body.kind, cause: cause,
          because: (0..<emitted.because.count).map { emitted.because[$0] },
          fields: emitted.body.readable(arena: outbox.arena))
      })
  }

  /// Sequences of the facts that a recorded event names.
  private func factsOfRecorded(_ place: Int) -> [UInt64] {
    let own = position.contentOrdinal(of: position.lastSequence + 1 + UInt64(place))
    return recorded.frame(place).becauseDistances(in: recorded.bytes).map {
      position.sequence(ofContent: own - min(own, $0))
    }
  }
}
