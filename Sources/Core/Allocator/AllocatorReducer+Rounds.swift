import Evaluator
import Events
import Market

extension AllocatorReducer {
  /// Evaluates every instrument and emits the gates of all.
  func evaluate(at now: Timestamp, into outbox: inout Outbox) {
    var rows = GateRows()
    for index in universe { rows.add(row(of: index, at: now)) }
    let gates = rows.gates(into: &outbox.arena)
    outbox.emit(gates, because: Because(gatesSequence))
  }

  private func row(of index: Int, at now: Timestamp) -> GateRow {
    let finding = finding(of: index, at: now)
    let floors = instruments[index].shadow?.history.floors ?? rules.floors.floors(over: [])
    let buffer = rules.buffer(at: instruments[index].place ?? 0)
    let status = session(of: index, at: now)
    var machine = rules.machine(instruments[index].eligibility)
    let verdict = machine.evaluate(
      finding.reading,
      levels: HysteresisLevels(floors: floors, limits: rules.floors, buffer: buffer),
      isOpen: status.isOpen, isNearClose: status.isNearClose, at: now)
    return GateRow(
      instrument: index, verdict: verdict, buffer: buffer, state: machine.state, floors: floors,
      finding: finding)
  }

  private func finding(of index: Int, at now: Timestamp) -> ShadowFinding {
    instruments[index].shadow?.finding(at: now, leastCoverage: rules.leastCoverage) ?? .none
  }

  /// Ranks every instrument and emits new weights, or that the ones before stay.
  func allocate(at now: Timestamp, into outbox: inout Outbox) {
    let round = rules.limits.round(
      over: universe.map { contender($0, at: now) },
      RoundInputs(gatesAt: gatesAt, weightsAt: weightsAt, hasPublished: hasPublished), at: now)
    let rows = AllocationRows(
      universe: universe,
      scores: universe.map {
        rules.limits.score(of: instruments[$0].scoreMetrics, at: now)?.value
      }, standings: round.standings)
    var facts = Because(gatesSequence)
    switch round.outcome {
    case .publish(let mode, let reason, let shares):
      // The gates, and the metrics of the best seven: eight facts at most.
      for share in shares.prefix(7) {
        facts.add(instruments[universe[share.instrument]].metricsSequence)
      }
      let published = rows.published(mode, reason, shares, into: &outbox.arena)
      outbox.emit(published, because: facts)
    case .hold(let reason, let isReduceOnly):
      let held = rows.held(reason, isReduceOnly, since: weightsAt, into: &outbox.arena)
      outbox.emit(held, because: facts)
    }
  }

  private func contender(_ index: Int, at now: Timestamp) -> Contender {
    let status = session(of: index, at: now)
    return Contender(
      metrics: instruments[index].scoreMetrics, isOpen: status.isOpen,
      isNearClose: status.isNearClose, isDisabled: instruments[index].isDisabled,
      isGateOpen: instruments[index].isGateOpen || !rules.isEnforced,
      isInCooldown: instruments[index].isInCooldown && rules.isEnforced,
      isIncumbent: instruments[index].isIncumbent)
  }

  /// Emits the summary of an open instrument for its history; nothing while there is none.
  func summarize(_ index: Int, at now: Timestamp, into outbox: inout Outbox) {
    guard let shadow = instruments[index].shadow,
      session(of: index, at: RoundSchedule.base(of: now)).isOpen
    else { return }
    let finding = finding(of: index, at: now)
    guard let summary = finding.summary else { return }
    let key = outbox.arena.intern(shadow.key)
    outbox.emit(
      SummaryComputed(
        instrument: InstrumentID(UInt16(index)), paramKey: key,
        from: now.adding(nanoseconds: -shadow.window.nanoseconds), to: now,
        trades: Int64(summary.trades), winRate: summary.winRate, pnlTotal: summary.profitTotal,
        maxDrawdown: summary.maxDrawdown, calmar: summary.calmar, coverage: finding.coverage),
      because: Because(instruments[index].metricsSequence))
  }
}
