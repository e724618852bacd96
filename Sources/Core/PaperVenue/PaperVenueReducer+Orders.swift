import Events
import Ledger
import Market
import Risk

extension PaperVenueReducer {
  /// Takes an order that was decided, and lets it leave the house.
  mutating func take(
    _ request: OrderRequested, at now: Timestamp, _ sequence: UInt64, into outbox: inout Outbox
  ) {
    guard isConfigured, request.instrument.index < instruments.count else { return }
    let facts = Because(sequence)
    if rules.isDryRun {
      return outbox.emit(
        .orderNotSent(
          OrderNotSent(
            order: request.order, instrument: request.instrument,
            reason: outbox.arena.intern("DRY_RUN"))), because: facts)
    }
    orders.append(
      VenueOrder(
        number: request.order, requested: sequence, instrument: request.instrument,
        units: request.units.count,
        stop: request.stop, take: request.take, bound: request.bound,
        reducesOnly: request.reduceOnly, due: now))
    outbox.emit(
      .orderSubmitted(OrderSubmitted(order: request.order, instrument: request.instrument)),
      because: facts)
  }

  /// An order is under way: it is answered after the latency.
  mutating func rest(_ submitted: OrderSubmitted, at now: Timestamp, into outbox: inout Outbox) {
    guard let place = place(of: submitted.order) else { return }
    orders[place].isSubmitted = true
    // Asked here too: a call of a method that does not change it would copy the whole reducer.
    let fault = rules.hasFaults ? fault(of: orders[place], rules) : nil
    orders[place].due = now.adding(
      nanoseconds: rules.latencyNanoseconds * (fault == .delay ? 4 : 1))
    if let fault {
      return inject(fault, orders[place], at: now, into: &outbox)
    }
    if orders[place].due <= now { return settle(place, at: now, into: &outbox) }
    armReport(of: submitted.instrument, into: &outbox)
  }

  /// Arms the timer for the next order of an instrument that is due.
  func armReport(of instrument: InstrumentID, into outbox: inout Outbox) {
    var next: Timestamp?
    for order in orders where order.instrument == instrument && order.isPending {
      next = min(next ?? order.due, order.due)
    }
    if let next { outbox.arm(.venueReport, instrument, due: next) }
  }

  /// A timer of an instrument is due: its first order that is due is answered.
  mutating func answerDue(of instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox)
  {
    guard let place = duePlace(of: instrument, at: now) else {
      return armReport(of: instrument, into: &outbox)
    }
    settle(place, at: now, into: &outbox)
  }

  private func duePlace(of instrument: InstrumentID, at now: Timestamp) -> Int? {
    orders.firstIndex { $0.instrument == instrument && $0.isPending && $0.due <= now }
  }

  /// Goes on with the next order that is due at the same instant, or arms the timer for a later one.
  mutating func goOn(_ instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox) {
    guard instrument.index < instruments.count else { return }
    if let place = duePlace(of: instrument, at: now) {
      settle(place, at: now, into: &outbox)
    } else {
      armReport(of: instrument, into: &outbox)
      // What waits for a quote is filled together too.
      guard board[instrument.index].at == now, let place = waitingPlace(of: instrument) else {
        return
      }
      settle(place, at: now, into: &outbox)
    }
  }

  /// The first order of an instrument that waits for a quote.
  func waitingPlace(of instrument: InstrumentID) -> Int? {
    orders.firstIndex { $0.instrument == instrument && $0.waits && !$0.isUnknown }
  }

  /// Answers an order: filled at the quote in force, canceled with a reason, or held.
  mutating func settle(_ place: Int, at now: Timestamp, into outbox: inout Outbox) {
    let order = orders[place]
    switch outcome(of: order, at: now) {
    case .fill(let fill, let facts): outbox.emit(fill, because: facts)
    case .cancel(let reason): cancel(order, reason, into: &outbox)
    case .wait:
      guard !order.waits else { return }
      outbox.emit(
        .orderAccepted(OrderAccepted(order: order.number, instrument: order.instrument)))
    }
  }

