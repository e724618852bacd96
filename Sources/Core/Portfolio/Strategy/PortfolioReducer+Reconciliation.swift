import Events
import Market
import Risk
import Strategy

/// Positions are stepped towards their targets: reductions of all instruments first, in the order of INSTRUMENTS, then
/// increases in rank order. Each order is planned after the one before it was recorded, so that limits count it.
///
///     timer, allocation, entry, exit, fill, margin ──▶ emits reconciliation-started, if something would follow
///     reconciliation-started ──▶ its own: emits changed targets, then the first order
///     order-requested ─────────▶ its own: emits the next order
///
/// Source: trading-system.md, section 10.
extension PortfolioReducer {
  /// Starts a reconciliation where something would follow. What this answer emits besides is applied first, and
  /// starts one itself or leaves it to the next round: so two never run at once.
  func start(
    _ trigger: ReconciliationTrigger, at now: Timestamp, into outbox: inout Outbox
  ) {
    guard isConfigured, !outbox.hasEmitted, hasWork(at: now) else { return }
    outbox.emit(
      .reconciliationStarted(ReconciliationStarted(trigger: trigger)),
      because: Because(memory.weightsSequence))
  }

  /// Whether a reconciliation would say or order anything.
  private func hasWork(at now: Timestamp) -> Bool {
    guard isMarketOpen(at: now) else { return false }
    return instruments.indices.contains { index in
      guard let step = plannedStep(of: index, at: now) else { return false }
      return step.hasOrder
        || KeptTarget(step, instruments[index]) != instruments[index].strategy.target
    }
  }

  private func isMarketOpen(at now: Timestamp) -> Bool {
    guard let index = instruments.firstIndex(where: { $0.place != nil }) else { return false }
    return session(of: index, at: now)?.isMarketOpen ?? false
  }

  /// Tells every target that changed without an order, then gives the first order.
  mutating func reconcile(_ event: borrowing Event, into outbox: inout Outbox) {
    guard isConfigured else { return }
    for index in inOrder() {
      guard let step = plannedStep(of: index, at: event.at), !step.hasOrder,
        KeptTarget(step, instruments[index]) != instruments[index].strategy.target
      else { continue }
      emit(step, into: &outbox)
    }
    goOn(at: event.at, into: &outbox)
  }

  /// Gives the next order of the round, if there is one.
  func goOn(at now: Timestamp, into outbox: inout Outbox) {
    guard isMarketOpen(at: now), orders.count < Self.mostOrders else { return }
    for index in inOrder() {
      guard let step = plannedStep(of: index, at: now), step.hasOrder,
        step.plan.action != .increase
      else { continue }
      emit(step, into: &outbox)
      return reduce(step, at: now, into: &outbox)
    }
    for index in inRankOrder() {
      guard let step = plannedStep(of: index, at: now), step.plan.action == .increase else {
        continue
      }
      return increase(step, at: now, into: &outbox)
    }
  }

  private func reduce(_ step: PlannedStep, at now: Timestamp, into outbox: inout Outbox) {
    let strategy = instruments[step.index].strategy
    let reason: OrderReason =
      switch step.plan.reason {
      case .flatTarget: strategy.wantsOut ? strategy.exit.orderReason : .flatTarget
      case .sideChange: .sideChange
      default: .aboveTarget
      }
    let owner = outbox.arena.intern(Self.owner)
    var facts = decisionFacts(step.index)
    facts.add(strategy.proposal)
    outbox.emit(
      OrderRequested(
        order: lastOrder + 1, instrument: InstrumentID(UInt16(step.index)),
        intent: step.plan.action == .close ? .close : .reduce,
        units: Units(step.plan.orderUnits), reduceOnly: true, owner: owner, reason: reason),
      because: facts)
  }

