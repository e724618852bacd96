package import Market

/// What a room says while it hears one event, and the timers it sets.
///
/// Saying changes nothing: the room hears its own words afterwards, as recorded.
package struct Outbox: ~Copyable, Sendable {
  package private(set) var said: [Said] = []
  package private(set) var timers: [TimerCommand] = []
  /// The side buffer of the turn: texts and lists of everything said and heard in it.
  package var texts = ByteBuffer()

  package init() {}

  /// Says a fact.
  ///
  /// - Parameter facts: Up to eight sequences of the facts the decision used, as the schema
  ///   declares them.
  package mutating func say(_ body: EventBody, because facts: Because = Because()) {
    said.append(Said(body: body, because: facts))
  }

  /// Sets a timer; arming it again replaces it. A `due` that has passed counts as one second on.
  package mutating func arm(_ name: TimerName, _ instrument: InstrumentID, due: Timestamp) {
    timers.append(TimerCommand(name: name, instrument: instrument, due: due))
  }

  package mutating func cancel(_ name: TimerName, _ instrument: InstrumentID) {
    timers.append(TimerCommand(name: name, instrument: instrument, due: nil))
  }

  @inlinable package var isEmpty: Bool { said.isEmpty && timers.isEmpty }

  /// Forgets what was said; the side buffer lives until the turn ends.
  package mutating func clear() {
    said.removeAll(keepingCapacity: true)
    timers.removeAll(keepingCapacity: true)
  }
}

/// One thing said, before it has a place in the journal.
package struct Said: Sendable {
  package var body: EventBody
  package var because: Because
}

/// The sequences of up to eight facts that a decision used.
package struct Because: Equatable, Sendable {
  package private(set) var count = 0
  private var places: InlineArray<8, UInt64> = .init(repeating: 0)

  package init() {}

  package init(_ sequence: UInt64) { add(sequence) }

  /// Adds a fact; 0 stands for none and is left out, a ninth is a bug.
  package mutating func add(_ sequence: UInt64) {
    guard sequence > 0 else { return }
    precondition(count < 8, "a decision names at most eight facts")
    places[count] = sequence
    count += 1
  }

  package subscript(index: Int) -> UInt64 { places[index] }

  package static func == (left: Because, right: Because) -> Bool {
    left.count == right.count && (0..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}

/// The timers of the house; each belongs to one room.
package enum TimerName: UInt8, Sendable, CaseIterable {
  /// Two seconds after the end of a bucket of quotes.
  case candleClose = 0

  package var room: Room {
    switch self {
    case .candleClose: .tickIngest
    }
  }
}

package struct TimerCommand: Sendable {
  package var name: TimerName
  package var instrument: InstrumentID
  /// Nil cancels.
  package var due: Timestamp?
}
