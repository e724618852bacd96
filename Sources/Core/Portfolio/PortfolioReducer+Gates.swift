import Events
import Ledger
import Market
import Risk
import Strategy

/// The numbers behind a decision, for the record.
struct Checks {
  var guards: GuardReport?
  var quoteAge: Int64?
  var spread: Double?
  var spreadLimit: Double?
  var signalAge: Int64?
  var marginShare: Double?
  var valueAtRisk: Double?
  var valueAtRiskLimit: Double?
  var unitsLimit: Int64?
  var nav: Double?
}

extension PortfolioReducer {
  /// Everything that stands in the way of an increase of an instrument's position, in the order of
  /// readiness, and the numbers behind it.
  ///
  /// - Parameters:
  ///   - units: Signed units wanted.
  ///   - isManual: Whether an operator wants it: evaluator and weights are not asked.
  func blockers(
    of index: Int, units: Int64, isManual: Bool, at now: Timestamp, _ checks: inout Checks
  ) -> LabelSet<OrderBlocker> {
    guard isConfigured else { return .of(.notConfigured) }
    guard instruments[index].place != nil else { return .of(.notTraded) }
    let ready = readiness(of: index, units: units, isManual: isManual, at: now, &checks)
    return LabelSet(UInt64(ready.rawValue))
  }

  /// The list of readiness of a traded instrument.
  func readiness(
    of index: Int, units: Int64, isManual: Bool, at now: Timestamp, _ checks: inout Checks
  ) -> Blockers {
    let quote = snapshot(of: index)
    var inputs = ReadinessInputs()
    inputs.isKillSwitchEngaged = killSwitch.isEngaged || rules.isForced
    inputs.mode = rules.mode
    inputs.isReadOnly = isReadOnly || rules.isReadOnly
    inputs.isLiveTradingEnabled = rules.isLiveEnabled
    // On paper the feed is the connection, and an account that was seen is never stale.
    inputs.isBrokerConnected = board[index].isKnown
    inputs.accountAt = accountSequence > 0 ? now : nil
    let session = session(of: index, at: now)
    inputs.isMarketOpen = session?.isMarketOpen
    inputs.isInstrumentOpen = session?.isOpen
    inputs.isNearClose = session?.isNearClose
    inputs.quote = quote
    checks.quoteAge = quote.map { Freshness.age(of: $0.aliveAt, at: now) / 1_000_000 }
    checkSpread(index, quote, &inputs, &checks)
    checkMetrics(index, at: now, &inputs, &checks)
    let strategy = instruments[index].strategy
    inputs.gatesAt = isManual ? now : memory.gatesAt
    inputs.isGateOpen = isManual || strategy.isGateOpen
    inputs.isCoolingDown = !isManual && strategy.isCoolingDown
    inputs.weight = isManual ? Ratio(micros: 1) : strategy.weight.map { Ratio(micros: $0.micros) }
    inputs.isReduceOnly = !isManual && isReduceOnlyByWeights(index)
    inputs.isMarginGateShut = marginGate.isBlocked
    checks.marginShare = account.usedShare
    checkRisk(index, units, &inputs, &checks)
    inputs.isDailyLossReached =
      accountSequence == 0
      || !rules.loss.reached(
        nav: account.nav, dayStart: references.dayStart, peak: nil, usedShare: nil
      ).isEmpty
    return rules.readiness.blockers(for: inputs, at: now)
  }

  /// The newest quote as rules see it; nil before the first.
  func snapshot(of index: Int) -> QuoteSnapshot? {
    let quote = board[index]
    guard quote.isKnown else { return nil }
    return QuoteSnapshot(
      bid: Price(micros: quote.bid), ask: Price(micros: quote.ask), aliveAt: quote.at,
      origin: quote.isFromCandle ? .candle : rules.quoteOrigin)
  }

  private func checkSpread(
    _ index: Int, _ quote: QuoteSnapshot?, _ inputs: inout ReadinessInputs,
    _ checks: inout Checks
  ) {
    let limit = instruments[index].place.map { rules.spreadLimits[$0] } ?? 0
    let gate = SpreadGate(bid: quote?.bid, ask: quote?.ask, isTradeable: true, most: limit)
    inputs.isSpreadFine = gate.passes
    checks.spread = gate.spreadBasisPoints
    checks.spreadLimit = limit
  }

  private func checkMetrics(
    _ index: Int, at now: Timestamp,
    _ inputs: inout ReadinessInputs, _ checks: inout Checks
  ) {
    let ready = instruments[index].metrics.flatMap { $0.isReady ? $0 : nil }
    inputs.signalAt = ready?.asOf
    checks.signalAge = instruments[index].metrics.map {
      Freshness.age(of: $0.asOf, at: now) / 1_000_000
    }
    let report = rules.guards.report(on: instruments[index].metrics, at: now)
    inputs.guardsPass = report.passes
    checks.guards = report
  }

  private func checkRisk(
    _ index: Int, _ units: Int64, _ inputs: inout ReadinessInputs,
    _ checks: inout Checks
  ) {
    var risk = ValueAtRisk(limits: rules.valueAtRisk)
    for other in instruments.indices {
      let held =
        instruments[other].units &+ instruments[other].pendingIncrease
        &+ (other == index ? units : 0)
      guard held != 0 else { continue }
      risk.add(
        notional: notional(of: held, other), sigma: instruments[other].deviation.sigma)
    }
    let verdict = risk.verdict(nav: account.nav)
    inputs.isValueAtRiskFine = verdict.passes
    checks.valueAtRisk = verdict.valueAtRisk
    checks.valueAtRiskLimit = verdict.limit
    checks.nav = account.nav
  }

