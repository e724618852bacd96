public import Market

/// What a reducer emits while it receives one event, and the timers it sets.
///
/// Emitting changes nothing: the actor receives its own events afterwards, as recorded.
public struct Outbox: ~Copyable, Sendable {
  public private(set) var emitted: [Emitted] = []
  public private(set) var timers: [TimerCommand] = []
  /// The side buffer of the turn: texts and lists of everything emitted and applied in it.
  public var arena = ByteBuffer()

  public init() {}

  /// Emits a fact.
  ///
  /// - Parameter facts: Up to eight sequences of the facts the decision used, as the schema
  ///   declares them.
  public mutating func emit(_ body: EventBody, because facts: Because = Because()) {
    emitted.append(Emitted(body: body, because: facts))
  }

  /// Sets a timer; arming it again replaces it. A `due` that has passed counts as one second on.
  public mutating func arm(_ name: TimerName, _ instrument: InstrumentID, due: Timestamp) {
    timers.append(TimerCommand(name: name, instrument: instrument, due: due))
  }

  public mutating func cancel(_ name: TimerName, _ instrument: InstrumentID) {
    timers.append(TimerCommand(name: name, instrument: instrument, due: nil))
  }

  /// Whether an event was emitted; timers do not count.
  @inlinable public var hasEmitted: Bool { !emitted.isEmpty }

  @inlinable public var isEmpty: Bool { emitted.isEmpty && timers.isEmpty }

  /// Forgets what was emitted; the side buffer lives until the turn ends.
  public mutating func clear() {
    // Emptying an empty list takes longer than asking.
    if !emitted.isEmpty { emitted.removeAll(keepingCapacity: true) }
    if !timers.isEmpty { timers.removeAll(keepingCapacity: true) }
  }
}

/// One thing emitted, before it has a place in the journal.
public struct Emitted: Sendable {
  public var body: EventBody
  public var because: Because
}

/// The sequences of up to eight facts that a decision used.
public struct Because: Equatable, Sendable {
  public private(set) var count = 0
  private var places: InlineArray<8, UInt64> = .init(repeating: 0)

  public init() {}

  public init(_ sequence: UInt64) { add(sequence) }

  /// Adds a fact; 0 stands for none and is left out, a ninth is a bug.
  public mutating func add(_ sequence: UInt64) {
    guard sequence > 0 else { return }
    precondition(count < 8, "a decision names at most eight facts")
    places[count] = sequence
    count += 1
  }

  public subscript(index: Int) -> UInt64 { places[index] }

  public static func == (left: Because, right: Because) -> Bool {
    left.count == right.count && (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}

public struct TimerCommand: Sendable {
  public var name: TimerName
  public var instrument: InstrumentID
  /// Nil cancels.
  public var due: Timestamp?
}

extension Outbox {
  /// A large payload of an event that is being applied.
  @inlinable public subscript<Payload: BitwiseCopyable>(place: Aside<Payload>) -> Payload {
    arena[place]
  }
}
