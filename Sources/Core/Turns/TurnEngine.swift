public import Events
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
public struct TurnEngine<Rooms: RoomSet>: ~Copyable {
  public var rooms: Rooms
  public internal(set) var position = JournalPosition()
  /// The first place where verify found another answer than the recorded one.
  public internal(set) var difference: Difference?
  /// The same as a plain bit, which the loop asks at every step.
  var isDifferent = false

  var timers = TimerTable()
  var outbox = Outbox()
  /// Derived events of the turn so far, in the order said.
  var heard: [Event] = []
  var record = TurnRecord()
  var scratch = ByteBuffer()
  var recorded = RecordedTurn()
  var mode = TurnMode.run
  var at = Timestamp.zero
  var isNodeTurn = false

  public init(_ rooms: Rooms) { self.rooms = rooms }

  /// An engine that goes on where another one stands: other holders of the same rooms.
  public init(_ rooms: Rooms, resuming other: borrowing TurnEngine<some RoomSet>) {
    self.rooms = rooms
    self.position = other.position
    self.timers = other.timers
  }

  /// The reason of the refusal that ended the last turn's input, as the schema names it.
  public var lastRefusal: String? {
    guard lastInputWasRefused else { return nil }
    return heard[0].body.readable(texts: outbox.texts).last?.text
  }

  /// Whether TickIngest refused the input of the turn that ended last.
  public var lastInputWasRefused: Bool { !heard.isEmpty && heard[0].body.kind.isRejection }

  // MARK: Run

  /// Runs one input to its end and hands its turn, after those of the timers due before it, to the sink.
  ///
  public mutating func run(
    _ input: Input, into sink: inout some TurnSink & ~Copyable
  ) throws(TurnFault) {
    mode = .run
    // First of all: the handles of the input's body count from the beginning of the side buffer.
    outbox.texts.removeAll()
    outbox.texts.append(input.texts)
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
    record.eventCount = 1
    record.isInput = true
    var isHeard = false
    if let quote = OrdinaryQuote(input.body) {
      record.frames.append(head, quoteOf: quote.instrument, bid: quote.bid, ask: quote.ask)
      isHeard = hearQuietly(
        quote.instrument, bid: quote.bid, ask: quote.ask, at: input.occurredAt)
    } else {
      record.frames.append(head, because: Because(), body: input.body, texts: outbox.texts)
      if case .instrumentListed = input.body { record.listsInstrument = true }
    }
    if !isHeard {
      try dispatch(
        Event(
          sequence: position.lastSequence + 1, cause: 0, at: time, occurredAt: input.occurredAt,
          position: input.position, source: input.source, principal: input.principal, isInput: true,
          body: input.body))
    }
    finish(into: &sink)
    outbox.texts.removeAll()
  }

