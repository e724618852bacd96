import Events
import Market
import Turns

/// Rooms that do what a test tells them, and remember who heard what.
struct ScriptedRooms: RoomSet {
  typealias Answer = @Sendable (Event, inout Outbox) -> Void

  struct Hearing: Equatable, Sendable {
    let room: Room
    let sequence: UInt64

    var letter: String {
      switch room {
      case .tickIngest: "T"
      case .kernel: "K"
      case .manifold: "M"
      }
    }
  }

  /// What TickIngest says of an input before anyone hears it.
  var judging: Answer = { _, _ in }
  var tickIngest: Answer = { _, _ in }
  var kernel: Answer = { _, _ in }
  var manifold: Answer = { _, _ in }
  /// What the room of a timer says when it is due.
  var waking: @Sendable (InstrumentID, Timestamp, inout Outbox) -> Void = { _, _, _ in }
  private(set) var hearings: [Hearing] = []

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    judging(copy event, &outbox)
  }

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    hearings.append(Hearing(room: room, sequence: event.sequence))
    switch room {
    case .tickIngest: tickIngest(copy event, &outbox)
    case .kernel: kernel(copy event, &outbox)
    case .manifold: manifold(copy event, &outbox)
    }
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    waking(instrument, at, &outbox)
  }

  /// The hearings as `T3` (TickIngest heard event 3), `K3` (KernelActor did) and `M3` (ManifoldActor).
  var order: String {
    hearings.map { "\($0.letter)\($0.sequence)" }.joined(separator: " ")
  }
}

/// Rooms that set, cancel and answer timers as the quotes of an instrument tell them.
///
///     bid and ask ▶ arms the instrument's timer, due at as many milliseconds as the bid counts
///     bid only ───▶ cancels it
///     timer ──────▶ says a candle closed, unless the instrument's number is odd
struct AlarmRooms: RoomSet {
  /// Silent timers arm themselves again after this many milliseconds, if more than 0.
  var repeatAfter: Int64 = 0

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    guard room == .tickIngest, case .tickReceived(let tick) = event.body, let bid = tick.bid else {
      return
    }
    if tick.ask == nil {
      outbox.cancel(.candleClose, tick.instrument)
    } else {
      outbox.arm(.candleClose, tick.instrument, due: .milliseconds(bid.micros))
    }
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    if instrument.number.isMultiple(of: 2) {
      outbox.say(.closed(instrument.number))
    } else if repeatAfter > 0, at.nanoseconds < 20 * nanosecondsPerSecond {
      outbox.arm(timer, instrument, due: at.adding(nanoseconds: repeatAfter * 1_000_000))
      outbox.arm(.candleClose, InstrumentID(instrument.number + 1), due: at)
    }
  }
}

/// Rooms whose timers wait longer the more candles were closed: a timer that speaks sets itself
/// again, ten seconds on and ten more for each candle heard before.
struct CountingRooms: RoomSet {
  private var alarms = AlarmRooms()
  private var closed: Int64 = 0

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    alarms.apply(room, event, into: &outbox)
    if room == .tickIngest, event.body.kind == .candleClosed { closed += 1 }
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    alarms.wake(timer, instrument, at: at, into: &outbox)
    guard !outbox.said.isEmpty else { return }
    outbox.arm(timer, instrument, due: at.adding(nanoseconds: (closed + 1) * 10_000_000_000))
  }
}
