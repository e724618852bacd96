package import Events
package import Journal
package import Market

/// One lot from its opening to its last exit, as the journal tells it.
package struct Trade: Sendable {
  package struct Step: Sendable {
    package let sequence: UInt64
    package let at: Timestamp
    /// With the sign of the lot.
    package let units: Int64
    package let price: Price
    package let profit: Money
    package let reason: FillReason
  }

  package let lot: Int64
  package let instrument: InstrumentID
  package let entry: Step
  package let commission: Money
  package fileprivate(set) var exits: [Step] = []
  package fileprivate(set) var profit = Money.zero
  package fileprivate(set) var isClosed = false
}

/// All lots of a journal.
package struct TradeBook: Sendable {
  package private(set) var trades: [Trade] = []
  private var places: [Int64: Int] = [:]

  package init(of log: any EventLog, path: String) throws {
    try TradingEvents.forEach(in: log, path: path) { event, _ in note(event) }
  }

  private mutating func note(_ event: Event) {
    switch event.body {
    case .lotOpened(let lot):
      places[lot.lot] = trades.count
      trades.append(
        Trade(
          lot: lot.lot, instrument: lot.instrument,
          entry: Trade.Step(
            sequence: event.sequence, at: event.at, units: lot.units.count, price: lot.price,
            profit: .zero, reason: lot.reason), commission: lot.commission))
    case .lotReduced(let lot):
      exit(event, lot.lot, lot.units, lot.price, lot.profit, lot.reason, closes: false)
    case .lotClosed(let lot):
      exit(event, lot.lot, lot.units, lot.price, lot.profit, lot.reason, closes: true)
    default: return
    }
  }

  private mutating func exit(
    _ event: Event, _ lot: Int64, _ units: Units, _ price: Price, _ profit: Money,
    _ reason: FillReason, closes: Bool
  ) {
    guard let place = places[lot] else { return }
    trades[place].exits.append(
      Trade.Step(
        sequence: event.sequence, at: event.at, units: units.count, price: price, profit: profit,
        reason: reason))
    trades[place].profit.micros &+= profit.micros
    trades[place].isClosed = closes
  }
}
