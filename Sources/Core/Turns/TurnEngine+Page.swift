public import Events
import Market

/// What pages came to while they were replayed.
public struct ReplayCounts: Sendable {
  public var turns: UInt64 = 0
  public var events: UInt64 = 0
  /// Events decided again and compared.
  public var verified: UInt64 = 0
  /// Facts taken from feeds among them.
  public var verifiedInputs: UInt64 = 0
  /// Facts taken from feeds.
  public var inputs: UInt64 = 0
  /// Rows and quotes refused.
  public var rejected: UInt64 = 0
  /// Last row taken of each source, by its number.
  public var positions: [Int64] = []

  public init() {}

  /// Counts an input of a feed.
  @inline(__always) public mutating func take(from source: UInt16, position: Int64) {
    inputs &+= 1
    let source = Int(source)
    if source >= positions.count {
      positions += [Int64](repeating: 0, count: source + 1 - positions.count)
    }
    if position > positions[source] { positions[source] = position }
  }

  @inline(__always) fileprivate mutating func take(_ frame: borrowing Frame) {
    take(from: frame.source, position: frame.position)
    let kind = frame.kind
    if kind == EventKind.rowRejected.rawValue || kind == EventKind.commandUnreadable.rawValue {
      rejected &+= 1
    }
  }
}

extension TurnEngine {
  /// Replays the turns of one page in order, until a difference shows or `last` is passed.
  ///
  /// Most turns are one quote that nobody answers: the reducers take it where it lies, with no event made of
  /// it. What they leave goes the general way, which comes to the same.
  ///
  /// - Parameters:
  ///   - page: The page's frames. They must outlive the call.
  ///   - first: First event to verify; turns that end before it are restored.
  ///   - last: Last event to replay.
  ///   - onNode: Told of every turn of the node's own events, before it is replayed.
  /// - Returns: Whether replay may go on behind this page.
  public mutating func replay(
    page bytes: UnsafeRawBufferPointer, verifyingFrom first: UInt64, through last: UInt64,
    counts: inout ReplayCounts,
    onNode: (_ frames: [Frame], _ sequence: UInt64) throws(CodecFault) -> Void
  ) throws(TurnFault) -> Bool {
    guard !isDifferent else { return false }
    var offset = 0
    while offset < bytes.count {
      let sequence = position.lastSequence &+ 1
      guard sequence <= last else { return false }
      if let quote = QuoteFrame(bytes, at: offset),
        try replay(quote, as: sequence >= first ? .verify : .restore)
      {
        offset = quote.end
        counts.take(from: quote.source, position: quote.position)
        counts.turns &+= 1
        counts.events &+= 1
        if sequence >= first {
          counts.verified &+= 1
          counts.verifiedInputs &+= 1
        }
        guard !isDifferent else { return false }
        continue
      }
      try replayTurn(
        bytes, &offset, sequence, verifyingFrom: first, counts: &counts, onNode: onNode)
      guard !isDifferent else { return false }
    }
    return true
  }

  /// Replays a turn of one quote in place.
  ///
  /// - Returns: False, and nothing is changed, when a timer is due before it, or TickIngest refuses it today.
  @inline(__always)
  private mutating func replay(
    _ frame: borrowing QuoteFrame, as mode: TurnMode
  ) throws(TurnFault) -> Bool {
    let time = position.contentAt.adding(nanoseconds: frame.atDelta)
    let occurred = time.adding(nanoseconds: 0 &- frame.occurredLag)
    guard time >= position.at, time.isValid, occurred.isValid, timers.earliest > time.nanoseconds
    else { return false }
    let quote = Quote(
      instrument: InstrumentID(frame.instrument), bid: frame.bid, ask: frame.ask, at: time,
      occurredAt: occurred, sequence: position.lastSequence &+ 1, position: frame.position,
      source: frame.source)
    guard reducers.admits(quote) else { return false }
    beginLone(at: time, as: mode)
    try dispatch(quote: quote)
    guard !isDifferent else { return true }
    position.advance(events: 1, at: time, isNode: false)
    return true
  }

