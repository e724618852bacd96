public import Events
import Market

/// Takes one input, or one recorded turn, through all reducers: the one definition of who receives what and
/// in which order.
///
/// A turn: timers that are due first, each a turn of its own; then TickIngest judges the input, and
/// unless it refused it, the actors receive it in the order of `ActorName`. An actor receives its own events at once;
/// the others apply them in the order in which they were emitted, until nobody has more to emit.
///
/// Three ways, one code: *run* records what is emitted, *verify* compares it with the record byte for byte,
/// *restore* drops it and lets the actors receive the record.
public struct TurnEngine<Group: ReducerSet>: ~Copyable {
  public var reducers: Group
  public internal(set) var position = JournalPosition()
  /// The first place where verify found another answer than the recorded one.
  public internal(set) var difference: Difference?
  /// The same as a plain bit, which the loop asks at every step.
  var isDifferent = false

  var timers = TimerTable()
  var outbox = Outbox()
  /// Derived events of the turn so far, in the order emitted.
  var derived: [Event] = []
  var record = TurnRecord()
  var scratch = ByteBuffer()
  var recorded = RecordedTurn()
  var mode = TurnMode.run
  var at = Timestamp.zero
  var isNodeTurn = false

  public init(_ reducers: Group) { self.reducers = reducers }

  /// An engine that stands, between two turns, where another one does.
  public init(copying other: borrowing TurnEngine) {
    reducers = other.reducers
    position = other.position
    timers = other.timers
  }

  /// The reason of the refusal that ended the last turn's input, as the schema names it.
  public var lastRefusal: String? {
    guard lastInputWasRefused else { return nil }
    return derived[0].body.readable(arena: outbox.arena).last?.text
  }

  /// Whether TickIngest refused the input of the turn that ended last.
  public var lastInputWasRefused: Bool { !derived.isEmpty && derived[0].body.kind.isRefusal }

  // MARK: Run

  /// Runs one input to its end and hands its turn, after those of the timers due before it, to the sink.
  ///
  public mutating func run(
    _ input: Input, into sink: inout some TurnSink & ~Copyable
  ) throws(TurnFault) {
    mode = .run
    // First of all: the handles of the input's body count from the beginning of the side buffer.
    outbox.arena.removeAll()
    outbox.arena.append(input.arena)
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
    if let quote = singleQuote(input, at: time), reducers.admits(quote) {
      record.frames.append(head, quoteOf: quote.instrument, bid: quote.bid, ask: quote.ask)
      try dispatch(quote: quote)
    } else {
      record.frames.append(head, because: Because(), body: input.body, arena: outbox.arena)
      if case .instrumentListed = input.body { record.listsInstrument = true }
      try dispatch(
        Event(
          sequence: position.lastSequence + 1, cause: 0, at: time, occurredAt: input.occurredAt,
          position: input.position, source: input.source, principal: input.principal, isInput: true,
          body: input.body))
    }
    finish(into: &sink)
    outbox.arena.removeAll()
  }

  /// The quote of an input that has a bid and an ask and nothing else; nil for any other.
  @inline(__always)
  private func singleQuote(_ input: borrowing Input, at time: Timestamp) -> Quote? {
    guard case .tickReceived(let tick) = input.body, let bid = tick.bid, let ask = tick.ask,
      tick.firstMid == nil, tick.lowMid == nil, tick.highMid == nil, tick.merged == nil,
      tick.fromCandle == nil
    else { return nil }
    return Quote(
      instrument: tick.instrument, bid: bid.micros, ask: ask.micros, at: time,
      occurredAt: input.occurredAt, sequence: position.lastSequence &+ 1,
      position: input.position, source: input.source, principal: input.principal)
  }

  /// Lets a timer's actor speak at the timer's time; `record` holds the turn, if it did.
  private mutating func fire(_ timer: TimerTable.Timer) throws(TurnFault) {
    wake(timer)
    let actor = timer.name.actor
    try settle(actor, cause: nil)
    try applyOwn(actor, from: 0)
    try spread()
  }

  mutating func wake(_ timer: TimerTable.Timer) {
    begin(at: max(timer.due, position.at), isNode: false)
    reducers.wake(timer.name, timer.instrument, at: at, into: &outbox)
  }

  /// Run, verify and restore alike.
  mutating func obeyTimers() {
    for place in outbox.timers.indices { timers.obey(outbox.timers[place], now: at) }
  }

