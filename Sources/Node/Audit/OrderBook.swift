package import Events
package import Journal
import Ledger
package import Market

/// One order, from its decision to its end.
package struct OrderHistory: Sendable {
  package struct Step: Sendable {
    package let sequence: UInt64
    package let at: Timestamp
    package let state: String
    /// The venue's words, where it gave some.
    package let reason: String
  }

  package let number: Int64
  package let instrument: InstrumentID
  package let units: Int64
  package let intent: OrderIntent
  package let owner: String
  package let reason: OrderReason
  package fileprivate(set) var filled: Int64 = 0
  package fileprivate(set) var history: [Step]
  fileprivate var state: OrderState = .requested

  package var stateName: String { state.name }
}

/// An order that was refused, and why.
package struct RefusedOrder: Sendable {
  package let sequence: UInt64
  package let at: Timestamp
  package let instrument: InstrumentID
  package let units: Int64
  package let owner: String
  package let blockers: [String]
}

/// An arrow that the table of an order's life does not have.
package struct IllegalArrow: Sendable {
  package let sequence: UInt64
  package let at: Timestamp
  package let order: Int64
  package let instrument: InstrumentID
  package let state: String?
  package let event: String
}

/// All orders of a journal, those that were refused, and those that did what they must not.
package struct OrderBook: Sendable {
  package private(set) var orders: [OrderHistory] = []
  package private(set) var refused: [RefusedOrder] = []
  package private(set) var illegal: [IllegalArrow] = []
  private var places: [Int64: Int] = [:]

  package init(of log: any EventLog, path: String) throws {
    try TradingEvents.forEach(in: log, path: path) { event, arena in note(event, arena) }
  }

  private mutating func note(_ event: Event, _ arena: borrowing ByteBuffer) {
    func text(_ text: Text) -> String { String(decoding: arena[text], as: UTF8.self) }
    switch event.body {
    case .orderRequested(let place):
      let request = arena[place]
      places[request.order] = orders.count
      orders.append(
        OrderHistory(
          number: request.order, instrument: request.instrument, units: request.units.count,
          intent: request.intent, owner: text(request.owner), reason: request.reason,
          history: [
            OrderHistory.Step(
              sequence: event.sequence, at: event.at, state: OrderState.requested.name,
              reason: request.reason.name)
          ]))
    case .orderRefused(let place):
      let refusal = arena[place]
      refused.append(
        RefusedOrder(
          sequence: event.sequence, at: event.at, instrument: refusal.instrument,
          units: refusal.units.count, owner: text(refusal.owner),
          blockers: refusal.blockers.map(\.name)))
    case .orderSubmitted(let report): step(report.order, .submitted, event)
    case .orderAccepted(let report): step(report.order, .accepted, event)
    case .orderFilled(let place):
      let fill = arena[place]
      guard let order = fill.order else { return }
      if let place = places[order] { orders[place].filled += fill.units.count }
      let isLast = fill.remaining.map { $0.count == 0 } ?? true
      step(order, isLast ? .filled : .partiallyFilled, event, fill.reason.name)
    case .orderCanceled(let report): step(report.order, .canceled, event, text(report.reason))
    case .orderRejected(let report): step(report.order, .rejected, event, text(report.reason))
    case .orderNotSent(let report): step(report.order, .expired, event, text(report.reason))
    case .orderOutcomeUnknown(let report):
      step(report.order, .outcomeUnknown, event, text(report.reason))
    case .orderLookupRequested(let lookup): step(lookup.order, .lookupRequested, event)
    case .orderOutcomeResolved(let report): step(report.order, .resolvedNotFound, event)
    case .orderIrregularityFound(let found):
      illegal.append(
        IllegalArrow(
          sequence: event.sequence, at: event.at, order: found.order, instrument: found.instrument,
          state: found.state?.name, event: found.event.name))
    default: return
    }
  }

  private mutating func step(
    _ number: Int64, _ what: OrderEvent, _ event: Event, _ reason: String = ""
  ) {
    guard let place = places[number],
      let next = OrderLife.next(after: orders[place].state, on: what)
    else { return }
    orders[place].state = next
    orders[place].history.append(
      OrderHistory.Step(
        sequence: event.sequence, at: event.at, state: next.name, reason: reason))
  }
}
