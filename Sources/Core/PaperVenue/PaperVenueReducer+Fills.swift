import Events
import Ledger
import Market
import Risk

extension PaperVenueReducer {
  /// A fill as it would be recorded; nil where the quote currency has no mid to the account's.
  func fill(
    order: Int64?, _ instrument: InstrumentID, units: Int64, at price: Price, reason: FillReason,
    lot: Int64? = nil, remaining: Int64? = nil
  ) -> OrderFilled? {
    guard let conversion = conversion(of: instrument.index) else { return nil }
    var book = instruments[instrument.index].lots
    var parts: [Slice] = []
    do throws(LedgerFault) {
      let closing = book.parts(of: units).closing
      let profit =
        closing == 0
        ? .zero : try book.reduce(by: closing, at: price, conversion: conversion, into: &parts)
      let commission = try rules.commission.charge(
        units: units, price: price, conversion: conversion)
      let quote = board[instrument.index]
      let mid = DoubledMid(bid: Price(micros: quote.bid), ask: Price(micros: quote.ask))
      let touched = units > 0 ? quote.ask : quote.bid
      let size = Int128(units.magnitude)
      // Of a doubled mid, so half of it is the cost.
      let spread = try conversion.apply(
        to: ExactMoney(micros: size * Int128(abs(2 * touched - (mid?.micros ?? 2 * touched))))
          .divided(by: 2)
      ).rounded()
      let slippage = try conversion.apply(
        to: ExactMoney(
          micros: size * Int128(units > 0 ? price.micros - touched : touched - price.micros))
      ).rounded()
      return OrderFilled(
        order: order, instrument: instrument, units: Units(units), price: price, reason: reason,
        lot: lot, remaining: remaining.map { Units($0) }, profit: profit, commission: commission,
        conversion: conversion.price, conversionDivides: conversion.divides,
        balance: try balance.adding(profit).subtracting(commission), spreadCost: spread,
        slippageCost: reason == .marketOrder ? slippage : .zero)
    } catch {
      return nil
    }
  }

  /// How an amount of an instrument's quote currency becomes account currency, by the newest mid of any
  /// age; nil while there is none.
  func conversion(of index: Int) -> Ledger.Conversion? {
    guard let pair = board.pairs[index] else { return nil }
    if pair.quote == rules.account { return .notNeeded }
    if let mid = roundedMid(CurrencyPair(pair.quote, rules.account)) { return .times(mid) }
    if let mid = roundedMid(CurrencyPair(rules.account, pair.quote)) { return .dividedBy(mid) }
    return nil
  }

  private func roundedMid(_ pair: CurrencyPair) -> Price? {
    guard let index = board.index(of: pair), board[index].isKnown else { return nil }
    let quote = board[index]
    return DoubledMid(bid: Price(micros: quote.bid), ask: Price(micros: quote.ask))?.rounded
  }

  /// The quote that the conversion of an instrument rests on.
  func legSequence(of index: Int) -> UInt64? {
    guard let pair = board.pairs[index], pair.quote != rules.account else { return nil }
    let leg =
      board.index(of: CurrencyPair(pair.quote, rules.account))
      ?? board.index(of: CurrencyPair(rules.account, pair.quote))
    return leg.map { board[$0].sequence }
  }

  /// Books a fill of our own: lots, balance, protective prices; then reports the account and goes on with
  /// what is due or reached at the same instant.
  mutating func book(_ fill: OrderFilled, _ event: borrowing Event, into outbox: inout Outbox) {
    guard fill.instrument.index < instruments.count else { return }
    let place = fill.order.flatMap(place(of:))
    let order = place.map { orders[$0] }
    book(fill, order: order, at: event.at)
    if let place {
      if let remaining = fill.remaining?.count, remaining != 0 {
        orders[place].units = remaining
        orders[place].isPartlyFilled = true
      } else {
        orders.remove(at: place)
        noteWaiting(fill.instrument)
      }
    }
    report(.fill, because: event.sequence, into: &outbox)
    unbooked = max(unbooked - 1, 0)
    // The other fills of a bar are on their way: nothing may be worked out before they are booked.
    guard unbooked == 0 else { return }
    if let place = fill.order.flatMap(self.place(of:)), orders[place].isPartlyFilled,
      !orders[place].isUnknown
    {
      return settle(place, at: event.at, into: &outbox)
    }
    if let order { repeatReport(of: order, into: &outbox) }
    goOn(fill.instrument, at: event.at, into: &outbox)
    fireProtective(fill.instrument, at: event.at, into: &outbox)
  }

