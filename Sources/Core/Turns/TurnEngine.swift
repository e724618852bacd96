package import Events
import Market

/// Takes one input, or one recorded turn, through all rooms: the one definition of who hears what and
/// in which order.
///
/// A turn: timers that are due first, each a turn of its own; then TickIngest judges the input, and
/// unless it refused it, the rooms hear it in the order of `Room`. A room hears its own words at once;
/// the others hear them in the order in which they were said, until nobody has more to say.
///
/// Three ways, one code: *run* records what is said, *verify* compares it with the record byte for byte,
/// *restore* drops it and lets the rooms hear the record.
package struct TurnEngine<Rooms: RoomSet>: ~Copyable {
  package var rooms: Rooms
  package internal(set) var position = JournalPosition()
  /// The first place where verify found another answer than the recorded one.
  package internal(set) var difference: Difference?

  /// Texts of this turn's payloads; a caller interns those of an input here before `run`.
  package var texts: ByteBuffer {
    _read { yield outbox.texts }
    _modify { yield &outbox.texts }
  }

  var timers = TimerTable()
  var outbox = Outbox()
  /// Events of the turn so far, in the order said; the input itself is first.
  var heard: [Event] = []
  var record = TurnRecord()
  var scratch = ByteBuffer()
  var recorded = RecordedTurn()
  var mode = TurnMode.run
  var at = Timestamp.zero
  var isNodeTurn = false

  package init(_ rooms: Rooms) { self.rooms = rooms }

  /// An engine that goes on where another one stands: other holders of the same rooms.
  package init(_ rooms: Rooms, resuming other: borrowing TurnEngine<some RoomSet>) {
    self.rooms = rooms
    self.position = other.position
    self.timers = other.timers
  }

  /// The reason of the refusal that ended the last turn's input, as the schema names it.
  package var lastRefusal: String? {
    guard lastInputWasRefused else { return nil }
    return heard[1].body.readable(texts: outbox.texts).last?.text
  }

  /// Whether TickIngest refused the input of the turn that ended last.
  package var lastInputWasRefused: Bool { heard.count > 1 && heard[1].body.kind.isRejection }

  // MARK: Run

  /// Runs one input to its end and hands its turn, after those of the timers due before it, to the sink.
  ///
  /// - Parameter input: Its texts stand in `texts`, which the caller cleared before.
  package mutating func run(
    _ input: Input, into sink: inout some TurnSink & ~Copyable
  ) throws(TurnFault) {
    mode = .run
    let time = max(input.time, position.at)
    while let timer = timers.pop(through: time) {
      try fire(timer)
      if record.eventCount > 0 { finish(into: &sink) }
    }
    let kind = input.body.kind
    begin(at: time, isNode: kind.isNode)
    let head = FrameHead(
      minor: kind.version.minor, isNode: isNodeTurn,
      atDelta: time.nanoseconds &- position.origin(isNode: isNodeTurn).nanoseconds, at: time,
      input: input)
    record.frames.append(head, because: Because(), body: input.body, texts: outbox.texts)
    record.eventCount = 1
    record.isInput = true
    if case .instrumentListed = input.body { record.listsInstrument = true }
    heard.append(
      Event(
        sequence: position.lastSequence + 1, cause: 0, at: time, occurredAt: input.occurredAt,
        position: input.position, source: input.source, principal: input.principal, isInput: true,
        body: input.body))
    try dispatch()
    finish(into: &sink)
    outbox.texts.removeAll()
  }

  /// Lets a timer's room speak at the timer's time; `record` holds the turn, if it did.
  private mutating func fire(_ timer: TimerTable.Timer) throws(TurnFault) {
    begin(at: max(timer.due, position.at), isNode: false)
    rooms.wake(timer.name, timer.instrument, at: at, into: &outbox)
    let room = timer.name.room
    try settle(room, cause: nil)
    try hearOwnWords(room, from: 0)
    try spread(from: 0)
  }

  mutating func begin(at time: Timestamp, isNode: Bool) {
    at = time
    isNodeTurn = isNode
    heard.removeAll(keepingCapacity: true)
    record.frames.removeAll()
    record.firstSequence = position.lastSequence &+ 1
    record.eventCount = 0
    record.at = time
    record.isNode = isNode
    record.isInput = false
    record.listsInstrument = false
  }

  private mutating func finish(into sink: inout some TurnSink & ~Copyable) {
    position.advance(events: record.eventCount, at: at, isNode: isNodeTurn)
    sink.take(record)
  }

  // MARK: Hearing

  /// Lets every room hear the input and all that follows from it.
  mutating func dispatch() throws(TurnFault) {
    if heard[0].body.kind.hearers.contains(.tickIngest) {
      rooms.judge(heard[0], into: &outbox)
      if try refused() { return try spread(from: 1) }
    }
    try spread(from: 0)
  }

  /// Whether TickIngest refused the input, as the record says; it has then heard its own refusal.
  private mutating func refused() throws(TurnFault) -> Bool {
    if outbox.isEmpty && (mode == .run || recorded.isDone) { return false }
    try settle(.tickIngest, cause: 0, rejectionsOnly: true)
    guard difference == nil, heard.count > 1 else { return false }
    try hearOwnWords(.tickIngest, from: 1)
    return true
  }

  /// Lets the rooms hear, in turn order, every event from `start` on that is not their own word.
  mutating func spread(from start: Int) throws(TurnFault) {
    var index = start
    while true {
      while index < heard.count {
        let kind = heard[index].body.kind
        let hearers = kind.hearers
        let writer = kind.writer
        for room in Room.allCases where hearers.contains(room) && room != writer {
          let before = heard.count
          rooms.apply(room, heard[index], into: &outbox)
          if outbox.isEmpty && (mode == .run || recorded.isDone) { continue }
          try settle(room, cause: index)
          guard difference == nil else { return }
          try hearOwnWords(room, from: before)
          guard difference == nil else { return }
        }
        index += 1
      }
      // Under other rules a recorded event may have no one left to say it: it is a fact all the same.
      guard mode == .restore, let untaken = recorded.firstUntaken else { return }
      let before = heard.count
      try take(untaken)
      if let writer = heard[before].body.kind.writer { try hearOwnWords(writer, from: before) }
    }
  }

  /// Lets a room hear what it has just said, and what it says to that, before anyone else does.
  mutating func hearOwnWords(_ room: Room, from start: Int) throws(TurnFault) {
    var index = start
    while index < heard.count {
      rooms.apply(room, heard[index], into: &outbox)
      if !outbox.isEmpty || (mode != .run && !recorded.isDone) {
        try settle(room, cause: index)
        guard difference == nil else { return }
      }
      index += 1
    }
  }

  /// Turns what a room said while hearing one event into events of the turn.
  ///
  /// - Parameter cause: Place of the event that was heard, nil for a timer.
  mutating func settle(
    _ room: Room, cause: Int?, rejectionsOnly: Bool = false
  ) throws(TurnFault) {
    for command in outbox.timers { timers.obey(command, now: at) }
    switch mode {
    case .run:
      for said in outbox.said { try recordWord(said, of: room, cause: cause) }
    case .verify:
      var next = 0
      while difference == nil {
        let place = recorded.nextUntaken(
          cause: causeInTurn(cause), writer: room, rejectionsOnly: rejectionsOnly, mayJump: false)
        guard next < outbox.said.count else {
          if let place { try note(recorded: place, replayed: nil, cause: sequence(of: cause)) }
          break
        }
        try compare(outbox.said[next], with: place, cause: cause)
        next += 1
      }
    case .restore:
      while let place = recorded.nextUntaken(
        cause: causeInTurn(cause), writer: room, rejectionsOnly: rejectionsOnly, mayJump: true)
      { try take(place) }
    }
    outbox.clear()
  }

  // MARK: Recording

  private mutating func recordWord(
    _ said: Said, of room: Room, cause: Int?
  ) throws(TurnFault) {
    let kind = said.body.kind
    guard kind.writer == room else { throw .notItsWord(kind, room) }
    guard !isNodeTurn else { throw .nodeTurnSpoke(kind) }
    guard cause != nil || heard.isEmpty else { throw .timerSaidMore(room) }
    guard record.eventCount < TurnRecord.mostEvents, record.frames.count < TurnRecord.mostBytes
    else { throw .runaway(cycle: heard.suffix(8).map(\.body.kind)) }
    let sequence = record.firstSequence + UInt64(record.eventCount)
    let distances = try contentDistances(said, from: sequence)
    record.frames.append(
      head(minor: kind.version.minor, cause: cause), because: distances, body: said.body,
      texts: outbox.texts)
    record.eventCount += 1
    heard.append(
      Event(
        sequence: sequence, cause: self.sequence(of: cause), at: at, occurredAt: at, isInput: false,
        body: said.body))
  }

  func head(minor: UInt16, cause: Int?) -> FrameHead {
    let place = UInt64(heard.count)
    let isFirst = heard.isEmpty
    return FrameHead(
      minor: minor, isFirst: isFirst, isNode: isNodeTurn,
      atDelta: at.nanoseconds &- position.origin(isNode: isNodeTurn).nanoseconds,
      causeDistance: isFirst ? 0 : UInt32(place - (causeInTurn(cause) ?? 0)))
  }

  /// Place in the turn, from 0, of the event that was heard.
  func causeInTurn(_ cause: Int?) -> UInt64? {
    cause.map { heard[$0].sequence &- position.lastSequence &- 1 }
  }

  func sequence(of cause: Int?) -> UInt64 { cause.map { heard[$0].sequence } ?? 0 }

  /// The facts a word names, as distances in content events.
  func contentDistances(_ said: Said, from sequence: UInt64) throws(TurnFault) -> Because {
    guard said.because.count > 0 else { return said.because }
    let own = position.contentOrdinal(of: sequence)
    var distances = Because()
    for index in 0..<said.because.count {
      let fact = said.because[index]
      guard fact < sequence, position.contentOrdinal(of: fact) > 0 else {
        throw .badReference(said.body.kind, fact)
      }
      distances.add(own - position.contentOrdinal(of: fact))
    }
    return distances
  }
}