  /// Begins a turn whose one recorded event is its input.
  @inline(__always)
  private mutating func beginLone(at time: Timestamp, as mode: TurnMode) {
    self.mode = mode
    at = time
    isNodeTurn = false
    if !derived.isEmpty { derived.removeAll(keepingCapacity: true) }
    recorded.beginEmpty()
  }

  /// Replays the turn that begins at an offset, and moves the offset behind it.
  private mutating func replayTurn(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ sequence: UInt64,
    verifyingFrom first: UInt64, counts: inout ReplayCounts,
    onNode: (_ frames: [Frame], _ sequence: UInt64) throws(CodecFault) -> Void
  ) throws(TurnFault) {
    var lone: Frame?
    let inputsBefore = counts.inputs
    do throws(CodecFault) {
      let frame = try Frame.parse(bytes, at: offset, end: bytes.count)
      guard frame.flags.isFirst else { throw .badFlags }
      let isAlone =
        frame.end == bytes.count ? true : try Frame.isFirst(bytes, at: frame.end)
      offset = frame.end
      if isAlone && frame.flags.rawValue == 3 {
        counts.take(frame)
        lone = frame
      } else {
        try gather(frame, bytes, &offset)
        try count(&counts, sequence, onNode)
      }
    } catch {
      throw .unreadable(sequence: sequence, error)
    }
    counts.turns &+= 1
    let size = lone == nil ? UInt64(recorded.frames.count) : 1
    counts.events &+= size
    let isVerified = sequence &+ size > first
    if isVerified {
      counts.verified &+= size
      counts.verifiedInputs &+= counts.inputs &- inputsBefore
    }
    if let lone {
      try replay(lone, bytes, as: isVerified ? .verify : .restore)
    } else {
      try replayGathered(as: isVerified ? .verify : .restore)
    }
  }

  /// Collects the frames of a turn of several events where they are compared.
  private mutating func gather(
    _ first: Frame, _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
  ) throws(CodecFault) {
    recorded.begin(bytes)
    recorded.append(first)
    while offset < bytes.count {
      guard try !Frame.isFirst(bytes, at: offset) else { return }
      let frame = try Frame.parse(bytes, at: offset, end: bytes.count)
      guard Int(frame.causeDistance) <= recorded.frames.count else { throw .badCause }
      guard frame.flags.isNode == first.flags.isNode else { throw .badFlags }
      recorded.append(frame)
      guard recorded.frames.count <= TurnRecord.mostEvents else { throw .outOfRange }
      offset = frame.end
    }
  }

  private func count(
    _ counts: inout ReplayCounts, _ sequence: UInt64,
    _ onNode: ([Frame], UInt64) throws(CodecFault) -> Void
  ) throws(CodecFault) {
    let frames = recorded.frames
    if frames[0].flags.isNode { return try onNode(frames, sequence) }
    if frames[0].flags.isInput { counts.take(frames[0]) }
    for frame in frames where EventKind(rawValue: frame.kind)?.isRefusal == true {
      counts.rejected &+= 1
    }
  }

  /// A turn of one input that nobody answered.
  private mutating func replay(
    _ frame: Frame, _ bytes: UnsafeRawBufferPointer, as mode: TurnMode
  ) throws(TurnFault) {
    let time = position.contentAt.adding(nanoseconds: frame.atDelta)
    guard time >= position.at, time.isValid, timers.earliest > time.nanoseconds else {
      return try replay(bytes, [frame], as: mode)
    }
    beginLone(at: time, as: mode)
    let event: Event
    do throws(CodecFault) {
      event = try frame.event(
        in: bytes, sequence: position.lastSequence &+ 1, at: time, arena: &outbox.arena)
    } catch {
      throw .unreadable(sequence: position.lastSequence &+ 1, error)
    }
    try dispatch(event)
    guard !isDifferent else { return }
    position.advance(events: 1, at: time, isNode: false)
    outbox.arena.removeAll()
  }
}