  private func freshMid(of pair: CurrencyPair, at now: Timestamp) -> Double? {
    guard let index = board.index(of: pair),
      rules.readiness.quote.fault(of: snapshot(of: index), at: now) == nil
    else { return nil }
    return board[index].mid
  }

  private func notional(of units: Int64, _ index: Int) -> Double? {
    guard let pair = board.pairs[index],
      let value = Risk.Conversion.ofBase(pair, in: rules.account, mid: { board.mid(of: $0) })
    else { return nil }
    return Double(units) * value.rate
  }

  /// What else stands in the way of an increase: conversions, sizes, counts.
  func sizeBlockers(
    of index: Int, units: Int64, at now: Timestamp, _ checks: inout Checks
  ) -> LabelSet<OrderBlocker> {
    var found = LabelSet<OrderBlocker>()
    guard let place = instruments[index].place, let pair = board.pairs[index] else {
      return .of(.notTraded)
    }
    found.insert(.disabled, if: instruments[index].isDisabled)
    found.insert(.reduceOnly, if: instruments[index].isReduceOnly)
    found.insert(.orderOpen, if: orders.count >= Self.mostOrders)
    let held = instruments[index].units &+ instruments[index].pendingIncrease
    let others = instruments.indices.count { other in
      other != index && (instruments[other].units != 0 || instruments[other].pendingIncrease != 0)
    }
    found.insert(
      .tooManyPositions,
      if: !rules.positions.allows(held: Int64(others + (held == 0 ? 0 : 1)), isHeld: held != 0))
    let opening = orders.count { $0.instrument.index == index && !$0.isReduction }
    found.insert(.lotsFull, if: instruments[index].lots.count + opening >= rules.mostLots)
    // The own quote has a blocker of its own; a mid that converts is fresh, or unknown.
    let mid = { (wanted: CurrencyPair) in
      wanted == pair ? board.mid(of: wanted) : freshMid(of: wanted, at: now)
    }
    guard
      let perUnit = MarginPerUnit(
        of: pair, in: rules.account, brokerRate: rules.marginRates[place],
        lowestRate: rules.lowestMarginRate, mid: mid),
      let quote = Risk.Conversion.ofQuote(pair, in: rules.account, mid: mid), isBookable(pair)
    else {
      found.insert(.conversion)
      return found
    }
    let size = Int64(clamping: held.magnitude)
    let wanted = Int64(clamping: units.magnitude)
    var most = max(0, rules.mostNetUnits - size)
    found.insert(.units, if: wanted > most)
    let budget = Budget(of: account, limits: rules.budget)
    let cap = max(0, wholeUnits(budget.cap / perUnit.amount) - size)
    found.insert(.cap, if: wanted > cap)
    let headroom = marginHeadroom(
      used: account.marginUsed, available: account.marginAvailable, high: rules.margin.high)
    let room = max(0, wholeUnits((headroom ?? 0) / perUnit.amount) - pendingMarginUnits(perUnit))
    found.insert(.headroom, if: headroom == nil || wanted > room)
    most = min(most, cap, room)
    let risk = RiskCap(
      share: rules.lossAtStopShare, nav: account.nav, price: board[index].mid,
      stopPPM: Int64(rules.brackets.disasterPartsPerMillion), quoteToAccount: quote.rate)
    switch risk {
    case .off: break
    case .unknown: found.insert(.risk)
    case .units(let units):
      found.insert(.risk, if: wanted > units - size)
      most = min(most, max(0, units - size))
    }
    checks.unitsLimit = most
    return found
  }

  /// Whether profit in a pair's quote currency can be booked: by one mid to or from the account's. A position
  /// can only exist where that is known.
  private func isBookable(_ pair: CurrencyPair) -> Bool {
    pair.quote == rules.account || board.mid(of: CurrencyPair(pair.quote, rules.account)) != nil
      || board.mid(of: CurrencyPair(rules.account, pair.quote)) != nil
  }

  /// Units of this instrument's margin that increases under way will use.
  private func pendingMarginUnits(_ perUnit: MarginPerUnit) -> Int64 {
    var margin = 0.0
    for index in instruments.indices where instruments[index].pendingIncrease != 0 {
      guard let place = instruments[index].place, let pair = board.pairs[index],
        let other = MarginPerUnit(
          of: pair, in: rules.account, brokerRate: rules.marginRates[place],
          lowestRate: rules.lowestMarginRate, mid: { board.mid(of: $0) })
      else { continue }
      margin += Double(instruments[index].pendingIncrease.magnitude) * other.amount
    }
    return margin == 0 ? 0 : wholeUnits(margin / perUnit.amount) + 1
  }

  private func wholeUnits(_ value: Double) -> Int64 {
    let floored = value + 1e-9
    return floored >= 1 && floored < 9e15 ? Int64(floored) : floored < 1 ? 0 : 1 << 53
  }
}

extension LabelSet {
  /// A set of one label.
  static func of(_ label: Label) -> LabelSet {
    var set = LabelSet()
    set.insert(label)
    return set
  }

  mutating func formUnion(_ other: LabelSet) { self = LabelSet(bits | other.bits) }
}
