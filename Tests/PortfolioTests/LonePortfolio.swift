import Configuration
import Events
import Ledger
import Market
import PaperRun
import Portfolio
import Turns

/// The portfolio with nobody else: what a venue says comes in as inputs, as from a broker.
struct LonePortfolio: ReducerSet {
  var portfolio = PortfolioReducer()

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  func admits(_ quote: Quote) -> Bool { true }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    if actor == .portfolio { portfolio.apply(event, into: &outbox) }
  }

  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? {
    portfolio.apply(quote: quote, into: &outbox)
    return outbox.hasEmitted ? .portfolio : nil
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    if timer.actor == .portfolio { portfolio.wake(timer, instrument, at: at, into: &outbox) }
  }
}

/// A portfolio that holds 1,000 EUR_USD and wants them closed by order 1; the test is the broker.
final class ByHand {
  private var engine = TurnEngine(LonePortfolio())
  private var tape = TurnTape()
  private(set) var now = PaperRun.wednesday

  init() throws {
    try run(.opening(1, at: now))
    let settings = PaperRun.settings(["EUR_USD"])
    try run { arena in
      .configurationApplied(arena.put(ConfigurationApplied(settings, layers: "", into: &arena)))
    }
    try run { arena in
      .instrumentListed(
        InstrumentListed(
          instrument: InstrumentID(0), digits: 5, name: arena.intern("EUR_USD")))
    }
    try fill(nil, 1_000)
    try run { arena in
      let text = arena.intern("ann")
      return .closeRequested(
        CloseRequested(owner: text, reason: text, instrument: InstrumentID(0), units: Units(900)))
    }
  }

  func units() -> Int64 { engine.reducers.portfolio.units(of: InstrumentID(0)) }

  func pass(seconds: Int64) throws -> [Fact] {
    now = now.adding(nanoseconds: seconds * nanosecondsPerSecond)
    return try run { _ in
      .commandUnreadable(
        CommandUnreadable(line: 1, reason: .notJson, head: Text(offset: 0, count: 0)))
    }
  }

  /// An operator wants more or less of it.
  func order(_ units: Int64) throws -> [Fact] {
    try run { arena in
      let text = arena.intern("ann")
      return .operatorOrderRequested(
        OperatorOrderRequested(
          owner: text, reason: text, instrument: InstrumentID(0), units: Units(units)))
    }
  }

  /// An operator enables the instrument.
  func enable() throws {
    try run { arena in
      let text = arena.intern("ann")
      return .instrumentEnableRequested(
        InstrumentEnableRequested(owner: text, reason: text, instrument: InstrumentID(0)))
    }
  }

  /// Lets the broker say something of order 1.
  ///
  /// - Returns: What it came to; nil for what no broker says.
  func say(_ event: OrderEvent, _ order: Int64 = 1) throws -> [Fact]? {
    let instrument = InstrumentID(0)
    return switch event {
    case .submitted:
      try run { _ in .orderSubmitted(OrderSubmitted(order: order, instrument: instrument)) }
    case .accepted:
      try run { _ in .orderAccepted(OrderAccepted(order: order, instrument: instrument)) }
    case .partiallyFilled: try fill(order, -100, remaining: -800)
    case .filled: try fill(order, -100)
    case .canceled:
      try run { arena in
        .orderCanceled(
          OrderCanceled(
            order: order, instrument: instrument, reason: arena.intern("TEST"), units: Units(-900)))
      }
    case .rejected:
      try run { arena in
        .orderRejected(
          OrderRejected(order: order, instrument: instrument, reason: arena.intern("TEST")))
      }
    case .expired:
      try run { arena in
        .orderNotSent(
          OrderNotSent(order: order, instrument: instrument, reason: arena.intern("TEST")))
      }
    case .outcomeUnknown:
      try run { arena in
        .orderOutcomeUnknown(
          OrderOutcomeUnknown(order: order, instrument: instrument, reason: arena.intern("TEST")))
      }
    case .lookedUp:
      try run { _ in
        .orderLookedUp(
          OrderLookedUp(order: order, instrument: instrument, found: false, state: .unknown))
      }
    case .requested, .placedByVenue, .toldToWait, .lookupRequested, .resolvedFound,
      .resolvedNotFound:
      nil
    }
  }

  @discardableResult private func fill(
    _ order: Int64?, _ units: Int64, remaining: Int64? = nil
  ) throws -> [Fact] {
    try run { arena in
      .orderFilled(
        arena.put(
          OrderFilled(
            order: order, instrument: InstrumentID(0), units: Units(units),
            price: Price(micros: 1_100_000), reason: .marketOrder,
            remaining: remaining.map { Units($0) }, profit: .zero, commission: .zero,
            balance: Money(micros: 10_000_000_000), spreadCost: .zero, slippageCost: .zero)))
    }
  }

  @discardableResult private func run(_ make: (inout ByteBuffer) -> EventBody) throws -> [Fact] {
    try run(Input(time: now, occurredAt: now, source: 1, position: 1, make))
  }

  @discardableResult private func run(_ input: Input) throws -> [Fact] {
    let before = tape.turns.count
    try engine.run(input, into: &tape)
    return try tape.facts(from: before)
  }
}
