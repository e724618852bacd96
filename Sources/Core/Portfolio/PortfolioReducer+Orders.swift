import Events
import Ledger
import Market
import Risk
import Strategy

/// An order that somebody wants.
struct OrderWish {
  var instrument: InstrumentID
  /// Signed.
  var units: Int64
  var stop: Price?
  var take: Price?
  var owner: Text
  var reason: OrderReason
}

extension PortfolioReducer {
  /// Decides an order that an operator wants: an increase passes every gate; one against the position is a
  /// reduction, up to flat.
  mutating func request(_ wish: OrderWish, at now: Timestamp, into outbox: inout Outbox) {
    let index = wish.instrument.index
    guard index < instruments.count, wish.units != 0 else { return }
    let held = instruments[index].units
    // What an order under way will open counts as the side: another order may be quicker than it.
    let side = held != 0 ? held : instruments[index].pendingIncrease
    if side != 0, side.signum() != wish.units.signum() {
      let left = instruments[index].unitsLeft
      guard left.signum() == side.signum(), wish.units.magnitude <= left.magnitude else {
        return refuse(
          wish.instrument, wish.units, wish.owner, wish.reason, .of(.sideChange), Checks(),
          into: &outbox)
      }
      let isAll = wish.units.magnitude == instruments[index].units.magnitude
      return reduce(
        wish.instrument, wish.units, isAll ? .close : .reduce, wish.reason, wish.owner, at: now,
        into: &outbox)
    }
    increase(wish, at: now, into: &outbox)
  }

  private mutating func increase(
    _ wish: OrderWish, at now: Timestamp, into outbox: inout Outbox
  ) {
    let index = wish.instrument.index
    var checks = Checks()
    var blockers = blockers(
      of: index, units: wish.units, isManual: true, at: now, &checks)
    blockers.formUnion(sizeBlockers(of: index, units: wish.units, at: now, &checks))
    let bracket = bracket(of: wish, index)
    blockers.insert(.bracket, if: bracket == nil)
    guard blockers.isEmpty, let bracket, let bound = bound(of: wish, index) else {
      return refuse(
        wish.instrument, wish.units, wish.owner, wish.reason, blockers, checks, into: &outbox)
    }
    var facts = Because(board[index].sequence)
    facts.add(instruments[index].metricsSequence)
    facts.add(accountSequence)
    facts.add(killSequence)
    facts.add(marginSequence)
    outbox.emit(
      OrderRequested(
        order: lastOrder + 1, instrument: wish.instrument, intent: .increase,
        units: Units(wish.units), stop: bracket.stop, take: bracket.take, bound: bound,
        reduceOnly: false, owner: wish.owner, reason: wish.reason), because: facts)
  }

  /// Every increase carries a stop: the one asked for where it lies on its side of the quote and is not
  /// further than the disaster distance, else that of the settings.
  func bracket(of wish: OrderWish, _ index: Int) -> Bracket? {
    guard let quote = snapshot(of: index) else { return nil }
    let side: Stance = wish.units > 0 ? .long : .short
    let units = PriceUnits(digits: instruments[index].instrument.digits)
    guard
      var bracket = rules.brackets.bracket(
        side: side, quote: quote, steps: PriceSteps(units), range: instruments[index].range.value)
    else { return nil }
    if let stop = wish.stop {
      var widest = rules.brackets
      widest.mode = .disaster
      guard
        let limit = widest.bracket(side: side, quote: quote, steps: PriceSteps(units), range: nil),
        stop.micros % units.point == 0,
        side == .long
          ? stop < quote.bid && stop >= limit.stop : stop > quote.ask && stop <= limit.stop
      else { return nil }
      bracket.stop = stop
    }
    if let take = wish.take {
      guard take.micros % units.point == 0, side == .long ? take > quote.ask : take < quote.bid
      else {
        return nil
      }
      bracket.take = take
    }
    return bracket
  }

  /// The worst price an increase may be filled at: the quote and MAX_SLIPPAGE_BPS, rounded towards the quote.
  func bound(of wish: OrderWish, _ index: Int) -> Price? {
    guard board[index].isKnown else { return nil }
    let units = PriceUnits(digits: instruments[index].instrument.digits)
    let touched = wish.units > 0 ? board[index].ask : board[index].bid
    let share = Double(touched) * rules.slippageBasisPoints / 10_000
    guard share.isFinite, share >= 0, share < 1e15 else { return nil }
    let steps = Int64(share) / units.point * units.point
    return Price(micros: wish.units > 0 ? touched + steps : touched - steps)
  }

  /// A reduction or a close: it passes every gate, and carries neither stop nor bound.
  mutating func reduce(
    _ instrument: InstrumentID, _ units: Int64, _ intent: OrderIntent, _ reason: OrderReason,
    _ owner: Text, at now: Timestamp, into outbox: inout Outbox
  ) {
    let index = instrument.index
    // Part of a position waits until an unknown order is settled; all of it can not close too much.
    if intent != .close, instruments[index].unknownOrders > 0 {
      return refuse(instrument, units, owner, reason, .of(.orderOpen), Checks(), into: &outbox)
    }
    guard orders.count < Self.mostOrders else {
      return refuse(instrument, units, owner, reason, .of(.orderOpen), Checks(), into: &outbox)
    }
    var facts = Because(board[index].sequence)
    facts.add(instruments[index].metricsSequence)
    facts.add(accountSequence)
    outbox.emit(
      OrderRequested(
        order: lastOrder + 1 + newOrders(in: outbox), instrument: instrument, intent: intent,
        units: Units(units), reduceOnly: true, owner: owner, reason: reason), because: facts)
  }

  /// Orders that this answer has emitted already: each gets a number of its own.
  private func newOrders(in outbox: borrowing Outbox) -> Int64 {
    var count: Int64 = 0
    for place in outbox.emitted.indices {
      if case .orderRequested = outbox.emitted[place].body { count += 1 }
    }
    return count
  }

  func refuse(
    _ instrument: InstrumentID, _ units: Int64, _ owner: Text, _ reason: OrderReason,
    _ blockers: LabelSet<OrderBlocker>, _ checks: Checks, into outbox: inout Outbox
  ) {
    func money(_ value: Double?) -> Money? {
      value.flatMap { $0.magnitude < 9e12 ? Money(micros: micros(of: $0)) : nil }
    }
    var facts = Because(board[instrument.index].sequence)
    facts.add(instruments[instrument.index].metricsSequence)
    facts.add(accountSequence)
    facts.add(killSequence)
    outbox.emit(
      OrderRefused(
        instrument: instrument, units: Units(units), owner: owner, reason: reason,
        blockers: blockers,
        guards: checks.guards.flatMap { $0.passes ? nil : LabelSet(UInt64($0.rawValue)) },
        quoteAgeMs: checks.quoteAge, spreadBps: checks.spread, spreadLimitBps: checks.spreadLimit,
        signalAgeMs: checks.signalAge, marginShare: checks.marginShare,
        valueAtRisk: money(checks.valueAtRisk), valueAtRiskLimit: money(checks.valueAtRiskLimit),
        unitsLimit: checks.unitsLimit.map { Units($0) }, nav: money(checks.nav)), because: facts)
  }
}

/// A number in millionths, rounded half away from zero.
func micros(of value: Double) -> Int64 {
  let scaled = value * 1_000_000
  return Int64(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}
