import Events
import Market

/// One timer an actor and instrument may have of each name.
///
/// Timers are not events: run, verify and restore all obey the same commands, so the table is the
/// same in all three.
struct TimerTable: Sendable {
  private static let unarmed = Int64.max
  private static let names = TimerName.allCases.count

  /// Due times, by name and then instrument: the order at one instant.
  private var due: [Int64] = []
  private var instruments = 0
  /// No timer is due before this.
  private(set) var earliest = Int64.max

  struct Timer {
    let name: TimerName
    let instrument: InstrumentID
    let due: Timestamp
  }

  /// - Parameter now: The turn's time; a `due` at or before it counts as one second later.
  mutating func obey(_ command: TimerCommand, now: Timestamp) {
    grow(to: command.instrument.index + 1)
    let slot = Int(command.name.rawValue) * instruments + command.instrument.index
    if let wanted = command.due {
      let soonest = now.nanoseconds &+ nanosecondsPerSecond
      due[slot] = wanted <= now ? soonest : wanted.nanoseconds
      earliest = min(earliest, due[slot])
    } else {
      due[slot] = Self.unarmed
    }
  }

  /// Takes the first timer due at or before an instant.
  mutating func pop(through limit: Timestamp) -> Timer? {
    guard earliest <= limit.nanoseconds else { return nil }
    var found: Int?
    for slot in due.indices where due[slot] < (found.map { due[$0] } ?? Self.unarmed) {
      found = slot
    }
    guard let found, due[found] <= limit.nanoseconds else {
      earliest = found.map { due[$0] } ?? Self.unarmed
      return nil
    }
    let timer = Timer(
      name: TimerName.allCases[found / instruments],
      instrument: InstrumentID(UInt16(truncatingIfNeeded: found % instruments)),
      due: Timestamp(nanoseconds: due[found]))
    due[found] = Self.unarmed
    return timer
  }

  private mutating func grow(to count: Int) {
    guard count > instruments else { return }
    var larger = [Int64](repeating: Self.unarmed, count: Self.names * count)
    for name in 0..<Self.names {
      for instrument in 0..<instruments {
        larger[name * count + instrument] = due[name * instruments + instrument]
      }
    }
    due = larger
    instruments = count
  }
}

extension TimerTable: StateKeeping {
  /// A timer as the state lists it.
  private struct Armed {
    var name = TimerName.candleClose
    var instrument = InstrumentID(0)
    var due = Timestamp.zero

    var slot: Int { Int(name.rawValue) << 16 + instrument.index }
  }

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var armed: [Armed] = []
    for slot in due.indices where due[slot] != Self.unarmed {
      armed.append(
        Armed(
          name: TimerName.allCases[slot / instruments],
          instrument: InstrumentID(UInt16(truncatingIfNeeded: slot % instruments)),
          due: Timestamp(nanoseconds: due[slot])))
    }
    archive.list("timers", &armed, of: Armed(), atMost: Self.names * 65_536) {
      $1.label("name", &$0.name)
      $1.instrument("instrument", &$0.instrument)
      $1.time("due", &$0.due)
    }
    guard archive.isReading else { return }
    // One of a name and instrument, in their order: one table has one form.
    archive.require(zip(armed, armed.dropFirst()).allSatisfy { $0.slot < $1.slot })
    self = TimerTable()
    for timer in armed {
      grow(to: timer.instrument.index + 1)
      due[Int(timer.name.rawValue) * instruments + timer.instrument.index] = timer.due.nanoseconds
      earliest = min(earliest, timer.due.nanoseconds)
    }
  }
}