  mutating func begin(at time: Timestamp, isNode: Bool) {
    at = time
    isNodeTurn = isNode
    if !derived.isEmpty { derived.removeAll(keepingCapacity: true) }
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

  // MARK: Delivering

  /// Whether the actor that has just applied left nothing to do.
  private var isIdle: Bool {
    @inline(__always) get { outbox.isEmpty && (mode == .run || recorded.isDone) }
  }

  /// Lets every actor apply the input and all that follows from it.
  mutating func dispatch(_ input: borrowing Event) throws(TurnFault) {
    let subscribers = input.body.kind.subscribers
    if subscribers.contains(.ingest) {
      reducers.judge(input, into: &outbox)
      if !isIdle, try isRefused(input.sequence) { return try spread() }
    }
    try deliver(input, to: subscribers)
    if !derived.isEmpty || mode == .restore { try spread() }
  }

  /// Gives an admitted quote of the turn at `at` to its subscribers; an event of it is made only once
  /// one of them emits.
  @inline(__always)
  mutating func dispatch(quote: Quote) throws(TurnFault) {
    if let emitter = reducers.apply(quote: quote, into: &outbox) {
      try goOn(with: quote.event, behind: emitter)
    } else if !outbox.timers.isEmpty {
      obeyTimers()
      outbox.clear()
    }
  }

  /// Goes on with a turn whose quote a reducer has answered.
  @inline(never)
  private mutating func goOn(
    with event: Event, behind emitter: ActorName
  ) throws(TurnFault) {
    try settle(emitter, cause: event.sequence)
    guard !isDifferent else { return }
    try applyOwn(emitter, from: 0)
    guard !isDifferent else { return }
    try deliver(event, to: event.body.kind.subscribers.behind(emitter))
    if !derived.isEmpty || mode == .restore { try spread() }
  }

  /// Whether TickIngest refused the input, as the record emits; it has then applied its own refusal.
  private mutating func isRefused(_ input: UInt64) throws(TurnFault) -> Bool {
    try settle(.ingest, cause: input, rejectionsOnly: true)
    guard !isDifferent, !derived.isEmpty else { return false }
    try applyOwn(.ingest, from: 0)
    return true
  }

  /// Lets actors receive one event, in their order; each receives its own events before the next actor receives.
  private mutating func deliver(
    _ event: borrowing Event, to subscribers: Subscribers
  ) throws(TurnFault) {
    guard !isDifferent else { return }
    var waiting = subscribers.rawValue
    while waiting != 0 {
      guard let actor = ActorName(rawValue: UInt8(waiting.trailingZeroBitCount)) else { return }
      waiting &= waiting &- 1
      reducers.apply(actor, event, into: &outbox)
      if isIdle { continue }
      let before = derived.count
      try settle(actor, cause: event.sequence)
      guard !isDifferent else { return }
      try applyOwn(actor, from: before)
      guard !isDifferent else { return }
    }
  }

  /// Lets the actors receive, in turn order, every derived event that is not their own event.
  mutating func spread() throws(TurnFault) {
    var index = 0
    while !isDifferent {
      while index < derived.count {
        let event = derived[index]
        let kind = event.body.kind
        try deliver(event, to: kind.subscribers.without(kind.writer))
        index += 1
      }
      // Under other rules a recorded event may have no one left to emit it: it is a fact all the same.
      guard mode == .restore, let untaken = recorded.firstUntaken else { return }
      let before = derived.count
      try take(untaken)
      if let writer = derived[before].body.kind.writer { try applyOwn(writer, from: before) }
    }
  }

  /// Lets an actor apply what it has just emitted, and what it emits to that, before anyone else does.
  mutating func applyOwn(_ actor: ActorName, from start: Int) throws(TurnFault) {
    var index = start
    while index < derived.count {
      let event = derived[index]
      reducers.apply(actor, event, into: &outbox)
      if !isIdle {
        try settle(actor, cause: event.sequence)
        guard !isDifferent else { return }
      }
      index += 1
    }
  }

  /// Turns what an actor emitted while applying one event into events of the turn.
  ///
  /// - Parameter cause: The event that was applied, nil for a timer.
  mutating func settle(
    _ actor: ActorName, cause: UInt64?, rejectionsOnly: Bool = false
  ) throws(TurnFault) {
    obeyTimers()
    switch mode {
    case .run:
      // By their places: a list that is walked is held meanwhile, at the cost of two counts.
      for place in outbox.emitted.indices {
        try recordEvent(outbox.emitted[place], of: actor, cause: cause)
      }
    case .verify:
      var next = 0
      while !isDifferent {
        let place = recorded.nextUntaken(
          cause: placeInTurn(cause), writer: actor, rejectionsOnly: rejectionsOnly, mayJump: false)
        guard next < outbox.emitted.count else {
          if let place { try note(recorded: place, replayed: nil, cause: cause ?? 0) }
          break
        }
        try compare(outbox.emitted[next], with: place, cause: cause)
        next += 1
      }
    case .restore:
      while let place = recorded.nextUntaken(
        cause: placeInTurn(cause), writer: actor, rejectionsOnly: rejectionsOnly, mayJump: true)
      { try take(place) }
    }
    outbox.clear()
  }

  // MARK: Recording

  private mutating func recordEvent(
    _ emitted: Emitted, of actor: ActorName, cause: UInt64?
  ) throws(TurnFault) {
    let kind = emitted.body.kind
    guard kind.writer == actor else { throw .notItsEvent(kind, actor) }
    guard !isNodeTurn else { throw .nodeTurnEmitted(kind) }
    guard cause != nil || derived.isEmpty else { throw .timerEmittedMore(actor) }
    let sequence = record.firstSequence + UInt64(record.eventCount)
    let distances = try contentDistances(emitted, from: sequence)
    record.frames.append(
      head(minor: kind.version.minor, sequence: sequence, cause: cause), because: distances,
      body: emitted.body,
      arena: outbox.arena)
    record.eventCount += 1
    guard record.eventCount <= TurnRecord.mostEvents, record.frames.count <= TurnRecord.mostBytes
    else { throw .runaway(cycle: derived.suffix(8).map(\.body.kind)) }
    derived.append(
      Event(
        sequence: sequence, cause: cause ?? 0, at: at, occurredAt: at, isInput: false,
        body: emitted.body))
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

  /// The facts a event names, as distances in content events.
  func contentDistances(_ emitted: Emitted, from sequence: UInt64) throws(TurnFault) -> Because {
    guard emitted.because.count > 0 else { return emitted.because }
    let own = position.contentOrdinal(of: sequence)
    var distances = Because()
    for index in 0..<emitted.because.count {
      let fact = emitted.because[index]
      guard fact < sequence, position.isContent(fact) else {
        throw .badReference(emitted.body.kind, fact)
      }
      distances.add(own - position.contentOrdinal(of: fact))
    }
    return distances
  }
}