  private func increase(_ step: PlannedStep, at now: Timestamp, into outbox: inout Outbox) {
    let budget = Budget(of: account, limits: rules.budget)
    let headroom = marginHeadroom(
      used: account.marginUsed, available: account.marginAvailable, high: rules.margin.high)
    outbox.emit(
      BudgetComputed(
        base: Money(micros: micros(of: budget.base)), share: rules.budget.targetShare,
        budget: Money(micros: micros(of: budget.total)),
        cap: Money(micros: micros(of: budget.cap)),
        headroom: headroom.map { Money(micros: micros(of: $0)) },
        reason: BudgetReasonLabel(rawValue: budget.reason.rawValue) ?? .accountInvalid),
      because: Because(accountSequence))
    emit(step, into: &outbox)
    order(step.index, step.plan.orderUnits, .entry, into: &outbox)
  }

  /// An increase that passed every gate, with its bracket and bound.
  func order(_ index: Int, _ units: Int64, _ reason: OrderReason, into outbox: inout Outbox) {
    let wish = ownWish(index, units)
    guard let bracket = bracket(of: wish, index), let bound = bound(of: wish, index) else { return }
    let owner = outbox.arena.intern(Self.owner)
    var facts = decisionFacts(index)
    facts.add(instruments[index].strategy.proposal)
    outbox.emit(
      OrderRequested(
        order: lastOrder + 1, instrument: InstrumentID(UInt16(index)), intent: .increase,
        units: Units(units), stop: bracket.stop, take: bracket.take, bound: bound,
        reduceOnly: false, owner: owner, reason: reason), because: facts)
  }

  /// Who orders what the strategy wants.
  static let owner = "strategy"

  private func emit(_ step: PlannedStep, into outbox: inout Outbox) {
    let state = instruments[step.index]
    let kept = KeptTarget(step, state)
    outbox.emit(
      TargetComputed(
        instrument: InstrumentID(UInt16(step.index)), stance: kept.stance,
        weight: state.strategy.weight, target: Units(step.plan.targetUnits),
        current: Units(state.units), step: Units(step.plan.orderUnits), action: kept.action,
        reason: kept.reason, marginPerUnit: step.marginPerUnit,
        riskCap: step.riskCap.map { Units($0) },
        blockers: step.blockers.isEmpty ? nil : step.blockers),
      because: decisionFacts(step.index))
  }

  // MARK: Own events

  mutating func take(_ target: TargetComputed) {
    let index = target.instrument.index
    guard index < instruments.count else { return }
    instruments[index].strategy.target = KeptTarget(
      stance: target.stance, action: target.action, reason: target.reason,
      blockers: target.blockers ?? LabelSet())
  }

  /// An order was requested: by the strategy, the round goes on behind it.
  mutating func note(
    _ request: OrderRequested, at now: Timestamp, into outbox: inout Outbox
  ) {
    memory.lastOrderAt = now
    let index = request.instrument.index
    guard index < instruments.count, request.reason.isOfStrategy else { return }
    if request.intent == .increase { instruments[index].strategy.lastIncreaseAt = now }
    goOn(at: now, into: &outbox)
  }

  // MARK: Order of the round

  /// Traded instruments in the order of INSTRUMENTS.
  private func inOrder() -> [Int] {
    instruments.indices.filter { instruments[$0].place != nil }
      .sorted { (instruments[$0].place ?? 0) < (instruments[$1].place ?? 0) }
  }

  /// Those with a place in the weights, the first first.
  func inRankOrder() -> [Int] {
    inOrder().filter { instruments[$0].strategy.rank > 0 }
      .sorted {
        (instruments[$0].strategy.rank, instruments[$0].place ?? 0)
          < (instruments[$1].strategy.rank, instruments[$1].place ?? 0)
      }
  }
}

extension KeptTarget {
  init(_ step: PlannedStep, _ state: PortfolioInstrument) {
    self.init(
      stance: StanceLabel(state.strategy.history.stance),
      action: StepActionLabel(rawValue: step.plan.action.rawValue) ?? .none,
      reason: StepReasonLabel(rawValue: step.plan.reason.rawValue) ?? .atTarget,
      blockers: step.blockers)
  }
}

extension OrderReason {
  /// Whether the strategy gave the order, not an operator.
  var isOfStrategy: Bool {
    switch self {
    case .manual, .close, .flatten: false
    case .entry, .pulse, .exitBeforeClose, .pnlStopLoss, .pnlTakeProfit, .slopeReversal,
      .flatTarget, .sideChange, .aboveTarget:
      true
    }
  }
}
