import Events
import Ledger
import Market
import Risk

/// What the venue says of the account and of positions: loss limits, margin gate, comparison with the ledger.
extension PortfolioReducer {
  mutating func take(
    _ report: AccountObserved, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    account = AccountView(
      balanceMicros: report.balance.micros, navMicros: report.nav.micros,
      marginUsedMicros: report.marginUsed.micros,
      marginAvailableMicros: report.marginAvailable.micros)
    accountSequence = event.sequence
    if event.at >= dayEnd {
      dayEnd = TradingDay(containing: event.at).end
      tradingDay = TradingDay(containing: event.at).number
    }
    references.observe(navMicros: report.nav.micros, tradingDay: tradingDay)
    let facts = Because(event.sequence)
    let share = account.usedShare
    let isBlocked = marginGate.isBlocked(after: share, limits: rules.margin)
    if isBlocked != marginGate.isBlocked {
      outbox.emit(
        .marginGateChanged(MarginGateChanged(blocked: isBlocked, share: share)), because: facts)
    }
    let reached = rules.loss.reached(
      nav: account.nav, dayStart: references.dayStart, peak: references.peak, usedShare: share)
    let new = killSwitch.newCauses(reached)
    guard !new.isEmpty else {
      if report.cause == .fill { start(.fill, at: event.at, into: &outbox) }
      return
    }
    for cause in KillCause.allCases where new.contains(cause) {
      outbox.emit(.lossLimitReached(reachedLimit(cause)), because: facts)
    }
    engage(new, because: event.sequence, into: &outbox)
  }

  private func reachedLimit(_ cause: KillCause) -> LossLimitReached {
    let label = KillCauseLabel(rawValue: cause.rawValue) ?? .dailyLoss
    let reference = cause == .dailyLoss ? references.dayStartMicros : references.peakMicros
    guard cause != .marginCritical, let reference, let nav = account.navMicros, reference != 0
    else {
      return LossLimitReached(
        limit: label, value: account.usedShare ?? 0, limitValue: rules.loss.marginCritical)
    }
    return LossLimitReached(
      limit: label, value: (Double(reference) - Double(nav)) / Double(reference),
      limitValue: cause == .dailyLoss ? rules.loss.dailyLoss : rules.loss.drawdown,
      reference: Money(micros: reference))
  }

  /// Engages the kill switch by itself.
  func engage(_ causes: KillCauses, because fact: UInt64, into outbox: inout Outbox) {
    let new = killSwitch.newCauses(causes)
    guard !new.isEmpty else { return }
    let names = KillCause.allCases.filter { new.contains($0) }.map(\.text).joined(separator: ", ")
    emitEngaged(
      new, outbox.arena.intern("node"), outbox.arena.intern(names), because: fact, into: &outbox)
  }

  /// Compares what the venue holds with our lots.
  func compare(
    _ report: PositionObserved, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    guard report.instrument.index < instruments.count else { return }
    let state = instruments[report.instrument.index]
    let facts = Because(event.sequence)
    if report.units.count == state.lots.units {
      guard state.venueUnits != nil else { return }
      outbox.emit(
        .reconcileMatched(ReconcileMatched(instrument: report.instrument)), because: facts)
    } else if state.venueUnits != report.units.count {
      outbox.emit(
        .reconcileMismatched(
          ReconcileMismatched(
            instrument: report.instrument, ledgerUnits: Units(state.lots.units),
            venueUnits: report.units)), because: facts)
    }
  }
}
