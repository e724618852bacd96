import Events
import Ledger
import Market
import Risk
import Strategy

extension PortfolioReducer {
  /// What the exits of section 9.3 say of an open position; nil when there is none.
  func exitVerdict(of index: Int, at now: Timestamp) -> ExitVerdict? {
    guard let position = openPosition(index) else { return nil }
    let state = instruments[index]
    var limits = rules.strategy.exits
    // Without a stance there is no slope that spoke for the position: exits 1 to 3 remain.
    if state.strategy.history.stance == .flat { limits.watchesSlope = false }
    return limits.verdict(
      on: position,
      in: ExitSurroundings(
        quote: snapshot(of: index),
        slopeBasisPoints: state.strategy.window.slopeBasisPoints(over: limits.slopeLook),
        sessionClosesAt: session(of: index, at: now)?.close,
        lastExitAt: state.strategy.history.lastExitAt), at: now)
  }

  /// Proposes the exit of a position that one of the rules wants closed. Nothing unknown closes anything.
  ///
  /// - Parameter onlySession: Only the exit before the session's end: no candle has come.
  func considerExit(
    of index: Int, onlySession: Bool = false, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard isConfigured, index < instruments.count, instruments[index].place != nil,
      !instruments[index].strategy.wantsOut, let verdict = exitVerdict(of: index, at: now),
      let reason = ExitReasonLabel(verdict.reason),
      !onlySession || reason == .exitBeforeClose
    else { return }
    let exits = rules.strategy.exits
    let threshold: Double? =
      switch reason {
      case .exitBeforeClose: nil
      case .pnlStopLoss: exits.stopLoss
      case .pnlTakeProfit: exits.takeProfit
      case .slopeReversal: exits.slopeBasisPoints
      }
    var facts = Because(board[index].sequence)
    facts.add(instruments[index].metricsSequence)
    facts.add(instruments[index].strategy.proposal)
    outbox.emit(
      ExitProposed(
        instrument: InstrumentID(UInt16(index)), reason: reason, deferred: verdict.isDeferred,
        value: verdict.value, threshold: threshold, units: Units(instruments[index].units)),
      because: facts)
  }

  /// An exit was proposed: the stance is given up, and the position is stepped to nothing.
  mutating func take(_ exit: ExitProposed, _ event: borrowing Event, into outbox: inout Outbox) {
    let index = exit.instrument.index
    guard index < instruments.count else { return }
    instruments[index].strategy.history.stepAside()
    instruments[index].strategy.wantsOut = instruments[index].units != 0
    instruments[index].strategy.exit = exit.reason
    instruments[index].strategy.proposal = event.sequence
    start(.exit, at: event.at, into: &outbox)
  }

  /// The position as the exits read it: its units, the mean price of its lots and the age of the oldest.
  private func openPosition(_ index: Int) -> OpenPosition? {
    let state = instruments[index]
    let units = state.units
    guard units != 0, !state.lots.isEmpty, state.lots.units != 0 else { return nil }
    let price = state.lots.cost / Int128(state.lots.units)
    guard price > 0 else { return nil }
    let mid = { (pair: CurrencyPair) in board.mid(of: pair) }
    let rate = board.pairs[index].flatMap {
      Risk.Conversion.ofQuote($0, in: rules.account, mid: mid)?.rate
    }
    let perUnit = marginPerUnit(of: index, mid: mid)
    return OpenPosition(
      side: units > 0 ? .long : .short, units: Int64(clamping: units.magnitude),
      entryPrice: Price(micros: Int64(price)), entryAt: state.lots[0].openedAt,
      marginUsed: perUnit.map { $0.amount * Double(units.magnitude) }, quoteToAccount: rate)
  }

  /// The margin of one unit; nil when the instrument is not traded or a conversion is unknown.
  func marginPerUnit(of index: Int, mid: (CurrencyPair) -> Double?) -> MarginPerUnit? {
    guard let place = instruments[index].place, let pair = board.pairs[index] else { return nil }
    return MarginPerUnit(
      of: pair, in: rules.account, brokerRate: rules.marginRates[place],
      lowestRate: rules.lowestMarginRate, mid: mid)
  }
}

extension ExitReasonLabel {
  /// nil for a verdict that closes nothing.
  init?(_ reason: ExitReason) {
    switch reason {
    case .exitBeforeClose: self = .exitBeforeClose
    case .pnlStopLoss: self = .pnlStopLoss
    case .pnlTakeProfit: self = .pnlTakeProfit
    case .slopeReversal: self = .slopeReversal
    case .hold, .exitCooldown, .quoteMissing, .quoteInvalid, .quoteStale: return nil
    }
  }

  /// Why an order that this exit wants is sent.
  var orderReason: OrderReason {
    switch self {
    case .exitBeforeClose: .exitBeforeClose
    case .pnlStopLoss: .pnlStopLoss
    case .pnlTakeProfit: .pnlTakeProfit
    case .slopeReversal: .slopeReversal
    }
  }
}
