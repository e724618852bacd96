import Events
import Market
import Risk
import Strategy

extension PortfolioReducer {
  /// What would become of a pulse now.
  func pulseVerdict(at now: Timestamp) -> PulseVerdict {
    let budget = Budget(of: account, limits: rules.budget)
    let surroundings = PulseSurroundings(
      lastOrderAt: memory.lastOrderAt, lastPulseAt: memory.lastPulseAt,
      isKillSwitchEngaged: killSwitch.isEngaged || rules.isForced,
      isMarginGateShut: marginGate.isBlocked,
      pulsesOpen: instruments.count { $0.strategy.isPulse },
      pulsesToday: memory.pulseDay == TradingDay(containing: now).number
        ? Int(memory.pulsesToday) : 0,
      budget: budget.reason == .ok ? budget.total : nil)
    return rules.strategy.pulse.verdict(
      in: surroundings, candidates: inRankOrder().lazy.map { candidate($0, budget, at: now) },
      at: now)
  }

  private func candidate(_ index: Int, _ budget: Budget, at now: Timestamp) -> PulseCandidate {
    let state = instruments[index]
    let session = session(of: index, at: now)
    var checks = Checks()
    let blockers = readiness(of: index, units: 0, isManual: false, at: now, &checks)
    let rest = rules.strategy.cooldown.reason(state.strategy.history, at: now)
    let direction = rules.strategy.direction.verdict(on: state.strategy.window)
    // An entry like any other: whatever stands in the way of one stands in the way of a pulse.
    let side: Stance = blockers.isEmpty && rest == nil ? direction.side : .flat
    return PulseCandidate(
      instrument: InstrumentID(UInt16(index)), isOpen: session?.isOpen ?? false,
      isNearClose: session?.isNearClose ?? true,
      isGateOpen: state.strategy.isGateOpen || !rules.readiness.enforcesGate,
      guardsPass: !blockers.contains(.guards),
      isFlat: state.units == 0 && state.strategy.history.stance == .flat
        && !hasOrderUnderWay(index),
      isSpreadFine: !blockers.contains(.spread), side: side, cap: budget.cap,
      marginPerUnit: marginPerUnit(of: index, mid: { board.mid(of: $0) })?.amount)
  }

  /// On the timer of the rounds: seeds a pulse, or says why not when the reason is new or an hour old.
  func considerPulse(at now: Timestamp, into outbox: inout Outbox) {
    let verdict = pulseVerdict(at: now)
    if let instrument = verdict.instrument {
      let blocked = increaseBlockers(of: instrument.index, units: verdict.units, at: now)
      guard blocked.isEmpty else { return skip(.noCandidate, at: now, into: &outbox) }
      let budget = Budget(of: account, limits: rules.budget)
      outbox.emit(
        .pulseSeeded(
          PulseSeeded(
            instrument: instrument, stance: verdict.units > 0 ? .long : .short,
            units: Units(verdict.units), budget: Money(micros: micros(of: budget.total)))),
        because: decisionFacts(instrument.index))
    } else if let reason = PulseReasonLabel(verdict.reason) {
      skip(reason, at: now, into: &outbox)
    }
  }

  private func skip(_ reason: PulseReasonLabel, at now: Timestamp, into outbox: inout Outbox) {
    let isDue = Freshness.age(of: memory.skippedPulseAt, at: now) >= Self.refusalRepeat
    guard memory.skippedPulse != reason || isDue else { return }
    // Waiting is what a pulse does most of the time: that and the end of it are no news.
    guard reason != .interval else { return }
    outbox.emit(.pulseSkipped(PulseSkipped(reason: reason)))
  }

  // MARK: Own events

  mutating func take(_ seeded: PulseSeeded, _ event: borrowing Event, into outbox: inout Outbox) {
    let index = seeded.instrument.index
    guard index < instruments.count, seeded.stance != .flat else { return }
    let day = TradingDay(containing: event.at).number
    memory.pulsesToday = memory.pulseDay == day ? memory.pulsesToday + 1 : 1
    memory.pulseDay = day
    memory.lastPulseAt = event.at
    begin(index, seeded.stance.stance, isPulse: true, event, into: &outbox)
    order(index, seeded.units.count, .pulse, into: &outbox)
  }

  mutating func take(_ skipped: PulseSkipped, at now: Timestamp) {
    memory.skippedPulse = skipped.reason
    memory.skippedPulseAt = now
  }
}

extension PulseReasonLabel {
  /// nil for a pulse that is made.
  init?(_ reason: PulseReason) {
    guard reason != .ok else { return nil }
    self.init(rawValue: reason.rawValue - 1)
  }
}