  /// Moves lots, protective prices and the balance by a fill.
  ///
  /// - Returns: Whether the lots could hold it.
  @discardableResult private mutating func book(
    _ fill: OrderFilled, order: VenueOrder?, at now: Timestamp
  ) -> Bool {
    balance = fill.balance
    let index = fill.instrument.index
    let opened = instruments[index].lots.parts(of: fill.units.count).opening != 0
    if opened { lots += 1 }
    do throws(LedgerFault) {
      try instruments[index].book(
        fill, lot: lots, stop: order?.stop, take: order?.take, trigger: fill.lot, at: now,
        slices: &slices)
      return true
    } catch {
      // What was recorded is a fact; a book that can not hold it stays as it was.
      if opened { lots -= 1 }
      return false
    }
  }

  // MARK: Protective prices

  /// Trades the first lot of an instrument whose protective price the newest quote reaches.
  mutating func fireProtective(
    _ instrument: InstrumentID, at now: Timestamp, into outbox: inout Outbox
  ) {
    let quote = board[instrument.index]
    guard quote.isKnown, !isBooking(outbox) else { return }
    let bid = Price(micros: quote.bid)
    let ask = Price(micros: quote.ask)
    guard instruments[instrument.index].protective.isReached(bid: bid, ask: ask),
      isTrading(instrument, at: now)
    else { return }
    if let trigger = instruments[instrument.index].reached(bid: bid, ask: ask) {
      emit(trigger, instrument, because: quote.sequence, into: &outbox)
    }
  }

  /// Whether a fill was emitted that is not booked yet: until then no other one may be worked out.
  private func isBooking(_ outbox: borrowing Outbox) -> Bool {
    for place in outbox.emitted.indices {
      if case .orderFilled = outbox.emitted[place].body { return true }
    }
    return false
  }

  private func emit(
    _ trigger: ProtectiveTrigger, _ instrument: InstrumentID, because fact: UInt64,
    into outbox: inout Outbox
  ) {
    if let fill = fill(of: trigger, instrument) { outbox.emit(fill, because: Because(fact)) }
  }

  private func fill(
    of trigger: ProtectiveTrigger, _ instrument: InstrumentID
  ) -> OrderFilled? {
    let lots = instruments[instrument.index].lots
    guard let position = lots.position(of: trigger.lot) else { return nil }
    return fill(
      order: nil, instrument, units: -lots[position].remaining, at: trigger.price,
      reason: trigger.kind == .stop ? .stopLoss : .takeProfit, lot: trigger.lot)
  }

  /// In runs from candles a bar's low and high count too, the stop before the take.
  mutating func reach(
    _ candle: CandleReceived, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    let index = candle.instrument.index
    guard isConfigured, isStarted, index < instruments.count,
      let open = candle.open, let high = candle.high, let low = candle.low, board[index].isKnown,
      !instruments[index].protective.isEmpty, instruments[index].haltedUntil <= event.at
    else { return }
    // The bar is of one side; half the newest spread makes the other one of it.
    let spread = board[index].ask - board[index].bid
    let (below, above): (Int64, Int64) =
      switch candle.side {
      case .bid: (0, spread)
      case .ask: (spread, 0)
      case .mid: (spread / 2, spread - spread / 2)
      }
    func range(_ shift: Int64) -> PriceRange {
      PriceRange(
        open: Price(micros: open.micros + shift), high: Price(micros: high.micros + shift),
        low: Price(micros: low.micros + shift))
    }
    let bid = range(-below)
    guard bid.low.micros > 0 else { return }
    let ask = range(above)
    unbooked = 0
    // A copy books each fill, so that the next one is worked out from what is then left.
    var venue = self
    while let trigger = venue.instruments[index].reached(bid: bid, ask: ask),
      let fill = venue.fill(of: trigger, candle.instrument)
    {
      outbox.emit(fill, because: Because(event.sequence))
      unbooked += 1
      guard venue.book(fill, order: nil, at: event.at) else { return }
    }
  }
}
