import Events
import Ledger
import Market
import Risk

extension PaperVenueReducer {
  /// How long the account is not reported again though an open position's value moves.
  private static let reportNanoseconds = 15 * nanosecondsPerSecond

  func report(
    _ cause: AccountReport, because fact: UInt64 = 0, into outbox: inout Outbox
  ) {
    guard let account = account(cause) else { return }
    outbox.emit(.accountObserved(account), because: Because(fact))
  }

  /// The 15 s are over: the account is reported if the value of an open position moved.
  func reportMoved(at now: Timestamp, into outbox: inout Outbox) {
    guard let account = account(.moved), account.openPositions > 0 else { return }
    guard account.nav != reportedNav else {
      outbox.arm(.account, InstrumentID(0), due: now.adding(nanoseconds: Self.reportNanoseconds))
      return
    }
    outbox.emit(.accountObserved(account))
  }

  mutating func note(
    _ report: AccountObserved, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    let wasStarted = isStarted
    isStarted = true
    reportedNav = report.nav
    lastReport = event.sequence
    if report.cause == .day { armDay(after: event.at, into: &outbox) }
    if !wasStarted { armDay(after: event.at, into: &outbox) }
    if report.openPositions > 0 {
      // A fill within the 15 s does not put the next report off.
      if report.cause != .fill || !isAccountArmed {
        let due = event.at.adding(nanoseconds: Self.reportNanoseconds)
        outbox.arm(.account, InstrumentID(0), due: due)
      }
      isAccountArmed = true
    } else if isAccountArmed {
      outbox.cancel(.account, InstrumentID(0))
      isAccountArmed = false
    }
  }

  /// The account now; nil while a position can not be valued.
  func account(_ cause: AccountReport) -> AccountObserved? {
    var unrealised = Money.zero
    var used = Money.zero
    var open: Int64 = 0
    do throws(LedgerFault) {
      for index in instruments.indices where !instruments[index].lots.isEmpty {
        guard let conversion = conversion(of: index) else { return nil }
        let quote = board[index]
        open += 1
        unrealised = try unrealised.adding(
          UnrealisedProfit.of(
            instruments[index].lots, bid: Price(micros: quote.bid), ask: Price(micros: quote.ask),
            conversion: conversion))
        used = try used.adding(margin(of: instruments[index].lots.units, index, conversion, rules))
      }
      let nav = try balance.adding(unrealised)
      let available = try nav.subtracting(used)
      return AccountObserved(
        balance: balance, nav: nav, marginUsed: used, marginAvailable: max(.zero, available),
        openPositions: open, cause: cause)
    } catch {
      return nil
    }
  }

  /// The margin that units of an instrument use, at mid.
  private func margin(
    of units: Int64, _ index: Int, _ conversion: Ledger.Conversion, _ rules: VenueRules
  ) throws(LedgerFault) -> Money {
    let quote = board[index]
    let rate = rules.rate(of: board.instruments[index])
    guard let mid = DoubledMid(bid: Price(micros: quote.bid), ask: Price(micros: quote.ask)) else {
      throw .badPrice
    }
    return try MarginUsed.of(units: units, value: .quote(mid, conversion), rate: rate)
  }

  /// Whether the margin that is left carries a fill that opens units.
  func affords(_ fill: OrderFilled) -> Bool {
    guard let account = account(.fill),
      let conversion = conversion(of: fill.instrument.index)
    else { return false }
    let index = fill.instrument.index
    let held = instruments[index].lots.units
    guard (held + fill.units.count).magnitude > held.magnitude else { return true }
    do throws(LedgerFault) {
      let more = try margin(of: fill.units.count, index, conversion, rules)
      return try more.adding(fill.commission) <= account.marginAvailable
    } catch {
      return false
    }
  }
}
