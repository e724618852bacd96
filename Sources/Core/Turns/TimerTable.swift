import Events
import Market

/// One timer an actor and instrument may have of each name.
///
/// Timers are not events: run, verify and restore all obey the same commands, so the table is the
/// same in all three.
struct TimerTable: Sendable {
  private static let unarmed = Int64.max
  private static let names = TimerName.allCases.count

  private static let blockSize = 64

  /// Due times, by name and then instrument: the order at one instant.
  private var due: [Int64] = []
  /// The earliest of each 64 of them, so that thousands of timers are found one after the other in time.
  private var blocks: [Int64] = []
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
      set(slot, to: wanted <= now ? soonest : wanted.nanoseconds)
      earliest = min(earliest, due[slot])
    } else {
      set(slot, to: Self.unarmed)
    }
  }

  /// Takes the first timer due at or before an instant.
  mutating func pop(through limit: Timestamp) -> Timer? {
    guard earliest <= limit.nanoseconds else { return nil }
    guard let found = first, due[found] <= limit.nanoseconds else {
      earliest = first.map { due[$0] } ?? Self.unarmed
      return nil
    }
    let timer = Timer(
      name: TimerName.allCases[found / instruments],
      instrument: InstrumentID(UInt16(truncatingIfNeeded: found % instruments)),
      due: Timestamp(nanoseconds: due[found]))
    set(found, to: Self.unarmed)
    return timer
  }

  /// The slot that is due first, the lowest of several.
  private var first: Int? {
    var found: Int?
    for block in blocks.indices where blocks[block] < (found.map { blocks[$0] } ?? Self.unarmed) {
      found = block
    }
    return found.flatMap { block in slots(of: block).first { due[$0] == blocks[block] } }
  }

  private func slots(of block: Int) -> Range<Int> {
    block * Self.blockSize..<min(due.count, (block + 1) * Self.blockSize)
  }

  private mutating func set(_ slot: Int, to time: Int64) {
    due[slot] = time
    note(slot / Self.blockSize)
  }

  private mutating func note(_ block: Int) {
    blocks[block] = slots(of: block).reduce(Self.unarmed) { min($0, due[$1]) }
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
    blocks = [Int64](
      repeating: Self.unarmed, count: (due.count + Self.blockSize - 1) / Self.blockSize)
    for block in blocks.indices { note(block) }
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
    grow(to: armed.map { $0.instrument.index + 1 }.max() ?? 0)
    for timer in armed {
      let slot = Int(timer.name.rawValue) * instruments + timer.instrument.index
      set(slot, to: timer.due.nanoseconds)
      earliest = min(earliest, timer.due.nanoseconds)
    }
  }
}
