import Evaluator
import Market
import Strategy

/// What evaluator and allocator keep of one instrument.
struct AllocatorInstrument: Sendable {
  let instrument: Instrument
  let home: TradingSessions
  /// Its place in `INSTRUMENTS`; nil while it is not traded.
  var place: Int?
  /// nil while it is not traded, or there are no parameters.
  var shadow: Shadow?
  /// The newest metrics, and the event they stand in.
  var metrics: MetricSnapshot?
  var metricsSequence: UInt64 = 0
  /// As the newest gates have it.
  var eligibility = EligibilityState()
  var isGateOpen = false
  var isInCooldown = false
  /// Whether it has a part of the weights in force.
  var isIncumbent = false
  /// Whether an operator disabled it.
  var isDisabled = false
  /// Kept until its next edge. No part of the state: the calendar tells it again.
  var session: SessionStatus?

  init(_ instrument: Instrument) {
    self.instrument = instrument
    home = TradingSessions.home(of: instrument.name) ?? []
  }

  /// What a score needs of the newest metrics; nil when there are none, or their window is not warm.
  var scoreMetrics: ScoreMetrics? {
    guard let metrics, metrics.isReady else { return nil }
    return ScoreMetrics(
      asOf: metrics.asOf, coherence: metrics.coherence, stability: metrics.stability,
      rupture: metrics.rupture, entropy: metrics.entropy, hazard: metrics.hazard)
  }

  /// Takes other rules. What was found under them begins anew when they differ: trades, history, gate. A
  /// cooldown stays.
  mutating func adopt(_ rules: AllocatorRules) {
    place = rules.traded.firstIndex(of: instrument.name)
    session = nil
    let fresh = place == nil ? nil : rules.shadow(of: home)
    guard let kept = shadow, let fresh, kept.rules == fresh.rules else {
      if shadow != nil || fresh != nil { begin(fresh) }
      return
    }
    shadow?.adopt(historyOf: fresh)
  }

  private mutating func begin(_ fresh: Shadow?) {
    let until = eligibility.cooldownUntil
    let hadShadow = shadow != nil
    shadow = fresh
    guard hadShadow else { return }
    eligibility = EligibilityState()
    eligibility.cooldownUntil = until
    isGateOpen = false
  }
}

extension Shadow {
  /// Takes other limits of the history; the summaries stay.
  fileprivate mutating func adopt(historyOf fresh: Shadow) {
    history = SummaryHistory(
      limits: fresh.history.limits, capacity: fresh.history.entries.capacity,
      parameters: history.parameters, newestHour: history.newestHour,
      entries: history.entries.oldestFirst)
  }
}
