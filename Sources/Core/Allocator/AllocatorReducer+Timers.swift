import Events
import Market

extension AllocatorReducer {
  /// Arms the rounds, at the first fact of the run that is not priming.
  mutating func arm(at now: Timestamp, into outbox: inout Outbox) {
    if !isArmed, isConfigured { armAll(at: now, into: &outbox) }
  }

  @inline(never)
  private mutating func armAll(at now: Timestamp, into outbox: inout Outbox) {
    isArmed = true
    armRound(.evaluate, every: rules.evaluationInterval, at: now, into: &outbox)
    armRound(.allocate, every: rules.allocationInterval, at: now, into: &outbox)
    for index in universe { armSummary(of: index, at: now, into: &outbox) }
  }

  func armRound(
    _ timer: TimerName, every interval: Int64, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard let first = universe.first else { return }
    let due = RoundSchedule.nextRound(
      after: now, every: interval, session(of: first, at: RoundSchedule.base(of: now)),
      of: instruments[first].home, in: rules.calendar)
    outbox.arm(timer, InstrumentID(0), due: due)
  }

  func armSummary(of index: Int, at now: Timestamp, into outbox: inout Outbox) {
    let status = session(of: index, at: RoundSchedule.base(of: now))
    outbox.arm(
      .summary, InstrumentID(UInt16(index)),
      due: RoundSchedule.nextHour(after: now, every: rules.summaryInterval, status))
  }

  // MARK: Sessions

  /// The session clock of an instrument: kept until its next edge.
  func session(of index: Int, at now: Timestamp) -> SessionStatus {
    if let kept = instruments[index].session, kept.at <= now, now < kept.nextEdge { return kept }
    return rules.calendar.status(of: instruments[index].home, at: now)
  }

  func isMarketOpen(at now: Timestamp) -> Bool {
    universe.first.map { session(of: $0, at: now).isMarketOpen } ?? false
  }

  /// Keeps the clocks that hold at an instant, so that a round asks the calendar only after an edge.
  mutating func keepSessions(at now: Timestamp) {
    for index in universe {
      instruments[index].session = session(of: index, at: RoundSchedule.base(of: now))
      guard let kept = instruments[index].session, now >= kept.nextEdge else { continue }
      instruments[index].session = session(of: index, at: now)
    }
  }
}
