import Events
import Ledger
import Market
import Risk

extension PaperVenueReducer {
  private static let haltNanoseconds = 60 * nanosecondsPerSecond

  /// The fault that an order meets; at most one, the first of the list.
  func fault(of order: VenueOrder, _ rules: VenueRules) -> VenueFault? {
    guard rules.hasFaults else { return nil }
    let kinds: [VenueFault] = [
      .lostBefore, .dropReply, .reject, .cancel, .halt, .partial, .delay, .manualTrade, .duplicate,
    ]
    for kind in kinds where rules.faults.fault(kind, order: order.number) {
      // An entry is filled whole or not at all.
      if kind == .partial && (!order.reducesOnly || order.units.magnitude < 2) { continue }
      return kind
    }
    return nil
  }

  /// Records that an order meets a fault; what it does follows from that record.
  mutating func inject(
    _ fault: VenueFault, _ order: VenueOrder, at now: Timestamp, into outbox: inout Outbox
  ) {
    let price = fault == .dropReply ? hiddenPrice(of: order, at: now) : nil
    outbox.emit(
      .faultInjected(
        FaultInjected(
          fault: VenueFaultLabel(rawValue: fault.rawValue) ?? .dropReply, order: order.number,
          instrument: order.instrument, price: price)))
  }

  /// The price at which an order trades though its report is lost; nil where it would not have traded.
  private mutating func hiddenPrice(of order: VenueOrder, at now: Timestamp) -> Price? {
    guard case .fill(let fill, _) = outcome(of: order, at: now) else { return nil }
    return fill.price
  }

  /// Does what a recorded fault says.
  mutating func misbehave(
    _ fault: FaultInjected, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    guard let place = place(of: fault.order) else { return }
    let order = orders[place]
    switch fault.fault {
    case .lostBefore, .dropReply:
      orders[place].hiddenPrice = fault.price
      outbox.emit(
        .orderOutcomeUnknown(
          OrderOutcomeUnknown(
            order: order.number, instrument: order.instrument,
            reason: outbox.arena.intern("no answer"))), because: Because(event.sequence))
    case .reject:
      outbox.emit(
        .orderRejected(
          OrderRejected(
            order: order.number, instrument: order.instrument,
            reason: outbox.arena.intern("REJECTED_BY_FAULT"))), because: Because(event.sequence))
    case .cancel: cancel(order, "CANCELED_BY_FAULT", into: &outbox)
    case .halt:
      instruments[order.instrument.index].haltedUntil = event.at.adding(
        nanoseconds: Self.haltNanoseconds)
      goOn(order.instrument, at: event.at, into: &outbox)
    case .manualTrade:
      // Somebody else buys one unit at the same account.
      let quote = board[order.instrument.index]
      guard quote.isKnown,
        let fill = fill(
          order: nil, order.instrument, units: 1, at: Price(micros: quote.ask),
          reason: .manualTrade)
      else { return goOn(order.instrument, at: event.at, into: &outbox) }
      // Booking it goes on with the order.
      outbox.emit(fill, because: Because(quote.sequence))
    // Half of it is filled first, when it is due.
    case .partial, .delay, .duplicate: goOn(order.instrument, at: event.at, into: &outbox)
    }
  }

  /// The report of an order comes a second time: as an answer that changes nothing.
  func repeatReport(of order: VenueOrder, into outbox: inout Outbox) {
    guard fault(of: order, rules) == .duplicate else { return }
    outbox.emit(
      .orderLookedUp(
        OrderLookedUp(
          order: order.number, instrument: order.instrument, found: true, state: .filled)))
  }

  // MARK: Unknown outcomes

  mutating func lose(
    _ unknown: OrderOutcomeUnknown, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    guard let place = place(of: unknown.order) else { return }
    orders[place].isUnknown = true
    if orders[place].hiddenPrice == nil { orders.remove(at: place) }
    goOn(unknown.instrument, at: event.at, into: &outbox)
  }

  /// Answers a lookup: an order that traded is found, one that never came is not.
  mutating func answer(
    _ lookup: OrderLookupRequested, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    guard isConfigured else { return }
    let place = place(of: lookup.order)
    outbox.emit(
      .orderLookedUp(
        OrderLookedUp(
          order: lookup.order, instrument: lookup.instrument, found: place != nil,
          state: place == nil ? .unknown : .filled)), because: Because(event.sequence))
  }

  /// After the answer comes the report that had been lost.
  mutating func found(
    _ answer: OrderLookedUp, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    guard answer.found, let place = place(of: answer.order), let price = orders[place].hiddenPrice
    else { return }
    let order = orders[place]
    var units = order.units
    let held = instruments[order.instrument.index].lots.units
    if order.reducesOnly {
      guard held.signum() == -units.signum() else {
        return cancel(order, "NO_POSITION", into: &outbox)
      }
      if units.magnitude > held.magnitude { units = -held }
    }
    let fill = fill(
      order: order.number, order.instrument, units: units, at: price, reason: .marketOrder)
    guard let fill else { return cancel(order, "NO_CONVERSION", into: &outbox) }
    outbox.emit(fill, because: Because(event.sequence))
  }
}
