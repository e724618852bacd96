import Events
import Market
import Turns

/// Reducers that admit no quote without an event: each goes the general way.
protocol GeneralPath: ReducerSet {}

extension GeneralPath {
  func admits(_ quote: Quote) -> Bool { false }

  func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? { nil }
}

/// Reducers that do what a test tells them, and remember who applied what.
struct ScriptedReducers: GeneralPath {
  typealias Answer = @Sendable (Event, inout Outbox) -> Void

  struct Delivery: Equatable, Sendable {
    let actor: ActorName
    let sequence: UInt64

    var letter: String {
      switch actor {
      case .ingest: "T"
      case .kernel: "K"
      case .manifold: "M"
      case .allocator, .portfolio, .venue: ""
      }
    }
  }

  /// What TickIngest emits of an input before anyone receives it.
  var judging: Answer = { _, _ in }
  var tickIngest: Answer = { _, _ in }
  var kernel: Answer = { _, _ in }
  var manifold: Answer = { _, _ in }
  /// What the actor of a timer emits when it is due.
  var waking: @Sendable (InstrumentID, Timestamp, inout Outbox) -> Void = { _, _, _ in }
  private(set) var deliveries: [Delivery] = []

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    judging(copy event, &outbox)
  }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    deliveries.append(Delivery(actor: actor, sequence: event.sequence))
    switch actor {
    case .ingest: tickIngest(copy event, &outbox)
    case .kernel: kernel(copy event, &outbox)
    case .manifold: manifold(copy event, &outbox)
    case .allocator, .portfolio, .venue: return
    }
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    waking(instrument, at, &outbox)
  }

  /// The hearings as `T3` (TickIngest heard event 3), `K3` (KernelActor did) and `M3` (ManifoldActor).
  var order: String {
    deliveries.filter { !$0.letter.isEmpty }
      .map { "\($0.letter)\($0.sequence)" }.joined(separator: " ")
  }
}

/// Reducers that set, cancel and answer timers as the quotes of an instrument tell them.
///
///     bid and ask ▶ arms the instrument's timer, due at as many milliseconds as the bid counts
///     bid only ───▶ cancels it
///     timer ──────▶ emits a candle closed, unless the instrument's number is odd
struct AlarmReducers: GeneralPath {
  /// Silent timers arm themselves again after this many milliseconds, if more than 0.
  var repeatAfter: Int64 = 0

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    guard actor == .ingest, case .tickReceived(let tick) = event.body, let bid = tick.bid else {
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
      outbox.emit(.closed(instrument.number))
    } else if repeatAfter > 0, at.nanoseconds < 20 * nanosecondsPerSecond {
      outbox.arm(timer, instrument, due: at.adding(nanoseconds: repeatAfter * 1_000_000))
      outbox.arm(.candleClose, InstrumentID(instrument.number + 1), due: at)
    }
  }
}

/// Reducers whose timers wait longer the more candles were closed: a timer that speaks sets itself
/// again, ten seconds on and ten more for each candle applied before.
struct CountingReducers: GeneralPath {
  private var alarms = AlarmReducers()
  private var closed: Int64 = 0

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    alarms.apply(actor, event, into: &outbox)
    if actor == .ingest, event.body.kind == .candleClosed { closed += 1 }
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    alarms.wake(timer, instrument, at: at, into: &outbox)
    guard !outbox.emitted.isEmpty else { return }
    outbox.arm(timer, instrument, due: at.adding(nanoseconds: (closed + 1) * 10_000_000_000))
  }
}
