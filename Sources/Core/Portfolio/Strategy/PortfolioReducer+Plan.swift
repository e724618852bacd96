import Events
import Ledger
import Market
import Risk
import Strategy

/// The next step of one instrument towards its target.
struct PlannedStep {
  var index: Int
  var plan: StepPlan
  /// What stands in the way of an increase that was wanted.
  var blockers = LabelSet<OrderBlocker>()
  var marginPerUnit: Double?
  var riskCap: Int64?

  /// Whether an order follows.
  var hasOrder: Bool { plan.action != .none }
}

extension PortfolioReducer {
  /// The next step of an instrument; nil where nothing is to be decided: it is not traded, an order of it is under
  /// way, or it is a pulse, which keeps its size.
  ///
  /// Source: trading-system.md, section 10.5.
  func plannedStep(of index: Int, at now: Timestamp) -> PlannedStep? {
    let state = instruments[index]
    guard state.place != nil, !hasOrderUnderWay(index) else { return nil }
    let strategy = state.strategy
    if strategy.isPulse, !strategy.wantsOut { return nil }
    var inputs = stepInputs(index, at: now)
    var step = PlannedStep(index: index, plan: StepPlan(inputs, limits: rules.strategy.steps))
    step.marginPerUnit = inputs.marginPerUnit
    if case .units(let units) = inputs.riskCap { step.riskCap = units }
    // What is unknown may close too much or too little: only all of a position may go.
    if state.unknownOrders > 0, step.plan.action != .close { return nil }
    guard step.plan.action == .increase else { return step }
    // One increase a round: a fill starts a reconciliation, not the next step of the ramp.
    guard rules.strategy.pause.isOver(since: strategy.lastIncreaseAt, at: now) else { return nil }
    step.blockers = increaseBlockers(of: index, units: step.plan.orderUnits, at: now)
    if !step.blockers.isEmpty {
      inputs.increasesAllowed = false
      step.plan = StepPlan(inputs, limits: rules.strategy.steps)
    }
    return step
  }

  /// Everything that stands in the way of an increase of ours, with sizes and the bracket.
  func increaseBlockers(
    of index: Int, units: Int64, at now: Timestamp
  ) -> LabelSet<OrderBlocker> {
    var checks = Checks()
    var found = blockers(of: index, units: units, isManual: false, at: now, &checks)
    found.formUnion(sizeBlockers(of: index, units: units, at: now, &checks))
    let wish = ownWish(index, units)
    found.insert(.bracket, if: bracket(of: wish, index) == nil || bound(of: wish, index) == nil)
    return found
  }

  func ownWish(_ index: Int, _ units: Int64) -> OrderWish {
    OrderWish(
      instrument: InstrumentID(UInt16(index)), units: units, owner: Text(offset: 0, count: 0),
      reason: .entry)
  }

  func hasOrderUnderWay(_ index: Int) -> Bool {
    orders.contains { $0.instrument.index == index && $0.state != .unknown }
  }

  private func stepInputs(_ index: Int, at now: Timestamp) -> StepInputs {
    let state = instruments[index]
    let strategy = state.strategy
    let mid = { (pair: CurrencyPair) in board.mid(of: pair) }
    let perUnit = marginPerUnit(of: index, mid: mid)?.amount
    let headroom = marginHeadroom(
      used: account.marginUsed, available: account.marginAvailable, high: rules.margin.high)
    var inputs = StepInputs(
      currentUnits: state.units, side: wantedSide(state),
      weight: strategy.weight.map { Ratio(micros: $0.micros) },
      budget: Budget(of: account, limits: rules.budget), marginPerUnit: perUnit,
      headroom: headroom.map { max(0, $0 - marginUnderWay()) }, increasesAllowed: true,
      isFilled: isReduceOnlyByWeights(index))
    inputs.riskCap = riskCap(of: index)
    return inputs
  }

  /// Which side is wanted; nil for a position without a stance, which is kept and never enlarged.
  private func wantedSide(_ state: PortfolioInstrument) -> TargetSide? {
    if state.strategy.wantsOut { return .flat }
    switch state.strategy.history.stance {
    case .long: return .long
    case .short: return .short
    case .flat: return state.units == 0 ? .flat : nil
    }
  }

  func riskCap(of index: Int) -> RiskCap {
    guard let pair = board.pairs[index] else { return .unknown }
    return RiskCap(
      share: rules.lossAtStopShare, nav: account.nav, price: board[index].mid,
      stopPPM: Int64(rules.brackets.disasterPartsPerMillion),
      quoteToAccount: Risk.Conversion.ofQuote(
        pair, in: rules.account, mid: { board.mid(of: $0) })?.rate)
  }

  /// The margin that increases under way will use, in account units.
  private func marginUnderWay() -> Double {
    var margin = 0.0
    for index in instruments.indices where instruments[index].pendingIncrease != 0 {
      guard let perUnit = marginPerUnit(of: index, mid: { board.mid(of: $0) }) else { continue }
      margin += Double(instruments[index].pendingIncrease.magnitude) * perUnit.amount
    }
    return margin
  }
}
