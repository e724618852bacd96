import Market
public import Strategy

/// Trades one instrument on recorded candles: the live rules, with a paper broker that fills at the next open.
///
///     record(metrics)   the metrics stamped up to the close of the coming candle, in order
///     step(candle)      fill at its open → stop inside it → exits, else entry, at its close
///
/// Gates and weights are not asked, so that the summary of its trades does not depend on itself. It has
/// unlimited capital and no size, so exits in a unit that needs one are skipped. A step costs the same
/// however many there were, and allocates nothing.
///
/// Source: trading-system.md, section 12.
public struct Harness: Equatable, Sendable {
  public let rules: HarnessRules
  public private(set) var state: HarnessState
  private let slopeExit: ExitLimits
  /// Kept until its next edge.
  private var session: SessionStatus?

  /// - Parameter state: As an archive has it; nil starts anew.
  public init(rules: HarnessRules, state: HarnessState? = nil) {
    self.rules = rules
    let window = rules.direction.window(exitLook: rules.exits.slopeLook)
    if let state {
      precondition(
        state.window.closes.capacity == window.closes.capacity
          && state.window.coherences.capacity == window.coherences.capacity,
        "the window of an archive belongs to the same rules")
    }
    self.state = state ?? HarnessState(window: window)
    slopeExit = rules.slopeExit
  }

  /// The side of the open position; flat when there is none.
  public var side: Stance { state.position?.side ?? .flat }

  /// Makes metrics visible, from the next candle on.
  ///
  /// - Parameter snapshot: Stamped at or before the close of that candle, and in order.
  public mutating func record(_ snapshot: MetricSnapshot) {
    state.snapshot = snapshot
    state.window.record(coherence: snapshot.isReady ? snapshot.coherence.flatMap(ratio) : nil)
  }

  /// Takes in the next candle.
  public mutating func step(_ candle: HarnessCandle) -> HarnessStep {
    var step = HarnessStep()
    guard candle.isSound, state.newestOpenAt.map({ candle.openAt > $0 }) ?? true else {
      step.isIgnored = true
      return step
    }
    state.newestOpenAt = candle.openAt
    let closeAt = candle.openAt.adding(nanoseconds: rules.bar.nanoseconds)
    let prices = rules.costs.fill(at: candle)
    fill(at: candle.openAt, prices, into: &step)
    stop(inside: candle, prices, closeAt: closeAt, into: &step)
    state.window.record(close: candle.close, at: closeAt)
    step.decision = decide(candle, at: closeAt)
    state.pending = step.decision.map { PendingFill(decision: $0, decidedAt: closeAt) }
    return step
  }

  private mutating func decide(_ candle: HarnessCandle, at now: Timestamp) -> HarnessDecision? {
    let session = session(at: now)
    if let position = state.position {
      let quote = rules.costs.quote(at: candle)
      return exit(of: position, quote, closesAt: session.close, at: now).map { .exit($0) }
    }
    guard session.isOpen, !session.isNearClose,
      rules.guards.report(on: state.snapshot, at: now).passes
    else { return nil }
    let verdict = rules.direction.verdict(on: state.window)
    guard verdict.reason == .ok, rules.cooldown.reason(state.history, at: now) == nil else {
      return nil
    }
    state.history.propose(verdict.side, at: now)
    return .entry(verdict.side)
  }

  /// The first exit of section 9.3 that fires.
  private func exit(
    of position: HarnessPosition, _ quote: (bid: Double, ask: Double), closesAt: Timestamp?,
    at now: Timestamp
  ) -> TradeExit? {
    if rules.exits.beforeClose(closesAt, at: now) != nil { return .exitBeforeClose }
    if rules.exits.watchesProfit, rules.exits.profitUnit == .percentOfNotional {
      let price = position.side == .long ? quote.bid : quote.ask
      let move = position.side.sign * (price - position.entryPrice)
      let profit = move / position.entryPrice * 100
      if Tolerance.isAtMost(profit, rules.exits.stopLoss) { return .pnlStopLoss }
      if Tolerance.isAtLeast(profit, rules.exits.takeProfit) { return .pnlTakeProfit }
    }
    // Of the position this exit reads the side and the entry's time alone.
    let verdict = slopeExit.verdict(
      on: OpenPosition(
        side: position.side, units: 1, entryPrice: Price(micros: 1), entryAt: position.entryAt,
        marginUsed: nil, quoteToAccount: nil),
      in: ExitSurroundings(
        quote: nil, slopeBasisPoints: state.window.slopeBasisPoints(over: slopeExit.slopeLook),
        sessionClosesAt: closesAt, lastExitAt: state.history.lastExitAt), at: now)
    return verdict.reason == .slopeReversal ? .slopeReversal : nil
  }

  private mutating func session(at now: Timestamp) -> SessionStatus {
    if let session, now >= session.at, now < session.nextEdge { return session }
    let status = rules.calendar.status(of: rules.home, at: now)
    session = status
    return status
  }

  private func ratio(_ metric: Double) -> Ratio? {
    Int64(exactly: (metric * 1_000_000).rounded()).map { Ratio(micros: $0) }
  }
}

extension Harness {
  /// Fills what was decided at the last close, at this open.
  private mutating func fill(
    at openAt: Timestamp, _ prices: FillPrices, into step: inout HarnessStep
  ) {
    guard let pending = state.pending else { return }
    state.pending = nil
    switch pending.decision {
    case .entry(let side):
      let waited = openAt.nanoseconds - pending.decidedAt.nanoseconds
      guard waited <= rules.bar.nanoseconds else {
        state.history.takeBack()
        step.expired = side
        return
      }
      state.position = HarnessPosition(
        side: side, entryAt: openAt, entryPrice: side == .long ? prices.bought : prices.sold)
    case .exit(let reason):
      guard let position = state.position else { return }
      let price = position.side == .long ? prices.sold : prices.bought
      step.trade = leave(position, at: openAt, price: price, by: reason)
    }
  }

  /// The broker's stop, which nobody decides.
  private mutating func stop(
    inside candle: HarnessCandle, _ prices: FillPrices, closeAt: Timestamp,
    into step: inout HarnessStep
  ) {
    guard let position = state.position else { return }
    let stop =
      position.entryPrice
      * (1 - position.side.sign * rules.disasterPartsPerMillion / 1_000_000)
    let price: Double
    if position.side == .long {
      guard Tolerance.isAtMost(candle.low.value * (1 - prices.share), stop) else { return }
      price = min(stop, prices.sold)
    } else {
      guard Tolerance.isAtLeast(candle.high.value * (1 + prices.share), stop) else { return }
      price = max(stop, prices.bought)
    }
    step.trade = leave(position, at: closeAt, price: price, by: .disasterStop)
  }

  private mutating func leave(
    _ position: HarnessPosition, at now: Timestamp, price: Double, by reason: TradeExit
  ) -> Trade {
    state.position = nil
    state.history.leave(at: now)
    return Trade(
      side: position.side, entryAt: position.entryAt, exitAt: now,
      entryPrice: position.entryPrice, exitPrice: price, exit: reason)
  }
}