  /// Lets the rooms take an ordinary quote of the turn at `at` that nobody answers, and obeys the timers
  /// it sets.
  ///
  /// - Returns: False, and nothing is changed, when a room might speak.
  @inline(__always)
  mutating func hearQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp
  ) -> Bool {
    guard rooms.hearQuietly(instrument, bid: bid, ask: ask, at: stamp, into: &outbox) else {
      return false
    }
    if !outbox.timers.isEmpty {
      obeyTimers()
      outbox.clear()
    }
    return true
  }

  /// Lets a timer's room speak at the timer's time; `record` holds the turn, if it did.
  private mutating func fire(_ timer: TimerTable.Timer) throws(TurnFault) {
    wake(timer)
    let room = timer.name.room
    try settle(room, cause: nil)
    try hearOwnWords(room, from: 0)
    try spread()
  }

  mutating func wake(_ timer: TimerTable.Timer) {
    begin(at: max(timer.due, position.at), isNode: false)
    rooms.wake(timer.name, timer.instrument, at: at, into: &outbox)
  }

  /// Run, verify and restore alike.
  mutating func obeyTimers() {
    for place in outbox.timers.indices { timers.obey(outbox.timers[place], now: at) }
  }

  mutating func begin(at time: Timestamp, isNode: Bool) {
    at = time
    isNodeTurn = isNode
    if !heard.isEmpty { heard.removeAll(keepingCapacity: true) }
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

  /// Whether the room that has just heard left nothing to do.
  private var isQuiet: Bool {
    @inline(__always) get { outbox.isEmpty && (mode == .run || recorded.isDone) }
  }

  /// Lets every room hear the input and all that follows from it.
  mutating func dispatch(_ input: borrowing Event) throws(TurnFault) {
    let hearers = input.body.kind.hearers
    if hearers.contains(.tickIngest) {
      rooms.judge(input, into: &outbox)
      if !isQuiet, try isRefused(input.sequence) { return try spread() }
    }
    try deliver(input, to: hearers)
    if !heard.isEmpty || mode == .restore { try spread() }
  }

  /// Whether TickIngest refused the input, as the record says; it has then heard its own refusal.
  private mutating func isRefused(_ input: UInt64) throws(TurnFault) -> Bool {
    try settle(.tickIngest, cause: input, rejectionsOnly: true)
    guard !isDifferent, !heard.isEmpty else { return false }
    try hearOwnWords(.tickIngest, from: 0)
    return true
  }

  /// Lets rooms hear one event, in their order; each hears its own words before the next room hears.
  private mutating func deliver(
    _ event: borrowing Event, to hearers: Hearers
  ) throws(TurnFault) {
    guard !isDifferent else { return }
    var waiting = hearers.rawValue
    while waiting != 0 {
      guard let room = Room(rawValue: UInt8(waiting.trailingZeroBitCount)) else { return }
      waiting &= waiting &- 1
      rooms.apply(room, event, into: &outbox)
      if isQuiet { continue }
      let before = heard.count
      try settle(room, cause: event.sequence)
      guard !isDifferent else { return }
      try hearOwnWords(room, from: before)
      guard !isDifferent else { return }
    }
  }

  /// Lets the rooms hear, in turn order, every derived event that is not their own word.
  mutating func spread() throws(TurnFault) {
    var index = 0
    while !isDifferent {
      while index < heard.count {
        let event = heard[index]
        let kind = event.body.kind
        let own: UInt16 = kind.writer.map { 1 << UInt16($0.rawValue) } ?? 0
        try deliver(event, to: Hearers(rawValue: kind.hearers.rawValue & ~own))
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
      let event = heard[index]
      rooms.apply(room, event, into: &outbox)
      if !isQuiet {
        try settle(room, cause: event.sequence)
        guard !isDifferent else { return }
      }
      index += 1
    }
  }

  /// Turns what a room said while hearing one event into events of the turn.
  ///
  /// - Parameter cause: The event that was heard, nil for a timer.
  mutating func settle(
    _ room: Room, cause: UInt64?, rejectionsOnly: Bool = false
  ) throws(TurnFault) {
    obeyTimers()
    switch mode {
    case .run:
      // By their places: a list that is walked is held meanwhile, at the cost of two counts.
      for place in outbox.said.indices {
        try recordWord(outbox.said[place], of: room, cause: cause)
      }
    case .verify:
      var next = 0
      while !isDifferent {
        let place = recorded.nextUntaken(
          cause: placeInTurn(cause), writer: room, rejectionsOnly: rejectionsOnly, mayJump: false)
        guard next < outbox.said.count else {
          if let place { try note(recorded: place, replayed: nil, cause: cause ?? 0) }
          break
        }
        try compare(outbox.said[next], with: place, cause: cause)
        next += 1
      }
    case .restore:
      while let place = recorded.nextUntaken(
        cause: placeInTurn(cause), writer: room, rejectionsOnly: rejectionsOnly, mayJump: true)
      { try take(place) }
    }
    outbox.clear()
  }

  // MARK: Recording

  private mutating func recordWord(
    _ said: Said, of room: Room, cause: UInt64?
  ) throws(TurnFault) {
    let kind = said.body.kind
    guard kind.writer == room else { throw .notItsWord(kind, room) }
    guard !isNodeTurn else { throw .nodeTurnSpoke(kind) }
    guard cause != nil || heard.isEmpty else { throw .timerSaidMore(room) }
    let sequence = record.firstSequence + UInt64(record.eventCount)
    let distances = try contentDistances(said, from: sequence)
    record.frames.append(
      head(minor: kind.version.minor, sequence: sequence, cause: cause), because: distances,
      body: said.body,
      texts: outbox.texts)
    record.eventCount += 1
    guard record.eventCount <= TurnRecord.mostEvents, record.frames.count <= TurnRecord.mostBytes
    else { throw .runaway(cycle: heard.suffix(8).map(\.body.kind)) }
    heard.append(
      Event(
        sequence: sequence, cause: cause ?? 0, at: at, occurredAt: at, isInput: false,
        body: said.body))
  }

  func head(minor: UInt16, sequence: UInt64, cause: UInt64?) -> FrameHead {
    FrameHead(
      minor: minor, isFirst: cause == nil, isNode: isNodeTurn,
      atDelta: at.nanoseconds &- position.origin(isNode: isNodeTurn).nanoseconds,
      causeDistance: cause.map { UInt32(sequence - $0) } ?? 0)
  }

  /// Place in the turn, from 0, of an event.
  func placeInTurn(_ sequence: UInt64?) -> UInt64? {
    sequence.map { $0 &- position.lastSequence &- 1 }
  }

  /// The facts a word names, as distances in content events.
  func contentDistances(_ said: Said, from sequence: UInt64) throws(TurnFault) -> Because {
    guard said.because.count > 0 else { return said.because }
    let own = position.contentOrdinal(of: sequence)
    var distances = Because()
    for index in 0..<said.because.count {
      let fact = said.because[index]
      guard fact < sequence, position.isContent(fact) else {
        throw .badReference(said.body.kind, fact)
      }
      distances.add(own - position.contentOrdinal(of: fact))
    }
    return distances
  }
}
