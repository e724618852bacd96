import Configuration
public import Events
import Ledger
public import Market
import Risk

/// Stands for a broker on paper: rests orders, fills them from quotes, keeps protective prices and the
/// account.
///
///     order-requested ────────────▶ emits order-submitted (a dry run: order-not-sent)
///     order-submitted ────────────▶ its own: due after the latency, at once where there is none
///     due, usable quote ──────────▶ emits order-filled, or order-canceled with the reason
///     due, no usable quote ───────▶ an increase is canceled; a reduction waits (order-accepted)
///     quote ──────────────────────▶ fills what waits; a protective price it reaches emits order-filled
///     order-filled ───────────────▶ its own: lots, balance; emits account-observed
///     first content, 17:00, 15 s ─▶ emits account-observed
///
/// What a report changes, its own recorded event changes: nothing else does. Financing is off.
/// Source: trading-system.md, sections 10 and 11; oanda-v20.md, sections 7 to 11.
public struct PaperVenueReducer: Reducer {
  /// The most orders that are under way at once; further ones are rejected.
  static let mostOrders = 4_096

  var settingsText = ""
  var isFromFiles = true
  /// Whether settings were applied: before, nothing is emitted.
  var isConfigured = false
  var rules = VenueRules()
  /// Whether the market is open, and until when that holds: worked out again behind it, no part of the state.
  var isMarketOpen = false
  var marketHoldsUntil = Timestamp.zero
  var board = QuoteBoard()
  var instruments: [VenueInstrument] = []
  var orders: [VenueOrder] = []
  var balance = Money.zero
  /// Lots opened in the journal.
  var lots: Int64 = 0
  /// Whether the account was reported.
  var isStarted = false
  /// Whether the 15 s timer is armed.
  var isAccountArmed = false
  var reportedNav: Money?
  /// The event of the newest report.
  var lastReport: UInt64 = 0
  /// Fills of a bar that are emitted and not booked yet; zero at the end of every turn, so no part of the state.
  var unbooked = 0
  /// Reused, so that a fill allocates nothing.
  var slices: [Slice] = []

  public static var stateVersion: UInt16 { 1 }

  public init() {}

  @inline(__always)
  public mutating func apply(quote: Quote, into outbox: inout Outbox) {
    let index = quote.instrument.index
    guard isConfigured, index < instruments.count else { return }
    board[index] = KeptQuote(
      bid: quote.bid, ask: quote.ask, at: quote.at, sequence: quote.sequence,
      isFromCandle: quote.fromCandle != nil)
    if !isStarted || instruments[index].hasWaiting
      || instruments[index].protective.isReached(
        bid: Price(micros: quote.bid), ask: Price(micros: quote.ask))
    {
      answer(quote, into: &outbox)
    }
  }

  public mutating func apply(_ event: borrowing Event, into outbox: inout Outbox) {
    switch event.body {
    case .tickReceived:
      if let quote = Quote(event) { apply(quote: quote, into: &outbox) }
    case .candleReceived(let candle) where candle.priming != true:
      reach(candle, event, into: &outbox)
    case .candleClosed: return
    case .runStarted(let place): isFromFiles = outbox[place].clock == .fileStamps
    case .instrumentListed(let listing):
      guard listing.instrument.index == instruments.count else { return }
      let name = String(decoding: outbox.arena[listing.name], as: UTF8.self)
      let instrument = Instrument(name: name, digits: Int(listing.digits))
      board.list(instrument)
      instruments.append(VenueInstrument(instrument))
    case .configurationApplied(let place):
      adopt(TradingSettings(outbox[place], arena: outbox.arena))
    case .orderRequested(let place):
      take(outbox[place], at: event.at, event.sequence, into: &outbox)
    case .orderLookupRequested(let lookup): answer(lookup, event, into: &outbox)
    case .orderSubmitted(let submitted): rest(submitted, at: event.at, into: &outbox)
    case .orderAccepted(let accepted): note(accepted, at: event.at, into: &outbox)
    case .orderFilled(let place): book(outbox[place], event, into: &outbox)
    case .orderCanceled(let canceled):
      drop(canceled.order, canceled.instrument, event, into: &outbox)
    case .orderRejected(let rejected):
      drop(rejected.order, rejected.instrument, event, into: &outbox)
    case .orderNotSent(let notSent): orders.removeAll { $0.number == notSent.order }
    case .orderOutcomeUnknown(let unknown): lose(unknown, event, into: &outbox)
    case .orderLookedUp(let answer): found(answer, event, into: &outbox)
    case .accountObserved(let report): note(report, event, into: &outbox)
    case .faultInjected(let fault): misbehave(fault, event, into: &outbox)
    default: return
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    switch timer {
    case .venueReport:
      // A copy answers: waking changes nothing.
      var venue = self
      venue.answerDue(of: instrument, at: at, into: &outbox)
    case .account: reportMoved(at: at, into: &outbox)
    case .day: report(.day, into: &outbox)
    default: return
    }
  }

  private mutating func adopt(_ settings: TradingSettings) {
    settingsText = settings.canonicalText
    rules = VenueRules(settings, isFromFiles: isFromFiles)
    isConfigured = true
    marketHoldsUntil = .zero
    if !isStarted { balance = rules.balance }
  }

  /// The account's balance; nil where no settings were applied.
  public var accountBalance: Money? { isConfigured ? balance : nil }

  /// What a quote brings about besides being kept.
  @inline(never)
  private mutating func answer(_ quote: Quote, into outbox: inout Outbox) {
    if !isStarted { return start(at: quote.at, into: &outbox) }
    if instruments[quote.instrument.index].hasWaiting {
      if let place = waitingPlace(of: quote.instrument) {
        settle(place, at: quote.at, into: &outbox)
      }
    }
    fireProtective(quote.instrument, at: quote.at, into: &outbox)
  }

  /// The first content of the journal: the account is reported, and the day's timer armed.
  private func start(at now: Timestamp, into outbox: inout Outbox) {
    report(.start, into: &outbox)
    armDay(after: now, into: &outbox)
  }

  func armDay(after now: Timestamp, into outbox: inout Outbox) {
    outbox.arm(.day, InstrumentID(0), due: TradingDay(containing: now).end)
  }
}