  func cancel(_ order: VenueOrder, _ reason: String, into outbox: inout Outbox) {
    outbox.emit(
      .orderCanceled(
        OrderCanceled(
          order: order.number, instrument: order.instrument,
          reason: outbox.arena.intern(reason), units: Units(order.units))),
      because: Because(board[order.instrument.index].sequence))
  }

  enum Outcome {
    case fill(OrderFilled, Because)
    case cancel(String)
    case wait
  }

  /// What becomes of an order now. A reduction that can not be filled waits for the next quote.
  mutating func outcome(of order: VenueOrder, at now: Timestamp) -> Outcome {
    let index = order.instrument.index
    let quote = board[index]
    guard isTrading(order.instrument, at: now) else {
      return order.reducesOnly ? .wait : .cancel("MARKET_HALTED")
    }
    guard rules.isFresh(quote, at: now) else {
      return order.reducesOnly ? .wait : .cancel("QUOTE_STALE")
    }
    var units = order.units
    if order.reducesOnly {
      let held = instruments[index].lots.units
      guard held != 0, held.signum() == -units.signum() else { return .cancel("NO_POSITION") }
      if units.magnitude > held.magnitude { units = -held }
    }
    do throws(VenueValueFault) {
      let price = try FillPrice.of(
        order: units, bid: Price(micros: quote.bid), ask: Price(micros: quote.ask),
        slippage: rules.slippage, steps: instruments[index].units, bound: order.bound)
      guard case .trades(let price) = price else { return .cancel(FillPrice.boundsViolation) }
      let isPartial = !order.isPartlyFilled && fault(of: order, rules) == .partial
      let part = isPartial && units.magnitude > 1 ? units / 2 : units
      let fill = fill(
        order: order.number, order.instrument, units: part, at: price, reason: .marketOrder,
        remaining: part == units ? nil : units - part)
      guard let fill else { return .cancel("NO_CONVERSION") }
      guard order.reducesOnly || affords(fill) else { return .cancel("INSUFFICIENT_MARGIN") }
      var facts = Because(order.requested)
      facts.add(quote.sequence)
      if let leg = legSequence(of: index) { facts.add(leg) }
      return .fill(fill, facts)
    } catch {
      return .cancel("PRICE_INVALID")
    }
  }

  /// Whether anything of an instrument is filled now.
  mutating func isTrading(_ instrument: InstrumentID, at now: Timestamp) -> Bool {
    isMarketOpen(at: now) && instruments[instrument.index].haltedUntil <= now
  }

  private mutating func isMarketOpen(at now: Timestamp) -> Bool {
    if now >= marketHoldsUntil {
      let status = rules.calendar.status(of: [], at: now)
      isMarketOpen = status.isMarketOpen
      marketHoldsUntil = status.marketChange ?? now
    }
    return isMarketOpen
  }

  func place(of number: Int64) -> Int? { orders.firstIndex { $0.number == number } }

  mutating func note(
    _ accepted: OrderAccepted, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard let place = place(of: accepted.order),
      accepted.instrument == orders[place].instrument
    else { return }
    orders[place].waits = true
    instruments[accepted.instrument.index].hasWaiting = true
    goOn(accepted.instrument, at: now, into: &outbox)
  }

  /// An order ended without a trade.
  mutating func drop(
    _ number: Int64, _ instrument: InstrumentID, _ event: borrowing Event,
    into outbox: inout Outbox
  ) {
    orders.removeAll { $0.number == number }
    noteWaiting(instrument)
    goOn(instrument, at: event.at, into: &outbox)
  }

  mutating func noteWaiting(_ instrument: InstrumentID) {
    guard instrument.index < instruments.count else { return }
    instruments[instrument.index].hasWaiting = orders.contains {
      $0.instrument == instrument && $0.waits
    }
  }
}

extension VenueOrder {
  /// Whether it is under way and has no answer yet.
  var isPending: Bool { isSubmitted && !waits && !isUnknown }
}
