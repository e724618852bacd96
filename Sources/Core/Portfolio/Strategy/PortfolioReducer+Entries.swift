import Events
import Market
import Risk
import Strategy

/// What the strategy thinks of an entry at one candle.
struct EntryDecision {
  var refusal: EntryRefusal?
  var direction: DirectionVerdict
  var blockers: Blockers
  var checks: Checks
}

extension PortfolioReducer {
  /// How long an entry waits for its order.
  static let entryPatience = 30 * nanosecondsPerSecond
  /// How often an unchanged refusal is told again.
  static let refusalRepeat = 3_600 * nanosecondsPerSecond

  /// Whether an entry would be made now, and what speaks against it; nil when the instrument is not traded or not
  /// flat.
  ///
  /// Source: trading-system.md, sections 9.1 and 9.2.
  func entryDecision(of index: Int, at now: Timestamp) -> EntryDecision? {
    guard isConfigured, index < instruments.count, instruments[index].place != nil,
      instruments[index].units == 0
    else { return nil }
    var checks = Checks()
    let blockers = readiness(of: index, units: 0, isManual: false, at: now, &checks)
    let strategy = instruments[index].strategy
    let direction = rules.strategy.direction.verdict(on: strategy.window)
    let cooldown = rules.strategy.cooldown.reason(strategy.history, at: now)
    return EntryDecision(
      refusal: EntryRefusal(
        blockers: blockers, direction: direction.reason, cooldown: cooldown),
      direction: direction, blockers: blockers, checks: checks)
  }

  /// Proposes or refuses an entry on the metrics of a candle.
  func considerEntry(of index: Int, at now: Timestamp, into outbox: inout Outbox) {
    guard let decision = entryDecision(of: index, at: now) else { return }
    if let refusal = decision.refusal {
      refuse(index, refusal, decision, at: now, into: &outbox)
    } else {
      propose(index, decision, into: &outbox)
    }
  }

  private func propose(_ index: Int, _ decision: EntryDecision, into outbox: inout Outbox) {
    let state = instruments[index]
    guard let slope = decision.direction.slopeBasisPoints,
      let delta = decision.direction.coherenceDelta,
      let coherence = state.strategy.window.coherences[age: 0], let weight = state.strategy.weight
    else { return }
    let key = outbox.arena.intern(rules.strategy.parameterKey)
    outbox.emit(
      EntryProposed(
        instrument: InstrumentID(UInt16(index)), stance: StanceLabel(decision.direction.side),
        slope: slope, slopeThreshold: rules.strategy.direction.thresholdBasisPoints,
        coherence: coherence, coherenceMin: rules.strategy.direction.leastCoherence,
        coherenceDelta: delta, confidence: decision.direction.confidence, weight: weight,
        paramKey: key), because: decisionFacts(index))
  }

  /// The facts that a decision about an entry rests on.
  func decisionFacts(_ index: Int) -> Because {
    var facts = Because(board[index].sequence)
    facts.add(instruments[index].metricsSequence)
    facts.add(memory.gatesSequence)
    facts.add(memory.weightsSequence)
    facts.add(accountSequence)
    facts.add(killSequence)
    facts.add(marginSequence)
    return facts
  }

  private func refuse(
    _ index: Int, _ refusal: EntryRefusal, _ decision: EntryDecision, at now: Timestamp,
    into outbox: inout Outbox
  ) {
    let strategy = instruments[index].strategy
    let label = EntryRefusalLabel(refusal)
    let isDue = Freshness.age(of: strategy.refusedAt, at: now) >= Self.refusalRepeat
    guard strategy.refusal != label || isDue else { return }
    let (value, threshold) = numbers(behind: refusal, decision, strategy, at: now)
    let guards = decision.checks.guards.flatMap { $0.passes ? nil : $0.rawValue }
    outbox.emit(
      EntryRefused(
        instrument: InstrumentID(UInt16(index)), reason: label,
        blockers: LabelSet(UInt64(decision.blockers.rawValue)),
        guards: guards.map { LabelSet(UInt64($0)) }, value: value, threshold: threshold),
      because: decisionFacts(index))
  }

