import Events
import Market
import Turns

/// The rooms of a release with other rules: what restore must be able to take over.
///
/// Their state is that of today's rooms, which hear what is recorded; what they say differs.
struct OtherRules: RoomSet {
  enum Change: Sendable, CaseIterable {
    /// A signal leaves flux as soon as its window is ready, and never returns.
    case thresholds
    /// A candle waits three seconds longer for late quotes.
    case closeDelay
    /// Nothing is refused.
    case lenient
    /// Quotes without a spread are refused.
    case strict
    /// The kernel repeats its last metrics, as converged, at some quotes.
    case talkative
  }

  var rooms = DirectRooms()
  private let changes: Set<Change>
  private var lastMetrics: MetricsComputed?

  init(changing changes: Set<Change>) { self.changes = changes }

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    if changes.contains(.lenient) { return }
    rooms.judge(event, into: &outbox)
    guard changes.contains(.strict), outbox.isEmpty, case .tickReceived(let tick) = event.body,
      tick.bid == tick.ask
    else { return }
    outbox.say(.tickRejected(TickRejected(instrument: tick.instrument, reason: .badPrice)))
  }

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    var heard = copy event
    var answer = Outbox()
    answer.texts.append(outbox.texts.bytes)
    if changes.contains(.thresholds), room == .kernel, case .runStarted(let place) = heard.body {
      var start = outbox[place]
      (start.stabilizingIn, start.convergedIn) = (0, 3)
      (start.stabilizingOut, start.convergedOut) = (0, 0)
      heard.body = .runStarted(answer.texts.put(start))
    }
    rooms.apply(room, heard, into: &answer)
    // What was said aside stands behind what was there before: take the whole side buffer over.
    outbox.texts.removeAll()
    outbox.texts.append(answer.texts.bytes)
    for said in answer.said { outbox.say(said.body, because: said.because) }
    for timer in answer.timers {
      let delay = changes.contains(.closeDelay) ? 3 * nanosecondsPerSecond : 0
      guard let due = timer.due else { continue }
      outbox.arm(timer.name, timer.instrument, due: due.adding(nanoseconds: delay))
    }
    if changes.contains(.talkative), room == .kernel { repeatMetrics(heard, into: &outbox) }
  }

  private mutating func repeatMetrics(_ event: Event, into outbox: inout Outbox) {
    if case .metricsComputed(let place) = event.body { lastMetrics = outbox[place] }
    guard event.body.kind == .tickReceived, event.sequence.isMultiple(of: 5),
      var metrics = lastMetrics
    else { return }
    metrics.state = .converged
    metrics.generation = 77
    outbox.say(metrics)
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    rooms.wake(timer, instrument, at: at, into: &outbox)
  }
}
