package import Events
import Market

extension TurnEngine {
  // MARK: Verify and restore

  /// Decides a recorded turn again (`verify`) or hears it as it stands (`restore`).
  ///
  /// - Parameters:
  ///   - bytes: The frames of the turn's page.
  ///   - frames: The turn's frames.
  package mutating func replay(
    _ bytes: UnsafeRawBufferPointer, _ frames: [Frame], as mode: TurnMode
  ) throws(TurnFault) {
    self.mode = mode
    let first = frames[0]
    let sequence = position.lastSequence &+ 1
    let isNode = first.flags.contains(.node)
    let time = position.origin(isNode: isNode).adding(nanoseconds: first.atDelta)
    guard time.isValid else { throw .unreadable(sequence: sequence, .invalidTime) }
    guard time >= position.at else {
      throw .timeWentBack(sequence: sequence, from: position.at, to: time)
    }
    recorded.begin(bytes, frames)
    if first.flags.contains(.input) {
      try passTimers(through: time)
      guard difference == nil else { return }
      begin(at: time, isNode: isNode)
      try take(0)
      try dispatch()
    } else {
      try replayTimerTurn(at: time, sequence: sequence)
    }
    guard difference == nil else { return }
    if let untaken = recorded.firstUntaken {
      try note(recorded: untaken, replayed: nil, cause: causeOfRecorded(untaken))
      return
    }
    position.advance(events: frames.count, at: time, isNode: isNode)
    outbox.texts.removeAll()
  }

  /// Fires the timers due before a recorded input: none of them may speak, since none is recorded.
  private mutating func passTimers(through time: Timestamp) throws(TurnFault) {
    while let timer = timers.pop(through: time) {
      guard mode == .verify else { continue }
      begin(at: max(timer.due, position.at), isNode: false)
      rooms.wake(timer.name, timer.instrument, at: at, into: &outbox)
      if let said = outbox.said.first {
        try note(recorded: nil, replayed: said, cause: 0)
        return
      }
      outbox.clear()
    }
  }

  /// Fires the timers due up to a recorded timer turn; the one that speaks must be that turn.
  private mutating func replayTimerTurn(at time: Timestamp, sequence: UInt64) throws(TurnFault) {
    let kind = try recordedKind(0)
    guard let writer = kind.writer else { throw .unreadable(sequence: sequence, .badFlags) }
    while let timer = timers.pop(through: time) {
      begin(at: max(timer.due, position.at), isNode: false)
      rooms.wake(timer.name, timer.instrument, at: at, into: &outbox)
      let isIt = at == time && timer.name.room == writer
      if mode == .verify ? outbox.said.isEmpty : !isIt {
        outbox.clear()
        continue
      }
      guard at == time else {
        try note(recorded: nil, replayed: outbox.said.first, cause: 0)
        return
      }
      return try hearTimerTurn(by: timer.name.room)
    }
    begin(at: time, isNode: false)
    if mode == .verify {
      try note(recorded: 0, replayed: nil, cause: 0)
    } else {
      try hearTimerTurn(by: writer)
    }
  }

  private mutating func hearTimerTurn(by room: Room) throws(TurnFault) {
    try settle(room, cause: nil)
    guard difference == nil else { return }
    try hearOwnWords(room, from: 0)
    try spread(from: 0)
  }

  // MARK: Comparing

  mutating func compare(
    _ said: Said, with place: Int?, cause: Int?
  ) throws(TurnFault) {
    guard let place else {
      return try note(recorded: recorded.firstUntaken, replayed: said, cause: sequence(of: cause))
    }
    let frame = recorded.frames[place]
    let kind = try recordedKind(place)
    let sequence = position.lastSequence + 1 + UInt64(place)
    let minor = kind == said.body.kind ? frame.version.minor : said.body.kind.version.minor
    scratch.removeAll()
    scratch.append(
      head(minor: minor, cause: cause), because: try contentDistances(said, from: sequence),
      body: said.body, texts: outbox.texts)
    guard recorded.isSame(place, scratch.bytes) else {
      return try note(recorded: place, replayed: said, cause: self.sequence(of: cause))
    }
    recorded.markTaken(place)
    heard.append(
      Event(
        sequence: sequence, cause: self.sequence(of: cause), at: at, occurredAt: at, isInput: false,
        body: said.body))
  }

  func recordedKind(_ place: Int) throws(TurnFault) -> EventKind {
    do throws(CodecFault) {
      return try recorded.frames[place].knownKind()
    } catch {
      throw .unreadable(sequence: position.lastSequence + 1 + UInt64(place), error)
    }
  }

  private func causeOfRecorded(_ place: Int) -> UInt64 {
    let distance = UInt64(recorded.frames[place].causeDistance)
    return distance == 0 ? 0 : position.lastSequence + 1 + UInt64(place) - distance
  }

  /// Hears a recorded event as it stands.
  mutating func take(_ place: Int) throws(TurnFault) {
    let sequence = position.lastSequence + 1 + UInt64(place)
    do throws(CodecFault) {
      heard.append(
        try recorded.frames[place].event(
          in: recorded.bytes, sequence: sequence, at: at, texts: &outbox.texts))
    } catch {
      throw .unreadable(sequence: sequence, error)
    }
    recorded.markTaken(place)
  }

  mutating func note(
    recorded place: Int?, replayed said: Said?, cause: UInt64
  ) throws(TurnFault) {
    outbox.clear()
    var side: Difference.Side?
    if let place {
      let frame = recorded.frames[place]
      do throws(CodecFault) {
        let body = try frame.body(in: recorded.bytes, texts: &outbox.texts)
        side = Difference.Side(kind: body.kind, fields: body.readable(texts: outbox.texts))
      } catch {
        throw .unreadable(sequence: position.lastSequence + 1 + UInt64(place), error)
      }
    }
    difference = Difference(
      sequence: position.lastSequence + 1 + UInt64(place ?? heard.count), at: at, cause: cause,
      recorded: side,
      replayed: said.map {
        Difference.Side(kind: $0.body.kind, fields: $0.body.readable(texts: outbox.texts))
      })
  }
}