  /// The number behind a refusal, and what it was compared with.
  func numbers(
    behind refusal: EntryRefusal, _ decision: EntryDecision, _ strategy: InstrumentStrategy,
    at now: Timestamp
  ) -> (value: Double?, threshold: Double?) {
    let checks = decision.checks
    let seconds = 1_000_000_000.0
    switch refusal {
    case .blocked(.spread): return (checks.spread, checks.spreadLimit)
    case .blocked(.quote):
      return (
        checks.quoteAge.map { Double($0) / 1_000 },
        Double(rules.readiness.quote.oldest(of: rules.quoteOrigin)) / seconds
      )
    case .blocked(.signal):
      return (
        checks.signalAge.map { Double($0) / 1_000 },
        Double(rules.readiness.signalNanoseconds) / seconds
      )
    case .blocked(.gatesBlob):
      return (
        memory.gatesAt.map { Double(Freshness.age(of: $0, at: now)) / seconds },
        Double(rules.readiness.gatesNanoseconds) / seconds
      )
    case .blocked(.weight):
      return (strategy.weight.map { Double($0.micros) / 1_000_000 }, nil)
    case .blocked(.margin): return (checks.marginShare, rules.margin.high)
    case .blocked(.valueAtRisk): return (checks.valueAtRisk, checks.valueAtRiskLimit)
    case .blocked: return (nil, nil)
    case .undirected(.slopeBelowThreshold), .undirected(.priceUnconfirmed):
      return (
        decision.direction.slopeBasisPoints, rules.strategy.direction.thresholdBasisPoints
      )
    case .undirected(.coherenceLow):
      return (
        strategy.window.coherences[age: 0].map { Double($0.micros) / 1_000_000 },
        rules.strategy.direction.leastCoherence
      )
    case .undirected(.coherenceFalling):
      return (decision.direction.coherenceDelta, rules.strategy.direction.leastCoherenceDelta)
    case .undirected(.priceHistoryShort):
      return (Double(strategy.window.closes.count), Double(rules.strategy.direction.look + 1))
    case .undirected: return (nil, nil)
    case .resting(.entryCooldown):
      return rest(
        since: strategy.history.lastEntryAt, rules.strategy.cooldown.entryNanoseconds, now)
    case .resting(.exitCooldown):
      return rest(since: strategy.history.lastExitAt, rules.strategy.cooldown.exitNanoseconds, now)
    case .resting(.inPosition): return (nil, nil)
    }
  }

  private func rest(
    since stamp: Timestamp?, _ limit: Int64, _ now: Timestamp
  ) -> (value: Double?, threshold: Double?) {
    let seconds = 1_000_000_000.0
    return (stamp.map { Double(Freshness.age(of: $0, at: now)) / seconds }, Double(limit) / seconds)
  }

  // MARK: Own events

  mutating func take(_ entry: EntryProposed, _ event: borrowing Event, into outbox: inout Outbox) {
    let index = entry.instrument.index
    guard index < instruments.count, entry.stance != .flat else { return }
    begin(index, entry.stance.stance, isPulse: false, event, into: &outbox)
    start(.entry, at: event.at, into: &outbox)
  }

  /// A stance is taken: the order has half a minute to follow.
  mutating func begin(
    _ index: Int, _ stance: Stance, isPulse: Bool, _ event: borrowing Event,
    into outbox: inout Outbox
  ) {
    instruments[index].strategy.history.propose(stance, at: event.at)
    instruments[index].strategy.isPulse = isPulse
    instruments[index].strategy.wantsOut = false
    instruments[index].strategy.proposal = event.sequence
    instruments[index].strategy.refusal = nil
    outbox.arm(
      .entryExpiry, InstrumentID(UInt16(index)),
      due: event.at.adding(nanoseconds: Self.entryPatience))
  }

  mutating func take(_ refused: EntryRefused, at now: Timestamp) {
    let index = refused.instrument.index
    guard index < instruments.count else { return }
    instruments[index].strategy.refusal = refused.reason
    instruments[index].strategy.refusedAt = now
  }

  mutating func take(_ expired: EntryExpired) {
    let index = expired.instrument.index
    guard index < instruments.count else { return }
    instruments[index].strategy.history.takeBack()
    instruments[index].strategy.isPulse = false
  }

  /// Half a minute after an entry: without an order and without a position it never was.
  func expire(_ instrument: InstrumentID, into outbox: inout Outbox) {
    guard instrument.index < instruments.count else { return }
    let state = instruments[instrument.index]
    guard state.strategy.history.stance != .flat, state.units == 0, state.pendingIncrease == 0
    else { return }
    outbox.emit(
      .entryExpired(EntryExpired(instrument: instrument, reason: .noOrder)),
      because: Because(state.strategy.proposal))
  }

  /// An increase of ours ended without a fill: where nothing is held the stance goes back.
  func expire(
    after order: OpenOrder, _ reason: EntryExpiryReason, _ event: borrowing Event,
    into outbox: inout Outbox
  ) {
    guard order.instrument.index < instruments.count else { return }
    let state = instruments[order.instrument.index]
    guard !order.isReduction, order.reason == .entry || order.reason == .pulse,
      state.strategy.history.stance != .flat, state.units == 0
    else { return }
    var facts = Because(event.sequence)
    facts.add(state.strategy.proposal)
    outbox.emit(
      .entryExpired(EntryExpired(instrument: order.instrument, reason: reason)), because: facts)
  }
}

extension EntryRefusalLabel {
  /// The labels stand in the order of the checks: the list of readiness, direction, cooldowns.
  init(_ refusal: EntryRefusal) {
    let raw: UInt8 =
      switch refusal {
      case .blocked(let blocker): blocker.rawValue
      case .undirected(let reason): Self.priceHistoryShort.rawValue + reason.rawValue - 1
      case .resting(let reason): Self.inPosition.rawValue + reason.rawValue
      }
    self = EntryRefusalLabel(rawValue: raw) ?? .mode
  }
}
