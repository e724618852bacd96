import Configuration
import Events
import Market
import PaperRun
import PaperVenue
import Turns

/// The paper venue with nobody else: orders are put in where the portfolio would decide them.
struct LoneVenue: ReducerSet {
  var venue = PaperVenueReducer()
  var wish: OrderRequested?

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  func admits(_ quote: Quote) -> Bool { true }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    switch (actor, event.body) {
    case (.portfolio, .operatorOrderRequested):
      if let wish { outbox.emit(wish) }
      wish = nil
    case (.venue, _): venue.apply(event, into: &outbox)
    default: return
    }
  }

  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? {
    venue.apply(quote: quote, into: &outbox)
    return outbox.hasEmitted ? .venue : nil
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    if timer.actor == .venue { venue.wake(timer, instrument, at: at, into: &outbox) }
  }
}

/// Puts the paper venue through the contract suite.
final class PaperVenueUnderTest: VenueUnderTest {
  private var engine = TurnEngine(LoneVenue())
  private var tape = TurnTape()
  private var now: Timestamp
  private var sent: Int64 = 0

  init(_ terms: VenueTerms) throws {
    now = terms.start
    let settings = PaperRun.settings(["EUR_USD"]) { settings in
      settings.paperBalance = terms.balance
      settings.paperMarginRate = terms.marginRate
      settings.paperSlippageBasisPoints = terms.slippageBasisPoints
      settings.paperLatencyMilliseconds = terms.latencyMilliseconds
      settings.dryRunTrades = terms.isDryRun
      settings.paperFaults = terms.faults.compactMap { PaperFault(rawValue: $0) }
        .map { PaperFaultRate(fault: $0, perMille: 1_000) }
    }
    try run(.opening(1, at: now))
    try run(source: 0) { arena in
      .configurationApplied(arena.put(ConfigurationApplied(settings, layers: "", into: &arena)))
    }
    try run(source: 0) { arena in
      .instrumentListed(
        InstrumentListed(
          instrument: InstrumentID(0), digits: 5, name: arena.intern("EUR_USD")))
    }
  }

  func quote(bid: Int64, ask: Int64) throws {
    try run { _ in
      .tickReceived(
        TickReceived(
          instrument: InstrumentID(0), bid: Price(micros: bid), ask: Price(micros: ask)))
    }
  }

  func bar(open: Int64, high: Int64, low: Int64, close: Int64) throws {
    let openAt = now.adding(nanoseconds: -60 * nanosecondsPerSecond)
    try run { _ in
      .candleReceived(
        CandleReceived(
          instrument: InstrumentID(0), openAt: openAt, barSeconds: 60, side: .mid,
          open: Price(micros: open), high: Price(micros: high), low: Price(micros: low),
          close: Price(micros: close)))
    }
  }

  func send(_ order: VenueWish) throws {
    sent += 1
    let none = Text(offset: 0, count: 0)
    engine.reducers.wish = OrderRequested(
      order: sent, instrument: InstrumentID(0), intent: order.reducesOnly ? .reduce : .increase,
      units: Units(order.units), stop: order.stop.map { Price(micros: $0) },
      take: order.take.map { Price(micros: $0) }, bound: order.bound.map { Price(micros: $0) },
      reduceOnly: order.reducesOnly, owner: none, reason: .manual)
    try run { _ in
      .operatorOrderRequested(
        OperatorOrderRequested(
          owner: none, reason: none, instrument: InstrumentID(0), units: Units(order.units)))
    }
  }

  func pass(milliseconds: Int64) throws {
    now = now.adding(nanoseconds: milliseconds * nanosecondsPerMillisecond)
    try run { _ in
      .commandUnreadable(
        CommandUnreadable(line: 1, reason: .notJson, head: Text(offset: 0, count: 0)))
    }
  }

  func pass(to instant: Timestamp) throws {
    now = max(now, instant)
    try pass(milliseconds: 0)
  }

  /// What it recorded, faults included.
  func facts() throws -> [Fact] { try tape.facts() }

  func reports() throws -> [VenueReport] { try facts().compactMap(Self.report) }

  private func run(
    source: UInt16 = 1, _ make: (inout ByteBuffer) -> EventBody
  ) throws {
    try run(Input(time: now, occurredAt: now, source: source, position: 1, make))
  }

  private func run(_ input: Input) throws { try engine.run(input, into: &tape) }

  private static func report(_ fact: Fact) -> VenueReport? {
    switch fact.body {
    case .orderSubmitted(let report): return .submitted(report.order)
    case .orderAccepted(let report): return .accepted(report.order)
    case .orderNotSent(let report): return .notSent(report.order)
    case .orderOutcomeUnknown(let report): return .unknown(report.order)
    case .orderCanceled(let report): return .canceled(report.order, fact.text("reason") ?? "")
    case .orderRejected(let report): return .rejected(report.order, fact.text("reason") ?? "")
    case .orderFilled:
      guard let fill = fact.filled else { return nil }
      return .filled(
        fill.order, units: fill.units.count, at: fill.price.micros,
        reason: fact.text("reason") ?? "")
    case .accountObserved(let account):
      return .account(
        cause: account.cause.name, balance: account.balance.micros, nav: account.nav.micros,
        used: account.marginUsed.micros, available: account.marginAvailable.micros)
    default: return nil
    }
  }
}
