import Events
import Ledger
import Market
import Risk

extension PortfolioReducer {
  /// Takes what was recorded: reports of the venue and our own events.
  mutating func follow(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .orderRequested(let place):
      begin(outbox[place])
      note(outbox[place], at: event.at, into: &outbox)
    case .orderSubmitted(let report):
      step(report.order, report.instrument, .submitted, event, into: &outbox)
    case .orderAccepted(let report):
      step(report.order, report.instrument, .accepted, event, into: &outbox)
    case .orderCanceled(let report):
      step(report.order, report.instrument, .canceled, event, into: &outbox)
    case .orderRejected(let report):
      step(report.order, report.instrument, .rejected, event, into: &outbox)
    case .orderNotSent(let report):
      step(report.order, report.instrument, .expired, event, into: &outbox)
    case .orderLookedUp(let answer): take(answer, event, into: &outbox)
    case .orderOutcomeUnknown(let report):
      step(report.order, report.instrument, .outcomeUnknown, event, into: &outbox)
    case .orderLookupRequested(let lookup):
      step(lookup.order, lookup.instrument, .lookupRequested, event, into: &outbox)
    case .orderOutcomeResolved(let report):
      step(report.order, report.instrument, .resolvedNotFound, event, into: &outbox)
    case .orderFilled(let place): take(outbox[place], event, into: &outbox)
    case .orderIrregularityFound(let found):
      if found.instrument.index < instruments.count {
        instruments[found.instrument.index].isIrregular = true
      }
    case .accountObserved(let report): take(report, event, into: &outbox)
    case .positionObserved(let report): compare(report, event, into: &outbox)
    case .reconcileMismatched(let mismatch):
      if mismatch.instrument.index < instruments.count {
        instruments[mismatch.instrument.index].venueUnits = mismatch.venueUnits.count
      }
    case .reconcileMatched(let match):
      if match.instrument.index < instruments.count {
        instruments[match.instrument.index].venueUnits = nil
      }
    case .killSwitchEngaged(let engaged):
      killSwitch.engage(
        KillCauses(rawValue: UInt16(truncatingIfNeeded: engaged.causes.bits)),
        tradingDay: TradingDay(containing: event.at).number)
      (killOwner, killReason) = texts(engaged.owner, engaged.reason, outbox.arena)
      killSequence = event.sequence
    case .killSwitchReleased(let released):
      killSwitch.release()
      if let peak = released.newPeak { references.restartPeak(atMicros: peak.micros) }
      (killOwner, killReason) = texts(released.owner, released.reason, outbox.arena)
      killSequence = event.sequence
    case .marginGateChanged(let change):
      marginGate.isBlocked = change.blocked
      marginSequence = event.sequence
      start(.margin, at: event.at, into: &outbox)
    case .modeChanged(let change): isReadOnly = change.readOnly
    case .instrumentDisabled(let change): disable(change.instrument, true)
    case .instrumentEnabled(let change):
      disable(change.instrument, false)
      // An operator has looked at it: only this clears what an order did that it must not.
      if change.instrument.index < instruments.count {
        instruments[change.instrument.index].isIrregular = false
      }
    case .lotClosed(let closed): note(closed, event, into: &outbox)
    case .lossStreakWarned: losses.losses = 0
    case .gatesPublished(let place): take(outbox[place], event, outbox.arena)
    case .allocationPublished(let place): take(outbox[place], event, into: &outbox)
    case .allocationHeld(let place): take(outbox[place], event, into: &outbox)
    case .reconciliationStarted: reconcile(event, into: &outbox)
    case .budgetComputed(let place):
      memory.budgetReason = outbox[place].reason
      memory.budgetSequence = event.sequence
    case .targetComputed(let place): take(outbox[place])
    case .entryProposed(let place): take(outbox[place], event, into: &outbox)
    case .entryRefused(let place): take(outbox[place], at: event.at)
    case .entryExpired(let expired): take(expired)
    case .exitProposed(let place): take(outbox[place], event, into: &outbox)
    case .pulseSeeded(let seeded): take(seeded, event, into: &outbox)
    case .pulseSkipped(let skipped): take(skipped, at: event.at)
    default: return
    }
  }

  private func texts(
    _ owner: Text, _ reason: Text, _ arena: borrowing ByteBuffer
  ) -> (String, String) {
    (
      String(decoding: arena[owner], as: UTF8.self), String(decoding: arena[reason], as: UTF8.self)
    )
  }

  private mutating func disable(_ instrument: InstrumentID, _ isDisabled: Bool) {
    guard instrument.index < instruments.count else { return }
    instruments[instrument.index].isDisabled = isDisabled
  }

  // MARK: The life of an order

  private mutating func begin(_ request: OrderRequested) {
    lastOrder = max(lastOrder, request.order)
    guard request.instrument.index < instruments.count, orders.count < Self.mostOrders else {
      return
    }
    orders.append(
      OpenOrder(
        number: request.order, instrument: request.instrument, units: request.units.count,
        isReduction: request.reduceOnly, state: .requested, reason: request.reason))
    tallyPending(request.instrument)
  }

  /// Moves an order along its life; an arrow that is not in the table is a fact of its own.
  private mutating func step(
    _ number: Int64, _ instrument: InstrumentID, _ what: OrderEvent, _ event: borrowing Event,
    into outbox: inout Outbox
  ) {
    guard let place = orders.firstIndex(where: { $0.number == number }) else {
      // What is over can be answered again; what never was can not.
      if number > 0, number <= lastOrder, what == .lookedUp || what == .outcomeUnknown { return }
      return reportIrregular(number, instrument, nil, what, event, into: &outbox)
    }
    guard let next = OrderLife.next(after: orders[place].state, on: what) else {
      return reportIrregular(number, instrument, orders[place].state, what, event, into: &outbox)
    }
    orders[place].state = next
    // Only a reading that was answered is a complete one.
    if what == .lookedUp { orders[place].lookups += 1 }
    if what == .outcomeUnknown {
      orders[place].unknownSince = event.at
      unknownOrders.record(at: event.at)
      armLookup(of: instrument, at: event.at, into: &outbox)
      if unknownOrders.areTooMany(at: event.at) {
        engage(KillCauses(.unknownOrders), because: event.sequence, into: &outbox)
      }
    }
    let order = orders[place]
    if next.isFinal { orders.remove(at: place) }
    tallyPending(instrument)
    if next.isFinal, let reason = EntryExpiryReason(next) {
      expire(after: order, reason, event, into: &outbox)
    }
    if what == .lookupRequested || what == .resolvedNotFound, instrument.index < instruments.count,
      instruments[instrument.index].unknownOrders > 0
    {
      let pause = what == .lookupRequested ? Self.nextLookup : Self.firstLookup
      outbox.arm(.orderLookup, instrument, due: event.at.adding(nanoseconds: pause))
    }
  }

  private func reportIrregular(
    _ number: Int64, _ instrument: InstrumentID, _ state: OrderState?, _ what: OrderEvent,
    _ event: borrowing Event, into outbox: inout Outbox
  ) {
    outbox.emit(
      .orderIrregularityFound(
        OrderIrregularityFound(
          order: number, instrument: instrument,
          state: state.flatMap { OrderStateLabel(rawValue: $0.rawValue) },
          event: OrderEventLabel(rawValue: what.rawValue) ?? .requested)),
      because: Because(event.sequence))
  }

  private mutating func tallyPending(_ instrument: InstrumentID) {
    guard instrument.index < instruments.count else { return }
    var increase: Int64 = 0
    var reduction: Int64 = 0
    var unknown: Int64 = 0
    for order in orders where order.instrument == instrument {
      if order.isReduction { reduction += order.units } else { increase += order.units }
      if order.state == .unknown { unknown += 1 }
    }
    instruments[instrument.index].pendingIncrease = increase
    instruments[instrument.index].pendingReduction = reduction
    instruments[instrument.index].unknownOrders = unknown
  }

  // MARK: Lookups

  private static let firstLookup = nanosecondsPerSecond
  private static let nextLookup = 15 * nanosecondsPerSecond
  private static let lookupsEnd = 30 * nanosecondsPerSecond

  private func armLookup(
    of instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox
  ) {
    outbox.arm(.orderLookup, instrument, due: now.adding(nanoseconds: Self.firstLookup))
  }

  /// Looks an unknown order up once more, or settles it: not found after 30 s and two complete readings.
  func lookUp(_ instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox) {
    guard let order = orders.first(where: { $0.instrument == instrument && $0.state == .unknown })
    else { return }
    let age = now.nanoseconds - order.unknownSince.nanoseconds
    if order.lookups >= 2, age >= Self.lookupsEnd {
      outbox.emit(
        .orderOutcomeResolved(OrderOutcomeResolved(order: order.number, instrument: instrument)))
    } else {
      outbox.emit(
        .orderLookupRequested(
          OrderLookupRequested(
            order: order.number, instrument: instrument, attempt: order.lookups + 1)))
    }
  }

  private mutating func take(
    _ answer: OrderLookedUp, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    step(answer.order, answer.instrument, .lookedUp, event, into: &outbox)
  }

  // MARK: Fills

  private mutating func take(
    _ fill: OrderFilled, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    let index = fill.instrument.index
    guard index < instruments.count else { return }
    var isUnwanted = false
    if let number = fill.order {
      let isLast = fill.remaining.map { $0.count == 0 } ?? true
      if let place = orders.firstIndex(where: { $0.number == number }) {
        orders[place].units = fill.remaining?.count ?? 0
        isUnwanted = orders[place].isUnwanted
      }
      step(
        number, fill.instrument, isLast ? .filled : .partiallyFilled, event, into: &outbox)
    }
    book(fill, index, event, into: &outbox)
    if isUnwanted { closeUnwanted(fill, index, at: event.at, into: &outbox) }
  }

  /// Closes what an increase opened that was under way when everything was to be flat.
  private mutating func closeUnwanted(
    _ fill: OrderFilled, _ index: Int, at now: Timestamp, into outbox: inout Outbox
  ) {
    let held = instruments[index].units
    guard held.signum() == fill.units.count.signum() else { return }
    let opened = min(held.magnitude, fill.units.count.magnitude)
    reduce(
      fill.instrument, held > 0 ? -Int64(opened) : Int64(opened), .close, .flatten,
      outbox.arena.intern(killOwner), at: now, into: &outbox)
  }

  /// Moves lots by a fill and tells of each lot that it opened, reduced or closed.
  private mutating func book(
    _ fill: OrderFilled, _ index: Int, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    let facts = Because(event.sequence)
    let conversion =
      Ledger.Conversion.recorded(price: fill.conversion, divides: fill.conversionDivides)
      ?? .notNeeded
    let before = instruments[index].units
    var isOpened = false
    let parts = instruments[index].lots.parts(of: fill.units.count)
    slices.removeAll(keepingCapacity: true)
    do throws(LedgerFault) {
      if parts.closing != 0 {
        try instruments[index].lots.reduce(
          by: parts.closing, at: fill.price, conversion: conversion, into: &slices)
      }
      if parts.opening != 0 {
        lots += 1
        try instruments[index].lots.open(
          Lot(
            number: lots, units: parts.opening, price: fill.price, openedAt: event.at,
            commission: parts.closing == 0 ? fill.commission : .zero))
        isOpened = true
      }
    } catch {
      // The fill is a fact that our lots can not hold: the venue's number is the exposure.
      outbox.emit(
        .reconcileMismatched(
          ReconcileMismatched(
            instrument: fill.instrument, ledgerUnits: Units(instruments[index].lots.units),
            venueUnits: Units(before &+ fill.units.count))), because: facts)
      if parts.opening != 0 { lots -= 1 }
    }
    follow(fill, index, at: event.at, into: &outbox, because: facts)
    for slice in slices {
      if slice.closesLot {
        outbox.emit(
          .lotClosed(
            LotClosed(
              lot: slice.lot, instrument: fill.instrument, units: Units(slice.units),
              price: slice.exit, profit: slice.profit, realised: slice.realised,
              reason: fill.reason)), because: facts)
      } else {
        outbox.emit(
          .lotReduced(
            LotReduced(
              lot: slice.lot, instrument: fill.instrument, units: Units(slice.units),
              price: slice.exit, profit: slice.profit, remaining: Units(slice.remaining),
              reason: fill.reason)), because: facts)
      }
    }
    if isOpened {
      outbox.emit(
        .lotOpened(
          LotOpened(
            lot: lots, instrument: fill.instrument, units: Units(parts.opening), price: fill.price,
            commission: parts.closing == 0 ? fill.commission : .zero, order: fill.order,
            reason: fill.reason)), because: facts)
    }
  }

  /// Keeps what is not ours in step with a fill: the venue's number, and a position that was adopted.
  private mutating func follow(
    _ fill: OrderFilled, _ index: Int, at now: Timestamp, into outbox: inout Outbox,
    because facts: Because
  ) {
    if let venue = instruments[index].venueUnits {
      instruments[index].venueUnits = venue &+ fill.units.count
      if instruments[index].venueUnits == instruments[index].lots.units {
        outbox.emit(
          .reconcileMatched(ReconcileMatched(instrument: fill.instrument)), because: facts)
      }
    }
    if instruments[index].units == 0 {
      instruments[index].isAdopted = false
      instruments[index].strategy.leave(at: now)
    } else if fill.reason == .manualTrade {
      instruments[index].isAdopted = true
    }
  }

  private mutating func note(
    _ closed: LotClosed, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    if losses.record(profitMicros: closed.realised.micros, limit: rules.lossesInARow) {
      outbox.emit(
        .lossStreakWarned(LossStreakWarned(losses: losses.losses)),
        because: Because(event.sequence))
    }
  }
}
