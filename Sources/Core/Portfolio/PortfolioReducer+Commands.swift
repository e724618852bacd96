import Events
import Market
import Risk
import Strategy

extension PortfolioReducer {
  /// Answers a command of an operator with its fact or a refusal.
  mutating func obey(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .operatorOrderRequested(let order):
      request(
        OrderWish(
          instrument: order.instrument, units: order.units.count, stop: order.stop,
          take: order.take, owner: order.owner, reason: .manual), at: event.at, into: &outbox)
    case .closeRequested(let close):
      self.close(close.instrument, close.units?.count, close.owner, at: event.at, into: &outbox)
    case .flattenRequested(let flatten):
      emitEngaged(
        KillCauses(.operatorRequest), flatten.owner, flatten.reason, because: 0, into: &outbox)
      for index in instruments.indices where instruments[index].units != 0 {
        reduce(
          InstrumentID(UInt16(index)), -instruments[index].units, .close, .flatten, flatten.owner,
          at: event.at, into: &outbox)
      }
      for place in orders.indices where !orders[place].isReduction {
        orders[place].isUnwanted = true
      }
    case .killSwitchEngageRequested(let command):
      emitEngaged(
        KillCauses(.operatorRequest), command.owner, command.reason, because: 0, into: &outbox)
    case .killSwitchReleaseRequested(let command): release(command, at: event.at, into: &outbox)
    case .instrumentDisableRequested(let command):
      outbox.emit(
        .instrumentDisabled(
          InstrumentDisabled(
            instrument: command.instrument, owner: command.owner, reason: command.reason)))
    case .instrumentEnableRequested(let command):
      outbox.emit(
        .instrumentEnabled(
          InstrumentEnabled(
            instrument: command.instrument, owner: command.owner, reason: command.reason)))
    case .modeChangeRequested(let command):
      outbox.emit(
        .modeChanged(
          ModeChanged(
            readOnly: command.readOnly, owner: command.owner, reason: command.reason)))
    default: return
    }
  }

  /// Closes a position or part of it.
  private mutating func close(
    _ instrument: InstrumentID, _ units: Int64?, _ owner: Text, at now: Timestamp,
    into outbox: inout Outbox
  ) {
    guard instrument.index < instruments.count else { return }
    let held = instruments[instrument.index].units
    let left = instruments[instrument.index].unitsLeft
    let wanted = units ?? Int64(clamping: held.magnitude)
    guard held != 0, left != 0, wanted > 0, wanted <= Int64(clamping: held.magnitude) else {
      var blockers = LabelSet<OrderBlocker>()
      blockers.insert(held == 0 || left == 0 ? .noPosition : .units)
      return refuse(
        instrument, held > 0 ? 0 &- wanted : wanted, owner, .close, blockers, Checks(),
        into: &outbox)
    }
    let isAll = wanted == Int64(clamping: held.magnitude)
    reduce(
      instrument, held > 0 ? -wanted : wanted, isAll ? .close : .reduce, .close, owner, at: now,
      into: &outbox)
  }

  // MARK: The kill switch

  func emitEngaged(
    _ causes: KillCauses, _ owner: Text, _ reason: Text, because fact: UInt64,
    into outbox: inout Outbox
  ) {
    outbox.emit(
      .killSwitchEngaged(
        KillSwitchEngaged(
          causes: LabelSet(UInt64(causes.rawValue)), owner: owner, reason: reason)),
      because: Because(fact))
  }

  private func release(
    _ command: KillSwitchReleaseRequested, at now: Timestamp, into outbox: inout Outbox
  ) {
    let isBacktest = Array(outbox.arena[command.owner]) == Array("backtest".utf8)
    let conditions = KillConditions(
      usedShare: account.usedShare, nav: account.nav,
      tradingDay: TradingDay(containing: now).number,
      standing: standing(at: now))
    let holding = killSwitch.holding(conditions, limits: rules.loss)
    let standing: KillCauses = rules.isForced ? holding.union(KillCauses(.forced)) : holding
    let isAllowed = !isBacktest || rules.mode == .paper
    let hasReason = outbox.arena[command.reason].contains { $0 != UInt8(ascii: " ") }
    guard standing.isEmpty, isAllowed, hasReason else {
      outbox.emit(
        .killSwitchReleaseRefused(
          KillSwitchReleaseRefused(
            owner: command.owner, reason: command.reason,
            causes: LabelSet(UInt64(standing.rawValue)))), because: Because(killSequence))
      return
    }
    let restartsPeak = killSwitch.causes.contains(KillCauses(.drawdown))
    outbox.emit(
      .killSwitchReleased(
        KillSwitchReleased(
          owner: command.owner, reason: command.reason,
          newPeak: restartsPeak ? account.navMicros.map { Money(micros: $0) } : nil)),
      because: Because(killSequence))
  }

  private func standing(at now: Timestamp) -> KillCauses {
    var standing: KillCauses = rules.isForced ? KillCauses(.forced) : []
    if isFaultPresent { standing.insert(KillCauses(.journalFault)) }
    if unknownOrders.areTooMany(at: now) { standing.insert(KillCauses(.unknownOrders)) }
    return standing
  }
}
