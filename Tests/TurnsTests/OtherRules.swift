import Events
import Market
import Turns

/// The reducers of a release with other rules: what restore must be able to take over.
///
/// Their state is that of today's reducers, which apply what is recorded; what they emit differs.
struct OtherRules: GeneralPath {
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

  var reducers = Reducers()
  private let changes: Set<Change>
  private var lastMetrics: MetricsComputed?

  init(changing changes: Set<Change>) { self.changes = changes }

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    if changes.contains(.lenient) { return }
    reducers.judge(event, into: &outbox)
    guard changes.contains(.strict), outbox.isEmpty, case .tickReceived(let tick) = event.body,
      tick.bid == tick.ask
    else { return }
    outbox.emit(.tickRejected(TickRejected(instrument: tick.instrument, reason: .badPrice)))
  }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    var derived = copy event
    var answer = Outbox()
    answer.arena.append(outbox.arena.bytes)
    if changes.contains(.thresholds), actor == .kernel, case .runStarted(let place) = derived.body {
      var start = outbox[place]
      (start.stabilizingIn, start.convergedIn) = (0, 3)
      (start.stabilizingOut, start.convergedOut) = (0, 0)
      derived.body = .runStarted(answer.arena.put(start))
    }
    reducers.apply(actor, derived, into: &answer)
    // What was emitted aside stands behind what was there before: take the whole side buffer over.
    outbox.arena.removeAll()
    outbox.arena.append(answer.arena.bytes)
    for emitted in answer.emitted { outbox.emit(emitted.body, because: emitted.because) }
    for timer in answer.timers {
      let delay = changes.contains(.closeDelay) ? 3 * nanosecondsPerSecond : 0
      guard let due = timer.due else { continue }
      outbox.arm(timer.name, timer.instrument, due: due.adding(nanoseconds: delay))
    }
    if changes.contains(.talkative), actor == .kernel { repeatMetrics(derived, into: &outbox) }
  }

  private mutating func repeatMetrics(_ event: Event, into outbox: inout Outbox) {
    if case .metricsComputed(let place) = event.body { lastMetrics = outbox[place] }
    guard event.body.kind == .tickReceived, event.sequence.isMultiple(of: 5),
      var metrics = lastMetrics
    else { return }
    metrics.state = .converged
    metrics.generation = 77
    outbox.emit(metrics)
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    reducers.wake(timer, instrument, at: at, into: &outbox)
  }
}
