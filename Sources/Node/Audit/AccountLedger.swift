import Events
package import Journal
package import Market

/// The account of a journal, entry by entry, added up anew.
package struct AccountLedger: Sendable {
  package struct Entry: Sendable {
    package enum Kind: String, Sendable { case profit, commission }

    package let sequence: UInt64
    package let at: Timestamp
    package let instrument: InstrumentID
    package let kind: Kind
    package let amount: Money
    /// The sum of all entries up to it.
    package let balance: Money
  }

  package private(set) var currency = ""
  /// Nil where no settings were applied.
  package private(set) var openingBalance: Money?
  package private(set) var entries: [Entry] = []
  package private(set) var closingBalance = Money.zero
  /// What the venue reported last.
  package private(set) var accountBalance: Money?
  /// The first fill whose balance is not the sum of the entries.
  package private(set) var firstFault: UInt64?

  package var addsUp: Bool {
    firstFault == nil && (accountBalance.map { $0 == closingBalance } ?? true)
  }

  package init(of log: any EventLog, path: String) throws {
    // A child goes on with what its parents left.
    if let balance = try BaseState.balance(of: log, path: path) {
      openingBalance = balance
      closingBalance = balance
    }
    try TradingEvents.forEach(in: log, path: path) { event, arena in note(event, arena) }
  }

  private mutating func note(_ event: Event, _ arena: borrowing ByteBuffer) {
    switch event.body {
    case .configurationApplied(let place):
      let applied = arena[place]
      if let text = applied.accountCurrency {
        currency = String(decoding: arena[text], as: UTF8.self)
      }
      guard openingBalance == nil, let balance = applied.paperBalance else { return }
      openingBalance = balance
      closingBalance = balance
    case .orderFilled(let place):
      let fill = arena[place]
      add(fill.profit, .profit, fill.instrument, event)
      add(Money(micros: 0 &- fill.commission.micros), .commission, fill.instrument, event)
      if fill.balance != closingBalance, firstFault == nil { firstFault = event.sequence }
    case .accountObserved(let report): accountBalance = report.balance
    default: return
    }
  }

  private mutating func add(
    _ amount: Money, _ kind: Entry.Kind, _ instrument: InstrumentID, _ event: Event
  ) {
    guard amount.micros != 0 else { return }
    let (sum, overflow) = closingBalance.micros.addingReportingOverflow(amount.micros)
    if overflow, firstFault == nil { firstFault = event.sequence }
    closingBalance = Money(micros: sum)
    entries.append(
      Entry(
        sequence: event.sequence, at: event.at, instrument: instrument, kind: kind, amount: amount,
        balance: closingBalance))
  }
}
